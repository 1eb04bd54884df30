# Prints the entries of pg_dump's plain output, one a line, each after its lane and a tab: a schema
# of that name that it is about, or "-". What counts as no difference is not there: the order of
# columns (those of a table are sorted) and of entries (`sort` is left to do that), the casts and
# parentheses that the server adds to expressions, comments and settings.

function flush() {
    gsub(/::(("[^"]*"|[A-Za-z0-9_]+)\.)?("[^"]*"|[A-Za-z0-9_]+)( varying| precision| with(out)? time zone)?(\([0-9,]*\))?(\[\])*/, "", entry)
    gsub(/[()]/, "", entry)
    if (entry != "") print lane "\t" entry
    entry = ""
}

/^-- Name: .*; Type: .*; Schema: / {
    flush()
    lane = match($0, /lane[0-9]+/) ? substr($0, RSTART, RLENGTH) : "-"
}

/^--/ || /^SET / || /^SELECT pg_catalog.set_config/ || /^\\(un)?restrict / || /^$/ { next }

/^CREATE ((UNLOGGED|FOREIGN) )?TABLE .*\($/ {
    entry = entry " " $0
    columns = 0
    next
}

columns >= 0 && !/^\)/ {
    sub(/,$/, "")
    for (i = columns++; i > 0 && sorted[i - 1] > $0; --i) sorted[i] = sorted[i - 1]
    sorted[i] = $0
    next
}

/^\)/ {
    for (i = 0; i < columns; ++i) entry = entry sorted[i] ","
    columns = -1
}

{
    gsub(/\t/, " ")
    entry = entry " " $0
}

BEGIN {
    lane = "-"
    columns = -1
}

END { flush() }
