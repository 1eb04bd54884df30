# Turns a file of fixtures/effects into a psql script that tries its cases on a server, one after
# the other, and prints "@ FILE: NAME: difference" for each difference from the claims, and "= FILE:
# NAME" for each case that came to its end. The variable `version` is the server's.

function quoted(text) {
    gsub(/'/, "''", text)
    return "'" text "'"
}

function flush() {
    if (name != "" && since <= version) {
        print "DISCARD ALL;\nSELECT verify.clear();\n\\set ready false\nBEGIN;"
        printf "%s", setUp
        # In a transaction that has failed there is no row for \gset.
        print "SELECT true AS ready \\gset\nCOMMIT;\n\\if :ready\nBEGIN;\nSELECT verify.start();"
        printf "%s", statement
        print "\\set state :SQLSTATE\n\\set failed :ERROR\n\\if :failed\nROLLBACK;\n\\endif"
        print "SELECT " quoted("@ " FILENAME ": " name ": ") " || difference"
        print "FROM verify.differences(" quoted(claims) ", :'state') AS difference"
        print "UNION ALL SELECT " quoted("= " FILENAME ": " name) ";"
        print "ROLLBACK;\n\\else"
        print "SELECT " quoted("@ " FILENAME ": " name ": the set-up fails")
        print "UNION ALL SELECT " quoted("= " FILENAME ": " name) ";"
        print "\\endif"
    }
    setUp = statement = claims = ""
    since = 0
    part = "set-up"
}

/^-- case: / { flush(); name = substr($0, 10); next }
/^-- since [0-9]+$/ { since = $3; next }
/^-- statement:$/ { part = "statement"; next }
/^-- claims:$/ { part = "claims"; next }
part == "set-up" { setUp = setUp $0 "\n" }
part == "statement" { statement = statement $0 "\n" }
part == "claims" { claims = claims $0 "\n" }
END { flush() }
