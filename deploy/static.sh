#!/bin/sh
# Collects the static files into FOLDER without a database: sh deploy/static.sh FOLDER
set -eu
cd "$(dirname "$0")/.."
random() { .venv/bin/python -c 'import secrets; print(secrets.token_urlsafe(48))'; }
SECRET_KEY=$(random) NETWORK_TOKEN_KEY=$(random) DATABASE_URL=postgresql://nobody@127.0.0.1:1/none \
EMAIL_HOST=127.0.0.1 WASL_STATIC=${1:?the folder} DJANGO_SETTINGS_MODULE=config.settings.production \
    .venv/bin/python manage.py collectstatic --noinput --verbosity 0
