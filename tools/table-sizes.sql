-- The sizes of all tables, as ironlaw.toml's [tables] sizes = "…" reads them. Run it where the real
-- data is, and keep the result beside the migrations:
--   psql --no-psqlrc --csv --file tools/table-sizes.sql > db/table-sizes.csv
-- The row counts are PostgreSQL's own estimates (pg_class.reltuples), as of the last ANALYZE.
SELECT n.nspname AS schema,
       c.relname AS table,
       greatest(c.reltuples, 0)::bigint AS rows,
       pg_total_relation_size(c.oid) AS bytes
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relkind IN ('r', 'p')
   AND n.nspname NOT IN ('pg_catalog', 'information_schema')
   AND n.nspname NOT LIKE 'pg_toast%'
 ORDER BY 1, 2;
