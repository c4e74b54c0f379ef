#!/bin/sh
# Finds the programs of Postgres for the tests, and installs Debian's where there are none and we may.
# With a command behind it: a Postgres in a temporary folder, for that command alone (PLANTIGRADE_DATABASE). It
# forgets everything in a power cut, unless DURABLE=1 wants it as it is installed.
set -eu

found() {
    for folder in "$(dirname "$(command -v initdb 2>/dev/null || echo /nowhere/initdb)")" \
        /usr/lib/postgresql/*/bin /opt/homebrew/opt/postgresql*/bin /usr/local/opt/postgresql*/bin; do
        if [ -x "$folder/initdb" ] && [ -x "$folder/pg_ctl" ]; then echo "$folder"; fi
    done | tail -n 1
}

programs=$(found)
if [ -z "$programs" ] && command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
    echo "Installing Postgres for the tests"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql >/dev/null
    programs=$(found)
fi
if [ -z "$programs" ]; then
    echo "These tests need Postgres: install it (Debian: sudo apt-get install postgresql) and run again." >&2
    exit 1
fi
[ "$#" -gt 0 ] || exit 0

# Postgres refuses to run as root.
as=""
if [ "$(id -u)" = 0 ]; then
    if id postgres >/dev/null 2>&1; then as=postgres; else as=nobody; fi
fi
own() { if [ -n "$as" ]; then (cd / && runuser -u "$as" -- "$@"); else "$@"; fi; }

place=$(mktemp -d "${TMPDIR:-/tmp}/plantigrade-pg-XXXXXX")
end() {
    own "$programs/pg_ctl" -D "$place/data" -m immediate -s stop >/dev/null 2>&1 || true
    rm -rf "$place"
}
trap end EXIT
trap 'exit 130' INT TERM HUP
if [ -n "$as" ]; then chown "$as" "$place"; fi
own "$programs/initdb" -D "$place/data" -U postgres -A trust -E UTF8 --locale=C >/dev/null
quick="-c fsync=off -c synchronous_commit=off -c full_page_writes=off"
if [ "${DURABLE:-0}" = 1 ]; then quick=""; fi
own "$programs/pg_ctl" -D "$place/data" -l "$place/log" -w -s -o "-c listen_addresses='' \
    -c unix_socket_directories='$place' -c max_connections=200 $quick" start || { cat "$place/log" >&2; exit 1; }
PATH="$programs:$PATH" PLANTIGRADE_DATABASE="postgresql://postgres@/postgres?host=$place" "$@"
