#!/usr/bin/env bash
# s3-server.sh WORK PORT MONITOR_PORT: an S3 server for tests, on 127.0.0.1:PORT: Ceph's RADOS gateway before a store in memory, from
# Debian's packages, which are fetched once without root. MONITOR_PORT and the one after it are for its parts among themselves.
# The keys are diarykey / diarysecret. It says "ready", and ends, with all that it started, when its standard input does.
set -euo pipefail

work=$1 port=$2 monitor_port=$3
cache=${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/personal-diary/s3-server
tree=$cache/tree

# Needed by parts of these packages that a gateway in memory never calls.
unneeded='^(perl|libperl|python3|libpython3|libgdbm|lvm2|dm|libdevmapper-event|liblvm2|xfsprogs|parted|libparted|nvme|libnvme|smartmontools|gdisk|hdparm|logrotate|cryptsetup|sudo|media-types|mime-support|systemd|dbus|udev|kmod|uuid-runtime|procps|psmisc|debconf|libc-bin|ucf)'

# A tree of the programs and the libraries that this machine lacks: whole, or not there.
fetch() {
    local apt=$cache/apt packages options
    rm -rf "$apt" "$tree.partial"
    mkdir -p "$apt/lists/partial" "$apt/archives/partial" "$tree.partial"
    options=(-qq -o "Dir::State=$apt" -o "Dir::State::lists=$apt/lists" -o "Dir::Cache=$apt" -o Dir::State::status=/var/lib/dpkg/status
        -o Debug::NoLocking=1 -o APT::Sandbox::User=root)
    apt-get "${options[@]}" update
    packages=$(apt-get "${options[@]}" -s --no-install-recommends install ceph-mon ceph-osd radosgw |
        awk '/^Inst/ { print $2 }' | grep -Ev "$unneeded")
    # shellcheck disable=SC2086 # one word each
    (cd "$apt" && apt-get "${options[@]}" download $packages)
    for package in "$apt"/*.deb; do dpkg -x "$package" "$tree.partial"; done
    rm -rf "$apt"
    mv "$tree.partial" "$tree"
}

mkdir -p "$cache" "$work"
(
    flock 9
    [ -d "$tree" ] || fetch >&2
) 9> "$cache/fetch.lock"

libraries=$(dirname "$(find "$tree/usr/lib" -name rados-classes -print -quit)")
export LD_LIBRARY_PATH=$libraries:${libraries/#"$tree/usr"/$tree}:$libraries/ceph PATH=$tree/usr/bin:$PATH
cluster=$(cat /proc/sys/kernel/random/uuid)
monitor="[v2:127.0.0.1:$monitor_port,v1:127.0.0.1:$((monitor_port + 1))]"
cat > "$work/ceph.conf" << CONF
[global]
fsid = $cluster
mon_host = $monitor
public_addr = 127.0.0.1
cluster_addr = 127.0.0.1
ms_bind_ipv6 = false
keyring = $work/keyring
run_dir = $work
crash_dir = $work
admin_socket = $work/\$name.asok
pid_file = $work/\$name.pid
log_file = $work/\$name.log
mon_data = $work/mon
osd_data = $work/osd
osd_objectstore = memstore
memstore_device_bytes = 4294967296
osd_pool_default_size = 1
osd_pool_default_min_size = 1
osd_pool_default_pg_num = 8
osd_pool_default_pgp_num = 8
osd_pool_default_pg_autoscale_mode = off
osd_crush_chooseleaf_type = 0
osd_class_dir = $libraries/rados-classes
erasure_code_dir = $libraries/ceph/erasure-code
plugin_dir = $libraries/ceph
mon_allow_pool_size_one = true
mon_data_avail_crit = 1
mon_data_avail_warn = 1
mon_max_pg_per_osd = 1000
paxos_propose_interval = 0.02
paxos_min_wait = 0.01
[client.rgw]
rgw_frontends = beast endpoint=127.0.0.1:$port
rgw_data = $work/rgw
CONF

conf=(-c "$work/ceph.conf")
identity() { ceph-authtool "$work/keyring" --gen-key -n "$@" > /dev/null; }
trap 'kill -9 $(jobs -p) 2> /dev/null' EXIT

mkdir -p "$work/mon" "$work/osd"
ceph-authtool --create-keyring "$work/keyring" > /dev/null
identity mon. --cap mon 'allow *'
identity client.admin --cap mon 'allow *' --cap osd 'allow *'
identity client.rgw --cap mon 'allow *' --cap osd 'allow *'
identity osd.0 --cap mon 'allow profile osd' --cap osd 'allow *'
monmaptool --create --addv a "$monitor" --fsid "$cluster" "$work/monmap" > /dev/null
osdmaptool --createsimple 1 "$work/osdmap" --osd_crush_chooseleaf_type 0 > "$work/osdmap.out" 2>&1
ceph-mon "${conf[@]}" --mkfs -i a --monmap "$work/monmap" --osdmap "$work/osdmap" --keyring "$work/keyring"
ceph-mon "${conf[@]}" -i a -f > "$work/mon.out" 2>&1 < /dev/null &
ceph-osd "${conf[@]}" -i 0 --mkfs --osd-uuid "$(cat /proc/sys/kernel/random/uuid)" > "$work/mkfs.out" 2>&1
ceph-osd "${conf[@]}" -i 0 -f > "$work/osd.out" 2>&1 < /dev/null &
radosgw-admin "${conf[@]}" -n client.rgw user create --uid=diary --display-name=diary --access-key=diarykey --secret=diarysecret \
    > "$work/user.out" 2>&1
radosgw "${conf[@]}" -n client.rgw -f > "$work/gateway.out" 2>&1 < /dev/null &

for ((tries = 0; tries < 600; tries++)); do
    if (exec 3<> "/dev/tcp/127.0.0.1/$port") 2> /dev/null; then
        echo ready
        cat > /dev/null
        exit 0
    fi
    sleep 0.1
done
echo "the gateway did not start; see $work" >&2
exit 1
