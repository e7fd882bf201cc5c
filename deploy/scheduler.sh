#!/bin/sh
# What the timers of systemd do elsewhere, in a container: every ten minutes a look for troubles, each night at 02:30 a
# backup, then what has expired is cleared.
set -u

cd "$(dirname "$0")/.." || exit
due=$(date -d 'today 02:30' +%s)
[ "$due" -gt "$(date +%s)" ] || due=$(date -d 'tomorrow 02:30' +%s)
while true; do
    sleep 600 &
    wait $!
    python manage.py watch > /dev/null || echo "The operator could not be told; why stands above." >&2
    [ "$(date +%s)" -ge "$due" ] || continue
    due=$(date -d 'tomorrow 02:30' +%s)
    python manage.py keep || echo "The backup failed; what it said stands above." >&2
    python manage.py clear_expired || echo "Clearing failed; what it said stands above." >&2
done
