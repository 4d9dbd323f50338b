#!/bin/bash
# For the probes of deploy/: npm's Postgres comes without client programs. This server listens when it accepts logins, or is
# about to.
exec 3<>/dev/tcp/127.0.0.1/5432
