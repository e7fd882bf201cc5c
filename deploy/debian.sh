#!/bin/sh
# Installs Wasl on Debian 12 or newer (or an Ubuntu of its age), or brings an installation up to the code beside this file.
#
#   sh deploy/debian.sh                       asks for what it cannot know
#   sh deploy/debian.sh --name "Réseau" --host reseau.example.org --email "Wasl <wasl@example.org>" \
#       --administrator it@example.org --mail-server mail.example.org:587
#
# Run again it changes nothing that is as it should be. What it sets up, and where, is in docs/operators.md.
# A flag of its own: --proxy caddy|none (caddy). All others go to `manage.py first_run`.
set -eu

HERE=$(cd "$(dirname "$0")/.." && pwd)
FOLDER=/opt/wasl
DATA=/var/lib/wasl
BACKUPS=/var/backups/wasl
ENVIRONMENT=/etc/wasl/wasl.env
PROXY=caddy
LOCKS=512  # of PostgreSQL: dropping one NGO takes some 1,300 of them
CHANGED=0

say() { printf '  %s\n' "$*"; }
fail() { printf '%s\n' "$*" >&2; exit 1; }
changed() { CHANGED=$((CHANGED + 1)); say "$*"; }
as_wasl() { runuser -u wasl -- env HOME="$DATA" WASL_ENV_FILE="$ENVIRONMENT" "$@"; }
as_postgres() { runuser -u postgres -- psql -v ON_ERROR_STOP=1 -qtA "$@"; }
runs_systemd() { [ -d /run/systemd/system ]; }

# install_file FROM TO [MODE]: copies what differs; true where it did
install_file() {
    cmp -s "$1" "$2" && return 1
    install -D -m "${3:-0644}" "$1" "$2"
    changed "wrote $2"
}

check_machine() {
    [ "$(id -u)" = 0 ] || fail "Run this as root: sudo sh $0"
    command -v apt-get > /dev/null || fail "This is for Debian and its kin; elsewhere see docs/operators.md, \"Any platform\"."
    for file in requirements-production.lock manage.py deploy/systemd/wasl-web.service; do
        [ -e "$HERE/$file" ] || fail "$HERE is not whole: $file is missing. Take the release anew."
    done
}

install_packages() {
    wanted="python3 python3-venv postgresql postgresql-contrib ca-certificates openssl"
    [ "$PROXY" != caddy ] || wanted="$wanted caddy"
    missing=
    for package in $wanted; do
        dpkg-query -W -f '${Status}' "$package" 2> /dev/null | grep -q '^install ok installed' || missing="$missing $package"
    done
    [ -n "$missing" ] || return 0
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq || fail "The list of packages could not be had: look at the network and /etc/apt."
    # shellcheck disable=SC2086  # a list
    apt-get install -y -qq --no-install-recommends $missing > /dev/null || fail "apt could not install:$missing"
    changed "installed:$missing"
}

check_python() {
    python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || fail "Python 3.11 or newer is needed: Debian 12, Ubuntu 24.04."
}

make_user_and_folders() {
    if ! id wasl > /dev/null 2>&1; then
        useradd --system --home-dir "$DATA" --shell /usr/sbin/nologin --user-group wasl
        changed "made the user wasl"
    fi
    install -d -o wasl -g wasl -m 0750 "$DATA" "$BACKUPS" "$(dirname "$ENVIRONMENT")"
}

copy_code() {
    install -d -m 0755 "$FOLDER"
    [ "$HERE" = "$(cd "$FOLDER" && pwd)" ] && return 0
    list=$(mktemp)
    (cd "$HERE" && find . \( -name .git -o -name .venv -o -name .venv-next -o -name var -o -name __pycache__ -o -name tests \
        -o -name node_modules -o -name '.*_cache' -o -name '*.mo' \) -prune -o -type f -print) | sort > "$list"
    before=$(cat "$FOLDER/.installed" 2> /dev/null || true)
    now=$( (cd "$HERE" && tr '\n' '\0' < "$list" | xargs -0 sha256sum) | sha256sum | cut -d ' ' -f 1)
    if [ "$before" != "$now" ]; then
        # What an earlier version had and this one has not must not stay: Python would import it.
        find "$FOLDER" -mindepth 1 -maxdepth 1 ! -name .venv ! -name .installed -exec rm -rf {} +
        (cd "$HERE" && tar -cf - --owner=0 --group=0 -T "$list") | tar -xf - -C "$FOLDER"
        chmod -R u=rwX,go=rX "$FOLDER"
        printf '%s' "$now" > "$FOLDER/.installed"
        changed "copied the code to $FOLDER"
    fi
    rm -f "$list"
}

install_libraries() {
    stamp="$FOLDER/.venv/installed-for-production"
    now=$( (sha256sum < "$FOLDER/requirements-production.lock"; python3 --version) | sha256sum)
    [ "$(cat "$stamp" 2> /dev/null || true)" = "$now" ] && return 0
    python3 -m venv --clear "$FOLDER/.venv"
    "$FOLDER/.venv/bin/python" -m pip install -qq --disable-pip-version-check --no-deps --require-hashes \
        -r "$FOLDER/requirements-production.lock" || fail "The libraries could not be installed: look at the network and the disk."
    printf '%s' "$now" > "$stamp"
    changed "installed the libraries"
}

prepare_code() {
    now=$(cat "$FOLDER/.installed" "$FOLDER/.venv/installed-for-production" 2> /dev/null | sha256sum)
    [ "$(cat "$FOLDER/.venv/prepared" 2> /dev/null || true)" = "$now" ] && return 0
    "$FOLDER/.venv/bin/python" "$FOLDER/tools/messages.py" compile
    "$FOLDER/.venv/bin/python" -m compileall -q "$FOLDER/platform" "$FOLDER/tenants" "$FOLDER/courses" "$FOLDER/sessions"
    printf '%s' "$now" > "$FOLDER/.venv/prepared"
    changed "compiled the catalogues"
}

start_postgresql() {
    runs_systemd || service postgresql start > /dev/null 2>&1 || true
    for _try in 1 2 3 4 5 6 7 8 9 10; do
        as_postgres -c 'SELECT 1' > /dev/null 2>&1 && return 0
        sleep 1
    done
    fail "PostgreSQL does not answer: journalctl -u postgresql, or /var/log/postgresql/."
}

make_database() {
    start_postgresql
    if [ "$(as_postgres -c "SELECT 1 FROM pg_roles WHERE rolname = 'wasl'")" != 1 ]; then
        # Ordinary rights. No password: the system's user of the same name is known through the socket. CREATEDB is for
        # the weekly check of the backups, which restores into a database that it makes and drops.
        as_postgres -c "CREATE ROLE wasl LOGIN NOSUPERUSER CREATEDB"
        changed "made PostgreSQL's user wasl"
    fi
    if [ "$(as_postgres -c "SELECT 1 FROM pg_database WHERE datname = 'wasl'")" != 1 ]; then
        as_postgres -c "CREATE DATABASE wasl OWNER wasl ENCODING 'UTF8' TEMPLATE template0"
        changed "made the database wasl"
    fi
    if [ "$(as_postgres -c 'SHOW max_locks_per_transaction')" -lt "$LOCKS" ]; then
        as_postgres -c "ALTER SYSTEM SET max_locks_per_transaction = $LOCKS"
        if runs_systemd; then systemctl restart postgresql; else service postgresql restart > /dev/null 2>&1; fi
        start_postgresql
        changed "gave PostgreSQL $LOCKS locks per transaction"
    fi
}

# What this script knows and `first_run` does not ask for.
write_environment() {
    [ -e "$ENVIRONMENT" ] || install -o wasl -g wasl -m 0600 /dev/null "$ENVIRONMENT"
    while IFS='|' read -r name value why; do
        grep -q "^$name=" "$ENVIRONMENT" && continue
        printf '\n# %s\n%s=%s\n' "$why" "$name" "$value" >> "$ENVIRONMENT"
        changed "set $name"
    done <<EOF
DJANGO_SETTINGS_MODULE|config.settings.production|The settings of a server, where a missing or weak value stops the start.
DATABASE_URL|postgresql:///wasl?host=/var/run/postgresql|The database, reached through its socket as the system's user of the same name.
WASL_VAR|$DATA|The folder of uploads and collected static files.
BACKUP_TO|$BACKUPS|Where the nightly backups go; copy them elsewhere too.
EOF
}

set_up() {
    cd "$FOLDER"
    as_wasl .venv/bin/python manage.py first_run --env "$ENVIRONMENT" "$@"
    as_wasl .venv/bin/python manage.py collectstatic --noinput --verbosity 0
}

install_command() {
    written=$(mktemp)
    cat > "$written" <<EOF
#!/bin/sh
# Commands of Wasl as its own user: wasl doctor, wasl list_tenants, ...
cd $FOLDER
if [ "\$(id -un)" = wasl ]; then
    exec env WASL_ENV_FILE=$ENVIRONMENT .venv/bin/python manage.py "\$@"
fi
exec runuser -u wasl -- env HOME=$DATA WASL_ENV_FILE=$ENVIRONMENT .venv/bin/python manage.py "\$@"
EOF
    install_file "$written" /usr/local/bin/wasl 0755 || true
    rm -f "$written"
}

install_services() {
    for unit in "$FOLDER"/deploy/systemd/*; do
        install_file "$unit" "/etc/systemd/system/$(basename "$unit")" || true
    done
    if ! runs_systemd; then
        say "systemd does not run here: start the services where it does."
        return 0
    fi
    [ "$CHANGED" = 0 ] || systemctl daemon-reload
    systemctl enable --quiet --now wasl-web.socket wasl-web.service wasl-worker.service wasl-backup.timer wasl-clear.timer \
        wasl-watch.timer
    [ "$CHANGED" = 0 ] || systemctl restart wasl-web.service wasl-worker.service
}

install_proxy() {
    [ "$PROXY" = caddy ] || return 0
    ours="/etc/caddy/Caddyfile"
    if [ -e "$ours" ] && ! grep -q tls-ask "$ours" && [ -e /etc/caddy/Caddyfile.before-wasl ]; then
        say "$ours is not ours: put what deploy/Caddyfile says into it yourself."
        return 0
    fi
    [ ! -e "$ours" ] || grep -q tls-ask "$ours" || cp "$ours" /etc/caddy/Caddyfile.before-wasl
    if install_file "$FOLDER/deploy/Caddyfile" "$ours" && runs_systemd; then systemctl reload-or-restart caddy; fi
    return 0
}

main() {
    check_machine
    install_packages
    check_python
    make_user_and_folders
    copy_code
    install_libraries
    prepare_code
    make_database
    write_environment
    set_up "$@"
    install_command
    install_services
    install_proxy
    [ "$CHANGED" != 0 ] || say "Nothing had to be changed."
    printf 'Look at what is left to do: wasl doctor\n'
}

while [ $# -gt 0 ]; do
    case $1 in
        --proxy) PROXY=${2:?caddy or none}; shift 2 ;;
        -h | --help) sed -n '2,11s/^# \{0,1\}//p' "$0"; exit 0 ;;
        *) break ;;
    esac
done
case $PROXY in caddy | none) ;; *) fail "--proxy is caddy or none." ;; esac
main "$@"
