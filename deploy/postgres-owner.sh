#!/bin/sh
# Run once by the image of PostgreSQL: an ordinary owner with a database of its own is all that Wasl needs.
# CREATEDB: the weekly check of the backups restores into a database that it makes and drops.
set -eu
psql -v ON_ERROR_STOP=1 -v password="$WASL_PASSWORD" <<'SQL'
CREATE ROLE wasl LOGIN NOSUPERUSER CREATEDB PASSWORD :'password';
CREATE DATABASE wasl OWNER wasl;
SQL
