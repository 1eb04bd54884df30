-- Makes a history that this server accepts: `statements` random statements, each tried in a
-- subtransaction of a scratch database, and printed if it succeeded. The same `seed` gives the same
-- history on the same server version. psql runs it with both variables, in an empty database.
CREATE SCHEMA generator;
SET search_path = public;

CREATE FUNCTION generator.pick(choices text[]) RETURNS text LANGUAGE sql VOLATILE AS
'SELECT choices[1 + floor(random() * cardinality(choices))::int]';

-- A relation of one of these kinds, quoted; null if there is none.
CREATE FUNCTION generator.relation(kinds text) RETURNS text LANGUAGE sql VOLATILE AS
'SELECT format(''%I'', relname) FROM pg_class
 WHERE relnamespace = ''public''::regnamespace AND relkind::text ~ (''['' || kinds || '']'')
 ORDER BY hashtext(relname || random()::text), relname LIMIT 1';

CREATE FUNCTION generator.field(relation text) RETURNS text LANGUAGE sql VOLATILE AS
'SELECT format(''%I'', attname) FROM pg_attribute
 WHERE attrelid = relation::regclass AND attnum > 0 AND NOT attisdropped
 ORDER BY hashtext(attname || random()::text), attnum LIMIT 1';

CREATE FUNCTION generator.table_constraint(relation text) RETURNS text LANGUAGE sql VOLATILE AS
'SELECT format(''%I'', conname) FROM pg_constraint
 WHERE conrelid = relation::regclass
 ORDER BY hashtext(conname || random()::text), conname LIMIT 1';

-- A type of the history's own.
CREATE FUNCTION generator.own_type() RETURNS text LANGUAGE sql VOLATILE AS
'SELECT format(''%I'', typname) FROM pg_type
 WHERE typnamespace = ''public''::regnamespace AND typtype IN (''e'', ''d'')
 ORDER BY hashtext(typname || random()::text), typname LIMIT 1';

CREATE FUNCTION generator.type_name() RETURNS text LANGUAGE sql VOLATILE AS
'SELECT CASE WHEN random() < 0.25 THEN coalesce(
     generator.own_type(), ''int'')
 ELSE generator.pick(ARRAY[''int'', ''bigint'', ''text'', ''varchar(40)'', ''numeric(12, 2)'', ''timestamptz'',
     ''date'', ''boolean'', ''uuid'', ''jsonb'', ''int[]'', ''char(3)'', ''bytea'', ''double precision'']) END';

-- A statement of a random form. `n` makes new names.
CREATE FUNCTION generator.statement(n int) RETURNS text LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    t text := generator.relation('rp');
    u text := generator.relation('rp');
    c text := generator.field(t);
    d text := generator.field(t);
    e text := generator.field(u);
    k text := generator.type_name();
    l text := generator.type_name();
    name text := generator.pick(ARRAY['item', 'Order', 'user', 'event_log', 'a b']) || '_' || n;
    cascade text := generator.pick(ARRAY['', '', ' CASCADE', ' RESTRICT']);
BEGIN
    RETURN CASE floor(random() * 64)::int
    WHEN 0 THEN format('CREATE TABLE %I (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, a %s, b %s DEFAULT NULL)', name, k, l)
    WHEN 1 THEN format('CREATE TABLE %I (id serial, a %s NOT NULL, b %s UNIQUE, PRIMARY KEY (id))', name, k, l)
    WHEN 2 THEN format('CREATE TABLE IF NOT EXISTS %I (id int PRIMARY KEY, other int REFERENCES %s ON DELETE CASCADE)', name, t)
    WHEN 3 THEN format('CREATE TABLE %I (id int, "Key" %s, CHECK (id > 0), CONSTRAINT "named_%s" UNIQUE (id, "Key"))', name, k, n)
    WHEN 4 THEN format('CREATE TABLE %I (LIKE %s INCLUDING ALL)', name, t)
    WHEN 5 THEN format('CREATE TABLE %I (LIKE %s INCLUDING DEFAULTS EXCLUDING INDEXES, extra %s)', name, t, k)
    WHEN 6 THEN format('CREATE TABLE %I (extra %s) INHERITS (%s)', name, k, t)
    WHEN 7 THEN format('CREATE TABLE %I (id int NOT NULL, at date NOT NULL, v %s) PARTITION BY %s', name, k, generator.pick(ARRAY['RANGE (at)', 'LIST (id)', 'HASH (id)']))
    WHEN 8 THEN format('CREATE TABLE %I PARTITION OF %s DEFAULT', name, generator.relation('p'))
    WHEN 9 THEN format('CREATE TABLE %I PARTITION OF %s FOR VALUES FROM (''%s-01-01'') TO (''%s-01-01'')', name, generator.relation('p'), 2000 + n, 2001 + n)
    WHEN 10 THEN format('CREATE TABLE %I PARTITION OF %s FOR VALUES IN (%s)', name, generator.relation('p'), n)
    WHEN 11 THEN format('CREATE TABLE %I AS SELECT %s AS one, %s AS two FROM %s', name, c, d, t)
    WHEN 12 THEN format('SELECT * INTO %I FROM %s', name, t)
    WHEN 13 THEN format('ALTER TABLE %s ADD COLUMN %I %s', t, name, k)
    WHEN 14 THEN format('ALTER TABLE %s ADD COLUMN IF NOT EXISTS %s %s, ADD COLUMN %I %s NOT NULL', t, c, k, name, l)
    WHEN 15 THEN format('ALTER TABLE %s ADD COLUMN %I int NOT NULL DEFAULT 5 CHECK (%I > 0)', t, name, name)
    WHEN 16 THEN format('ALTER TABLE %s ADD COLUMN %I int REFERENCES %s (%s)', t, name, u, e)
    WHEN 17 THEN format('ALTER TABLE %s DROP COLUMN %s%s', t, c, cascade)
    WHEN 18 THEN format('ALTER TABLE %s DROP COLUMN IF EXISTS %s, DROP COLUMN IF EXISTS nothing_%s', t, c, n)
    WHEN 19 THEN format('ALTER TABLE %s RENAME COLUMN %s TO %I', t, c, name)
    WHEN 20 THEN format('ALTER TABLE %s RENAME TO %I', t, name)
    WHEN 21 THEN format('ALTER TABLE %s ALTER COLUMN %s SET NOT NULL', t, c)
    WHEN 22 THEN format('ALTER TABLE %s ALTER COLUMN %s DROP NOT NULL', t, c)
    WHEN 23 THEN format('ALTER TABLE %s ALTER COLUMN %s SET DEFAULT NULL, ALTER COLUMN %s DROP DEFAULT', t, c, d)
    WHEN 24 THEN format('ALTER TABLE %s ALTER COLUMN %s TYPE %s USING NULL', t, c, k)
    WHEN 25 THEN format('ALTER TABLE %s ALTER COLUMN %s TYPE text', t, c)
    WHEN 26 THEN format('ALTER TABLE %s ADD PRIMARY KEY (%s)', t, c)
    WHEN 27 THEN format('ALTER TABLE %s ADD UNIQUE (%s, %s)', t, c, d)
    WHEN 28 THEN format('ALTER TABLE %s ADD CONSTRAINT %I UNIQUE (%s) INCLUDE (%s)', t, name, c, d)
    WHEN 29 THEN format('ALTER TABLE %s ADD FOREIGN KEY (%s) REFERENCES %s (%s) %s', t, c, u, e, generator.pick(ARRAY['', 'ON DELETE SET NULL', 'NOT VALID']))
    WHEN 30 THEN format('ALTER TABLE %s ADD CHECK (%s IS NOT NULL) %s', t, c, generator.pick(ARRAY['', 'NOT VALID', 'NO INHERIT']))
    WHEN 31 THEN format('ALTER TABLE %s DROP CONSTRAINT %s%s', t, generator.table_constraint(t), cascade)
    WHEN 32 THEN format('ALTER TABLE %s VALIDATE CONSTRAINT %s', t, generator.table_constraint(t))
    WHEN 33 THEN format('ALTER TABLE %s RENAME CONSTRAINT %s TO %I', t, generator.table_constraint(t), name)
    WHEN 34 THEN format('ALTER TABLE %s INHERIT %s', t, u)
    WHEN 35 THEN format('ALTER TABLE %s NO INHERIT %s', t, u)
    WHEN 36 THEN format('ALTER TABLE %s ATTACH PARTITION %s DEFAULT', generator.relation('p'), u)
    WHEN 37 THEN format('ALTER TABLE %s DETACH PARTITION %s', generator.relation('p'), u)
    WHEN 38 THEN format('ALTER TABLE %s ALTER COLUMN %s ADD GENERATED BY DEFAULT AS IDENTITY', t, c)
    WHEN 39 THEN format('ALTER TABLE %s ALTER COLUMN %s DROP IDENTITY IF EXISTS', t, c)
    WHEN 40 THEN format('ALTER TABLE %s ADD COLUMN %I int GENERATED ALWAYS AS (%s + 1) STORED', t, name, c)
    WHEN 41 THEN format('CREATE INDEX ON %s (%s)', t, c)
    WHEN 42 THEN format('CREATE UNIQUE INDEX %I ON %s (%s, %s)', name, t, c, d)
    WHEN 43 THEN format('CREATE INDEX ON %s (lower(%s::text), %s DESC) WHERE %s IS NOT NULL', t, c, d, c)
    WHEN 44 THEN format('CREATE INDEX %I ON ONLY %s (%s)', name, generator.relation('p'), c)
    WHEN 45 THEN format('DROP INDEX %s%s', generator.relation('iI'), cascade)
    WHEN 46 THEN format('ALTER INDEX %s RENAME TO %I', generator.relation('iI'), name)
    WHEN 47 THEN format('ALTER TABLE %s ADD CONSTRAINT %I UNIQUE USING INDEX %s', t, name, generator.relation('i'))
    WHEN 48 THEN format('DROP TABLE %s%s', t, cascade)
    WHEN 49 THEN format('DROP TABLE IF EXISTS %s, nothing_%s', t, n)
    WHEN 50 THEN format('CREATE VIEW %I AS SELECT %s AS one, t.* FROM %s t', name, c, t)
    WHEN 51 THEN format('CREATE MATERIALIZED VIEW %I AS SELECT %s, count(*) FROM %s GROUP BY 1', name, c, t)
    WHEN 52 THEN format('DROP VIEW %s%s', generator.relation('v'), cascade)
    WHEN 53 THEN format('CREATE INDEX ON %s (%s)', generator.relation('m'), generator.field(generator.relation('m')))
    WHEN 54 THEN format('CREATE TYPE %I AS ENUM (''a'', ''b'', ''c'')', name)
    WHEN 55 THEN format('CREATE DOMAIN %I AS %s %s', name, k, generator.pick(ARRAY['', 'NOT NULL', 'CHECK (VALUE IS NOT NULL)']))
    WHEN 56 THEN format('DROP TYPE %s%s', generator.own_type(), cascade)
    WHEN 57 THEN format('ALTER TYPE %s RENAME TO %I', generator.own_type(), name)
    WHEN 58 THEN format('CREATE SEQUENCE %I OWNED BY %s.%s', name, t, c)
    WHEN 59 THEN format('DROP SEQUENCE %s%s', generator.relation('S'), cascade)
    WHEN 60 THEN format('ALTER TABLE %s ALTER COLUMN %s SET DEFAULT nextval(%L)', t, c, generator.relation('S'))
    WHEN 61 THEN format('CREATE FUNCTION %I(x %s DEFAULT NULL) RETURNS %s LANGUAGE sql AS %L', name, k, l, 'SELECT NULL::' || l)
    WHEN 62 THEN format('CREATE FUNCTION %I() RETURNS trigger LANGUAGE plpgsql AS %L', name, 'BEGIN RETURN NEW; END')
    ELSE format('CREATE TRIGGER %I BEFORE INSERT ON %s FOR EACH ROW EXECUTE FUNCTION %s()', name, t,
                (SELECT format('%I', proname) FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prorettype = 'trigger'::regtype ORDER BY hashtext(proname || random()::text), proname LIMIT 1))
    END;
END $$;

CREATE TABLE generator.history (number serial, statement text);
SELECT set_config('generator.statements', :'statements', false), setseed(:seed / 1000.0) \g /dev/null
DO $$
DECLARE
    one text;
    made int := 0;
BEGIN
    FOR n IN 1 .. 20 * current_setting('generator.statements')::int LOOP
        one := generator.statement(n);
        CONTINUE WHEN one IS NULL;
        BEGIN
            EXECUTE one;
            INSERT INTO generator.history (statement) VALUES (one);
            made := made + 1;
        EXCEPTION WHEN OTHERS THEN
            NULL; -- refused: no part of the history
        END;
        EXIT WHEN made = current_setting('generator.statements')::int;
    END LOOP;
END $$;
\pset format unaligned
\pset tuples_only on
SELECT statement || ';' FROM generator.history ORDER BY number;
DROP SCHEMA generator CASCADE;
