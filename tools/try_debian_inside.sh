#!/bin/sh
# The part of tools/try_debian.sh that runs in the fresh Debian.
set -eu
HOST=reseau.example.org
PORT=8009
fail() { echo "FAILED: $*" >&2; exit 1; }
install_wasl() {
    sh /root/wasl/deploy/debian.sh --name "Réseau d’essai" --host $HOST --email "Wasl <wasl@example.org>" --administrator it@example.org
}
fetch() { curl -sk --resolve "$1:8444:127.0.0.1" -o /tmp/page -w '%{http_code}' "https://$1:8444$2" || true; }

install_wasl > /tmp/first 2>&1 || { cat /tmp/first; fail "the first run"; }
install_wasl > /tmp/second 2>&1 || { cat /tmp/second; fail "the second run"; }
grep -q "Nothing had to be changed." /tmp/second || { cat /tmp/second; fail "the second run changed something"; }

wasl doctor > /tmp/doctor || true
cat /tmp/doctor
# Here no name resolves, no mail server and no worker run; nothing else may be wrong.
wrong=$(grep '^error' /tmp/doctor | cut -c 9-26 | tr -d ' ' | sort | tr '\n' ' ')
[ "$wrong" = "hub_host mail worker " ] || fail "doctor: $wrong"

cd /opt/wasl
runuser -u wasl -- env HOME=/var/lib/wasl WASL_ENV_FILE=/etc/wasl/wasl.env DJANGO_SETTINGS_MODULE=config.settings.production \
    WEB_BIND=127.0.0.1:$PORT .venv/bin/gunicorn -c deploy/gunicorn.conf.py config.wsgi &
{
    printf '{\n\tadmin off\n\tskip_install_trust\n\thttp_port 8081\n\thttps_port 8444\n\tlocal_certs\n'
    printf '\ton_demand_tls {\n\t\task http://127.0.0.1:%s/tls-ask\n\t}\n}\n' $PORT
    sed -n '/^https:/,$p' /etc/caddy/Caddyfile | sed "s/{\$WASL_UPSTREAM:127.0.0.1:8000}/127.0.0.1:$PORT/"
} > /tmp/Caddyfile
caddy run --config /tmp/Caddyfile --adapter caddyfile > /tmp/caddy.log 2>&1 &
for _second in $(seq 60); do
    curl -s -o /dev/null http://127.0.0.1:$PORT/healthz && break
    sleep 1
done
[ "$(fetch $HOST /fr/)" = 200 ] || fail "the hub's page"
grep -q "Réseau d’essai" /tmp/page || fail "the hub's name"
[ "$(fetch unknown.example.org /fr/)" = 000 ] || fail "a certificate for a host of nobody"
for path in /readyz /metrics /tls-ask; do
    [ "$(fetch $HOST $path)" = 404 ] || fail "$path is open to the public"
done
runuser -u wasl -- test ! -w /opt/wasl/manage.py || fail "the server may write to its own code"
echo "Installed twice, served by Caddy: all as it should be."
