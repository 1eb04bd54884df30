-- What a statement did to relations that were there before it, as the server's own catalogs and
-- statistics show it, and its comparison with claims (fixtures/README.md has their notation).
CREATE SCHEMA verify;

CREATE TABLE verify.before (
    oid oid, schema oid, relation name, name text, kind "char", file oid, owner oid, scans bigint);

-- Takes away what a case made.
CREATE FUNCTION verify.clear() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    command text;
BEGIN
    FOR command IN
        SELECT format('DROP PUBLICATION %I', pubname) FROM pg_publication
        UNION ALL
        SELECT format('DROP SCHEMA %I CASCADE', nspname) FROM pg_namespace
        WHERE nspname !~ '^(pg_|information_schema$|verify$)'
    LOOP
        EXECUTE command;
    END LOOP;
    CREATE SCHEMA public;
END $$;

CREATE FUNCTION verify.start() RETURNS void LANGUAGE sql AS $$
    DELETE FROM verify.before;
    INSERT INTO verify.before
    SELECT c.oid, n.oid, relname,
           CASE WHEN nspname = 'public' THEN '' WHEN nspname ~ '^pg_temp' THEN 'pg_temp.'
                ELSE nspname || '.' END || relname,
           relkind, relfilenode, coalesce(indrelid, 0), pg_stat_get_xact_numscans(c.oid)
    FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
    LEFT JOIN pg_index ON indexrelid = c.oid
    WHERE nspname !~ '^(pg_(catalog|toast)|information_schema$|verify$)' AND relkind <> 't';
$$;

CREATE FUNCTION verify.facts() RETURNS SETOF text LANGUAGE sql AS $$
    WITH held AS (
        SELECT relation, max(array_position(ARRAY['AccessShareLock', 'RowShareLock',
            'RowExclusiveLock', 'ShareUpdateExclusiveLock', 'ShareLock', 'ShareRowExclusiveLock',
            'ExclusiveLock', 'AccessExclusiveLock'], mode)) AS mode
        FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = 'relation' GROUP BY relation
    ), changed AS (
        -- An index that ALTER TABLE makes again has another oid, and often the file of before.
        SELECT before.*
        FROM verify.before
        JOIN pg_class now ON now.oid = before.oid
                          OR kind = 'i' AND relnamespace = schema AND relname = relation
        WHERE relfilenode <> file
    ), rewritten AS (
        -- The new file of TRUNCATE is empty.
        SELECT * FROM changed WHERE kind IN ('r', 'm') AND pg_relation_size(oid) > 0
    )
    SELECT format('lock %s %s', name, (ARRAY['ACCESS SHARE', 'ROW SHARE', 'ROW EXCLUSIVE',
        'SHARE UPDATE EXCLUSIVE', 'SHARE', 'SHARE ROW EXCLUSIVE', 'EXCLUSIVE',
        'ACCESS EXCLUSIVE'])[mode])
    FROM held JOIN verify.before ON oid = held.relation
    WHERE kind NOT IN ('i', 'I') OR mode >= 4
    UNION
    SELECT 'rewrite ' || name FROM rewritten
    UNION
    SELECT 'scan ' || name FROM verify.before
    WHERE kind IN ('r', 'm') AND pg_stat_get_xact_numscans(oid) > scans
      AND oid NOT IN (SELECT oid FROM changed)
    UNION
    SELECT 'rebuild ' || name FROM changed
    WHERE kind = 'i' AND owner NOT IN (SELECT oid FROM changed);
$$;

-- Each difference between the claims and what the statement did; `state` is its SQLSTATE.
CREATE FUNCTION verify.differences(claims text, state text) RETURNS SETOF text LANGUAGE sql AS $$
    WITH line AS (
        SELECT regexp_match(line, '^-- (?:(\d+)(?:-(\d+))?: )?(?:(\w+): )?(.*)$') AS part
        FROM regexp_split_to_table(claims, '\n') AS line WHERE line <> ''
    ), claim AS (
        SELECT part[3] AS certainty, part[4] AS fact, part[4] ~ '^(fails |refused$)' AS failure
        FROM line
        WHERE current_setting('server_version_num')::int / 10000
              BETWEEN coalesce(part[1], '0')::int AND coalesce(part[2], part[1], '99')::int
    ), certain AS (
        SELECT fact FROM claim
        WHERE (certainty IS NULL OR certainty = 'unseen')
          AND (failure OR NOT EXISTS (SELECT FROM claim WHERE failure))
    ), done AS (
        SELECT CASE state WHEN '25001' THEN 'refused' ELSE 'fails ' || state END AS fact
        WHERE state <> '00000'
        UNION ALL
        SELECT fact FROM verify.facts() AS fact WHERE state = '00000'
    )
    SELECT 'the server does not: ' || fact FROM certain WHERE fact NOT IN (SELECT fact FROM done)
    UNION ALL
    SELECT 'the server does: ' || fact FROM done
    WHERE fact NOT IN (SELECT fact FROM certain)
      AND fact NOT IN (SELECT fact FROM claim WHERE certainty IN ('unsure', 'planned'));
$$;
