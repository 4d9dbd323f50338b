#!/bin/sh
# As the official image does: makes the data folder on the first start, then runs what it is given. As root it owns the
# folder first, and goes on as postgres; as another user it does with what that user may.
set -eu
root() { [ "$(id -u)" = 0 ]; }
as_postgres() {
  if root; then exec setpriv --reuid=postgres --regid=postgres --clear-groups "$@"; else exec "$@"; fi
}

if [ ! -s "$PGDATA/PG_VERSION" ]; then
  mkdir -p "$PGDATA"
  if root; then chown -R postgres:postgres "$PGDATA"; fi
  chmod 700 "$PGDATA"
  (as_postgres initdb --pgdata="$PGDATA" --username=postgres --pwfile="$POSTGRES_PASSWORD_FILE" \
    --auth=scram-sha-256 --encoding=UTF8 --locale=C --locale-provider=builtin --builtin-locale=C.UTF-8)
  echo 'host all all all scram-sha-256' >>"$PGDATA/pg_hba.conf"
fi
if root; then chown postgres:postgres /var/run/postgresql; fi
as_postgres "$@"
