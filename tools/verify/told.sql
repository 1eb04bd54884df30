-- The migrations whose ways back are not right, says a report as JSON: path, version, rule. Notes tell
-- what no dump of a schema shows, or what counts as no difference.
SELECT DISTINCT concat_ws(E'\t', one ->> 'path', one ->> 'migration', one ->> 'rule')
FROM jsonb_array_elements(:'report'::jsonb -> 'diagnostics') AS one
WHERE one ->> 'severity' <> 'note'
ORDER BY 1;
