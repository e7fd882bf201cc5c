#!/bin/sh
# Installs this checkout into a fresh Debian in FOLDER, twice, and looks at the result: as root, with debootstrap, the network
# and 4 GB of disk; ten minutes. `sh tools/try_debian.sh /var/tmp/wasl-debian`. Nothing of this machine is touched: the
# Debian has processes, mounts and a /proc of its own, which end with this script. systemd does not run in it.
set -eu
ROOT=${1:?the folder of the Debian}
HERE=$(cd "$(dirname "$0")/.." && pwd)
MIRROR=${MIRROR:-http://deb.debian.org/debian}

[ "$(id -u)" = 0 ] || { echo "Run this as root." >&2; exit 1; }
[ -e "$ROOT/etc/debian_version" ] || debootstrap --variant=minbase --include=ca-certificates,curl,sysvinit-utils,init-system-helpers bookworm "$ROOT" "$MIRROR"
cp /etc/resolv.conf "$ROOT/etc/resolv.conf"
cp /etc/ssl/certs/ca-certificates.crt "$ROOT/etc/ssl/certs/ca-certificates.crt"
rm -rf "$ROOT/root/wasl"
mkdir -p "$ROOT/root/wasl"
git -C "$HERE" archive HEAD | tar -x -C "$ROOT/root/wasl"
exec unshare --mount --pid --fork --mount-proc="$ROOT/proc" chroot "$ROOT" env -i PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    HOME=/root LANG=C.UTF-8 PIP_CERT=/etc/ssl/certs/ca-certificates.crt sh /root/wasl/tools/try_debian_inside.sh
