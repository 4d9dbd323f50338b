#!/bin/sh
# As the official image does: makes the data folder on the first start, then runs what it is given.
set -eu
as_postgres() { exec setpriv --reuid=postgres --regid=postgres --clear-groups "$@"; }

if [ ! -s "$PGDATA/PG_VERSION" ]; then
  mkdir -p "$PGDATA"
  chown -R postgres:postgres "$PGDATA"
  chmod 700 "$PGDATA"
  (as_postgres initdb --pgdata="$PGDATA" --username=postgres --pwfile="$POSTGRES_PASSWORD_FILE" \
    --auth=scram-sha-256 --encoding=UTF8 --locale=C --locale-provider=builtin --builtin-locale=C.UTF-8)
  echo 'host all all all scram-sha-256' >>"$PGDATA/pg_hba.conf"
fi
chown postgres:postgres /var/run/postgresql
as_postgres "$@"
