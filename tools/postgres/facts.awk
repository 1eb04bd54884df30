# Merges the entries of a table of facts: reads the table as it is, then what servers say, a file
# VERSION.facts each, and prints the entries that follow, each after what orders it: its name and
# first version, with tabs between. What the table says of the servers' versions is forgotten; where
# `ranged` is 0 entries tell no versions, and stay. `macro` is what the entries are called with,
# `given` the servers' versions.

function hold(entry, version) {
    entries[entry]
    holds[entry, version]
    if (version < oldest) oldest = version
    if (version > newest) newest = version
}

function show(entry, versions, first) {
    name = entry
    sub(/, (Immutable|Stable|Volatile)$/, "", name)
    gsub(/"/, "\001", name) # "bit" before "bit varying"
    printf "%s\t%d\t%s%s)\n", name, first, entry, versions
}

BEGIN {
    oldest = 99
    split(given, list, " ")
    for (i in list) fresh[list[i]]
}

index($0, macro "(") != 1 { next }

FILENAME ~ /\.facts$/ {
    version = FILENAME
    sub(/.*\//, "", version)
    hold($0, version + 0)
    next
}

ranged {
    match($0, /, [0-9]+, [0-9]+\)$/)
    entry = substr($0, 1, RSTART - 1)
    split(substr($0, RSTART + 2), range, ", ")
    for (version = range[1] + 0; version <= range[2] + 0; version++) {
        if (!(version in fresh)) hold(entry, version)
    }
    next
}

{
    sub(/\)$/, "")
    entries[$0]
}

END {
    for (entry in entries) {
        if (!ranged) show(entry, "", 0)
        first = 0
        for (version = oldest; ranged && version <= newest + 1; version++) {
            there = (entry, version) in holds
            if (there && !first) first = version
            if (!there && first) {
                show(entry, ", " first ", " version - 1, first)
                first = 0
            }
        }
    }
}
