-- The sizes of all tables, as ironlaw.toml's [tables] sizes = "…" reads them. Run it where the real
-- data is, and keep the result beside the migrations:
--   psql --no-psqlrc --csv --file tools/table-sizes.sql > db/table-sizes.csv
-- The row counts are PostgreSQL's own estimates (pg_class.reltuples), as of the last ANALYZE or
-- VACUUM; those of a partitioned table are the sum of its partitions'. A table with rows that neither
-- has seen is left out: its size is not known, which ironlaw takes for large.
SELECT n.nspname AS schema,
       c.relname AS table,
       coalesce(sum(greatest(part.reltuples, 0)), 0)::bigint AS rows,
       coalesce(sum(pg_total_relation_size(part.oid)), 0) AS bytes
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN LATERAL (
           SELECT c.oid, c.relkind, c.reltuples, c.relpages
            WHERE c.relkind = 'r'
           UNION ALL
           SELECT leaf.oid, leaf.relkind, leaf.reltuples, leaf.relpages
             FROM pg_partition_tree(CASE WHEN c.relkind = 'p' THEN c.oid END) AS tree
             JOIN pg_class leaf ON leaf.oid = tree.relid
            WHERE tree.isleaf AND leaf.relkind <> 'p'
       ) AS part ON true
 WHERE c.relkind IN ('r', 'p')
   AND n.nspname NOT IN ('pg_catalog', 'information_schema')
   AND n.nspname NOT LIKE 'pg_toast%'
 GROUP BY n.nspname, c.relname
HAVING coalesce(bool_and((part.reltuples >= 0 AND part.relpages > 0)
                         OR (part.relkind = 'r' AND pg_relation_size(part.oid) = 0)), true)
 ORDER BY 1, 2;
