-- The facts of analyzer/replay/facts as this server's catalogs have them: the entries of its tables,
-- without versions and the closing parenthesis. psql runs it in an empty database.

-- The extensions whose functions and casts count: those that migrations put into expressions.
DO $$
DECLARE
    wanted text;
BEGIN
    FOREACH wanted IN ARRAY ARRAY['btree_gin', 'btree_gist', 'citext', 'cube', 'fuzzystrmatch',
        'hstore', 'intarray', 'isn', 'ltree', 'pg_trgm', 'pgcrypto', 'tablefunc', 'unaccent',
        'uuid-ossp']
    LOOP
        EXECUTE format('CREATE EXTENSION %I', wanted);
    END LOOP;
END $$;

-- Functions that SQL can call; of several of one name the most volatile one.
SELECT format('FUNCTION("%s", %s', proname,
              (ARRAY['Immutable', 'Stable', 'Volatile'])[max(strpos('isv', provolatile::text))])
FROM pg_proc JOIN pg_namespace n ON n.oid = pronamespace
WHERE prokind = 'f' AND nspname IN ('pg_catalog', 'public')
  AND prorettype NOT IN ('internal'::regtype, 'trigger'::regtype, 'event_trigger'::regtype)
  AND 'internal'::regtype <> ALL (proargtypes)
GROUP BY proname;

-- Aggregates and window functions.
SELECT DISTINCT format('AGGREGATE("%s"', proname)
FROM pg_proc WHERE prokind IN ('a', 'w') AND pronamespace = 'pg_catalog'::regnamespace;

-- Types that columns and arguments have, as pg_type names them.
SELECT format('BUILTIN_TYPE("%s"', replace(typname, '"', '\"'))
FROM pg_type LEFT JOIN pg_class c ON c.oid = typrelid
WHERE typnamespace = 'pg_catalog'::regnamespace AND typcategory <> 'A' AND typrelid = 0
  AND typtype <> 'p';

SELECT format('BINARY_CAST("%s", "%s"', replace(format_type(castsource, NULL), '"', '\"'),
              replace(format_type(casttarget, NULL), '"', '\"'))
FROM pg_cast WHERE castmethod = 'b';

-- The types of every extension count, but for those of another language than SQL, which need its
-- library and bring none.
DO $$
DECLARE
    other text;
BEGIN
    FOR other IN SELECT name FROM pg_available_extensions WHERE name !~ 'pl(perl|python|tcl)' LOOP
        EXECUTE format('CREATE EXTENSION IF NOT EXISTS %I CASCADE', other);
    END LOOP;
END $$;

SELECT format('EXTENSION_TYPE("%s", "%s"', extname, typname)
FROM pg_depend d
JOIN pg_extension e ON refclassid = 'pg_extension'::regclass AND e.oid = refobjid
JOIN pg_type t ON classid = 'pg_type'::regclass AND t.oid = objid
LEFT JOIN pg_class c ON c.oid = typrelid
WHERE deptype = 'e' AND typcategory <> 'A' AND coalesce(relkind, 'c') = 'c';
