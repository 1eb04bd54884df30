-- Compares the schema of this database with the JSON of `ironlaw schema`, object for object. psql
-- runs it with the variable `schema` set to that JSON, and `written` to whether the database was made
-- of the SQL of that schema. Each row of the result is one difference:
-- which object, what ironlaw says, what the server says. Behind them, the last rows count.
SET search_path = public;
CREATE TEMP TABLE claimed (kind text, name text, facts text);
CREATE TEMP TABLE actual (LIKE claimed);

-- What ironlaw says.
INSERT INTO claimed
WITH document AS (SELECT :'schema'::jsonb AS d),
     tables AS (SELECT t, (t ->> 'schema') || '.' || (t ->> 'name') AS name
                FROM document, jsonb_array_elements(d -> 'tables') AS t
                WHERE t ->> 'kind' <> 'temporary'),
     views AS (SELECT v, (v ->> 'schema') || '.' || (v ->> 'name') AS name
               FROM document, jsonb_array_elements(d -> 'views') AS v
               WHERE v ->> 'schema' <> 'pg_temp'),
     indexes AS (SELECT name, i FROM tables, jsonb_array_elements(t -> 'indexes') AS i
                 UNION ALL
                 SELECT name, i FROM views, jsonb_array_elements(v -> 'indexes') AS i)
SELECT 'table', name, t ->> 'kind' FROM tables
UNION ALL
SELECT 'column', name || '.' || (c ->> 'name'),
       concat_ws(' ', c ->> 'type',
                 CASE WHEN (c ->> 'not_null')::bool THEN 'not null' END,
                 CASE WHEN c ? 'default' THEN 'default' END,
                 'identity ' || (c ->> 'identity'), 'generated ' || (c ->> 'generated'),
                 'at ' || place)
FROM tables, jsonb_array_elements(t -> 'columns') WITH ORDINALITY AS column_list (c, place)
UNION ALL
SELECT 'constraint', name || '.' || (c ->> 'name'),
       concat_ws(' ', c ->> 'kind',
                 CASE WHEN c ->> 'kind' = 'check'
                      THEN (SELECT jsonb_agg(column_name ORDER BY column_name)
                            FROM jsonb_array_elements_text(c -> 'columns') AS column_name)
                      ELSE c -> 'columns' END,
                 (c #>> '{references,schema}') || '.' || (c #>> '{references,table}'),
                 c #> '{references,columns}', c ->> 'on_delete',
                 CASE WHEN NOT (c ->> 'validated')::bool THEN 'not validated' END)
FROM tables, jsonb_array_elements(t -> 'constraints') AS c
UNION ALL
SELECT 'constraint', name || '.' || (c ->> 'not_null_constraint'),
       concat_ws(' ', 'not-null', jsonb_build_array(c -> 'name'))
FROM tables, jsonb_array_elements(t -> 'columns') AS c WHERE c ? 'not_null_constraint'
UNION ALL
SELECT 'index', name || '.' || (i ->> 'name'),
       concat_ws(' ', i ->> 'method', jsonb_array_length(i -> 'columns') || ' keys',
                 CASE WHEN (i ->> 'unique')::bool THEN 'unique' END,
                 CASE WHEN (i ->> 'partial')::bool THEN 'partial' END,
                 CASE WHEN NOT (i ->> 'valid')::bool THEN 'invalid' END)
FROM indexes
UNION ALL
SELECT 'view', name,
       concat_ws(' ', CASE WHEN (v ->> 'materialized')::bool THEN 'materialized' END,
                 v -> 'columns')
FROM views
UNION ALL
SELECT 'sequence', (s ->> 'schema') || '.' || (s ->> 'name'),
       concat_ws('.', s #>> '{owned_by,schema}', s #>> '{owned_by,table}', s #>> '{owned_by,column}')
FROM document, jsonb_array_elements(d -> 'sequences') AS s WHERE s ->> 'schema' <> 'pg_temp'
UNION ALL
SELECT 'type', (t ->> 'schema') || '.' || (t ->> 'name'), (t ->> 'kind') || ' ' || (t -> 'labels')
FROM document, jsonb_array_elements(d -> 'types') AS t
UNION ALL
SELECT 'routine', (r ->> 'schema') || '.' || (r ->> 'name') || (r -> 'arguments'), r ->> 'kind'
FROM document, jsonb_array_elements(d -> 'routines') AS r
UNION ALL
SELECT kind, (t ->> 'schema') || '.' || (t ->> 'table') || '.' || (t ->> 'name'), ''
FROM document, (VALUES ('trigger', 'triggers'), ('policy', 'policies')) AS part (kind, key),
     jsonb_array_elements(d -> key) AS t
UNION ALL
SELECT kind, name, ''
FROM document, (VALUES ('schema', 'schemas'), ('extension', 'extensions')) AS part (kind, key),
     jsonb_array_elements_text(d -> key) AS name;

-- What the server has, without what belongs to itself or to an extension.
CREATE TEMP VIEW own_class AS
SELECT c.*, n.nspname || '.' || c.relname AS name
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname !~ '^(pg_|information_schema$)'
  AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_class'::regclass
                                            AND e.objid = c.oid AND e.deptype = 'e');

CREATE FUNCTION pg_temp.columns_of(relation oid, numbers int2[]) RETURNS jsonb LANGUAGE sql AS
'SELECT coalesce(jsonb_agg(a.attname ORDER BY n.place), ''[]'')
 FROM unnest(numbers) WITH ORDINALITY AS n (number, place)
 JOIN pg_attribute a ON a.attrelid = relation AND a.attnum = n.number';

INSERT INTO actual
SELECT 'table', name,
       CASE relkind WHEN 'p' THEN 'partitioned' WHEN 'f' THEN 'foreign' ELSE 'table' END
FROM own_class WHERE relkind IN ('r', 'p', 'f')
UNION ALL
SELECT 'column', name || '.' || attname,
       concat_ws(' ', format_type(atttypid, atttypmod),
                 CASE WHEN attnotnull THEN 'not null' END,
                 CASE WHEN atthasdef AND attgenerated = '' THEN 'default' END,
                 'identity ' || CASE attidentity WHEN 'a' THEN 'always' WHEN 'd' THEN 'by-default'
                                END,
                 'generated ' || CASE attgenerated WHEN 's' THEN 'stored' WHEN 'v' THEN 'virtual'
                                 END,
                 'at ' || row_number() OVER (PARTITION BY attrelid ORDER BY attnum))
FROM own_class JOIN pg_attribute ON attrelid = own_class.oid AND attnum > 0 AND NOT attisdropped
WHERE relkind IN ('r', 'p', 'f')
UNION ALL
SELECT 'constraint', name || '.' || conname,
       concat_ws(' ', CASE contype WHEN 'p' THEN 'primary-key' WHEN 'u' THEN 'unique'
                                   WHEN 'c' THEN 'check' WHEN 'f' THEN 'foreign-key'
                                   WHEN 'n' THEN 'not-null' ELSE 'exclusion' END,
                 CASE WHEN contype = 'c'
                      THEN (SELECT coalesce(jsonb_agg(attname ORDER BY attname), '[]')
                            FROM pg_attribute WHERE attrelid = conrelid AND attnum = ANY (conkey))
                      -- The key of an exclusion constraint has a 0 for each expression.
                      ELSE pg_temp.columns_of(conrelid, conkey) END,
                 (SELECT target.name FROM own_class target WHERE target.oid = confrelid),
                 CASE WHEN contype = 'f' THEN pg_temp.columns_of(confrelid, confkey) END,
                 CASE confdeltype WHEN 'r' THEN 'restrict' WHEN 'c' THEN 'cascade'
                                  WHEN 'n' THEN 'set-null' WHEN 'd' THEN 'set-default' END,
                 CASE WHEN NOT convalidated AND contype <> 'n' THEN 'not validated' END)
FROM own_class JOIN pg_constraint c ON conrelid = own_class.oid
-- A foreign key to a partitioned table has a row of its own for each partition.
WHERE contype IN ('p', 'u', 'c', 'f', 'x', 'n')
  AND NOT EXISTS (SELECT FROM pg_constraint p WHERE p.oid = c.conparentid
                                                AND p.conrelid = c.conrelid)
UNION ALL
SELECT 'index', t.name || '.' || i.relname,
       concat_ws(' ', amname, indnkeyatts || ' keys', CASE WHEN indisunique THEN 'unique' END,
                 CASE WHEN indpred IS NOT NULL THEN 'partial' END,
                 CASE WHEN NOT indisvalid THEN 'invalid' END)
FROM pg_index JOIN own_class t ON t.oid = indrelid JOIN pg_class i ON i.oid = indexrelid
JOIN pg_am ON pg_am.oid = i.relam
UNION ALL
SELECT 'view', name,
       concat_ws(' ', CASE relkind WHEN 'm' THEN 'materialized' END,
                 (SELECT jsonb_agg(attname ORDER BY attnum) FROM pg_attribute
                  WHERE attrelid = own_class.oid AND attnum > 0 AND NOT attisdropped))
FROM own_class WHERE relkind IN ('v', 'm')
UNION ALL
SELECT 'sequence', s.name, concat_ws('.', t.name, a.attname)
FROM own_class s
LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = s.oid
                     AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
LEFT JOIN own_class t ON t.oid = d.refobjid
LEFT JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
WHERE s.relkind = 'S'
UNION ALL
SELECT 'type', nspname || '.' || typname,
       CASE typtype WHEN 'e' THEN 'enum' WHEN 'd' THEN 'domain' WHEN 'c' THEN 'composite'
                    WHEN 'r' THEN 'range' ELSE 'base' END || ' ' ||
       (SELECT coalesce(jsonb_agg(enumlabel ORDER BY enumsortorder), '[]')
        FROM pg_enum WHERE enumtypid = t.oid)
FROM pg_type t JOIN pg_namespace n ON n.oid = typnamespace
WHERE nspname !~ '^(pg_|information_schema$)' AND typtype <> 'm'
  AND (typrelid = 0 OR EXISTS (SELECT FROM pg_class WHERE oid = typrelid AND relkind = 'c'))
  AND NOT EXISTS (SELECT FROM pg_type element WHERE element.typarray = t.oid)
  AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_type'::regclass
                                            AND e.objid = t.oid AND e.deptype = 'e')
UNION ALL
SELECT 'routine',
       nspname || '.' || proname ||
       (SELECT coalesce(jsonb_agg(format_type(a, NULL) ORDER BY place), '[]')
        FROM unnest(proargtypes) WITH ORDINALITY AS argument (a, place)),
       CASE prokind WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate' ELSE 'function' END
FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace
WHERE nspname !~ '^(pg_|information_schema$)'
  -- Without the constructors of range types.
  AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_proc'::regclass
                                            AND e.objid = p.oid AND e.deptype IN ('e', 'i'))
UNION ALL
SELECT 'trigger', name || '.' || tgname, ''
FROM own_class JOIN pg_trigger t ON tgrelid = own_class.oid
-- 13 and 14 call the copies in partitions internal; 12 has no tgparentid.
WHERE NOT tgisinternal
   OR (coalesce(to_jsonb(t) ->> 'tgparentid', '0') <> '0'
       AND NOT EXISTS (SELECT FROM pg_constraint f WHERE f.oid = tgconstraint AND f.contype = 'f'))
UNION ALL
SELECT 'policy', name || '.' || polname, ''
FROM own_class JOIN pg_policy ON polrelid = own_class.oid
UNION ALL
SELECT 'schema', nspname, '' FROM pg_namespace
WHERE nspname !~ '^(pg_|information_schema$)'
  AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_namespace'::regclass
                                            AND e.objid = pg_namespace.oid AND e.deptype = 'e')
UNION ALL
SELECT 'extension', extname, '' FROM pg_extension WHERE extname <> 'plpgsql';

-- What no SQL says again, nor does pg_dump: that a column keeps the default NULL of a type which it no
-- longer has, and that an index was made ON ONLY when there were partitions that have gone since: it
-- waits although it has an index of each partition that is there.
UPDATE claimed c SET facts = a.facts
FROM actual a, jsonb_array_elements(:'schema'::jsonb -> 'tables') AS t,
     jsonb_array_elements(t -> 'columns') AS one
WHERE :'written'::bool AND c.kind = 'column' AND a.kind = c.kind AND a.name = c.name
  AND a.facts = replace(c.facts, ' default', '') AND one ->> 'default' = 'NULL'
  AND c.name = (t ->> 'schema') || '.' || (t ->> 'name') || '.' || (one ->> 'name');
UPDATE claimed c SET facts = a.facts
FROM actual a, own_class t JOIN pg_index ON indrelid = t.oid JOIN pg_class i ON i.oid = indexrelid
WHERE :'written'::bool AND c.kind = 'index' AND a.kind = c.kind AND a.name = c.name
  AND c.facts = a.facts || ' invalid' AND c.name = t.name || '.' || i.relname AND t.relkind = 'p'
  AND NOT EXISTS (
      SELECT FROM pg_inherits part
      WHERE part.inhparent = t.oid
        AND NOT EXISTS (SELECT FROM pg_inherits own JOIN pg_index below ON indexrelid = own.inhrelid
                        WHERE own.inhparent = i.oid AND below.indrelid = part.inhrelid));

SELECT format('%s %s: ironlaw: %s; server: %s', kind, name,
              coalesce(nullif(c.facts, ''), CASE WHEN c.kind IS NULL THEN 'none' ELSE 'there' END),
              coalesce(nullif(a.facts, ''), CASE WHEN a.kind IS NULL THEN 'none' ELSE 'there' END))
FROM claimed c FULL JOIN actual a USING (kind, name)
WHERE c.facts IS DISTINCT FROM a.facts
ORDER BY kind, name;

SELECT format('equal: %s %s of %s', kind,
              count(*) FILTER (WHERE c.facts = a.facts), count(*))
FROM claimed c FULL JOIN actual a USING (kind, name)
GROUP BY kind ORDER BY kind;
