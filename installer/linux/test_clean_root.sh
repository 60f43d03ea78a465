#!/bin/sh
# A package in a fresh Debian, as a new user has it: installed, opened from its menu entry, the sample
# summarised, removed again. Needs root and, for strace and the screen, what it says is missing.
#
#   installer/linux/test_clean_root.sh SUITE [PACKAGE [PICTURES [TRAINING]]]
#
# SUITE: bookworm, trixie. PACKAGE: a .deb or .run, else the .deb in dist/. PICTURES: the folder that
# gets a picture of each step. TRAINING: the training pack, of the same kind; a style is trained and
# scored with it. DEBIAN_MIRROR may name a mirror.
set -eu
cd "$(dirname "$0")/../.."

suite=$1
package=${2:-$(ls dist/newsassistant_*.deb)}
pictures=${3:-build/installer/pictures/$suite}
training=${4:-}
fresh=build/installer/roots/$suite.tar
root=$PWD/build/installer/roots/$suite
user=1000

say() { printf 'clean root: %s\n' "$*"; }
fail() { say "$*" >&2; exit 1; }
inside() { chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive "$@"; }
as_user() { chroot --userspec=$user:$user "$root" env -i PATH=/usr/bin:/bin HOME=/srv/ann LANG=C.UTF-8 "$@"; }
install() { inside apt-get install -y -qq --no-install-recommends "$@" >"$root.log" 2>&1 || { cat "$root.log"; exit 1; }; }

[ "$(id -u)" -eq 0 ] || fail "this needs root"
for tool in debootstrap strace Xvfb xdotool dbus-daemon; do
    command -v $tool >/dev/null || fail "$tool is missing: apt-get install debootstrap strace xvfb xdotool dbus at-spi2-core"
done

# Looks and clicks: any Python with this program's Qt.
python=.venv/bin/python
[ -x $python ] || python=build/installer/venv/bin/python
[ -x $python ] || fail "there is no environment: make installer-linux"

# One folder for sockets, of the same name inside and outside.
TMPDIR=$(mktemp -d /tmp/clean-root-XXXXXX)
export TMPDIR
leave() {
    for place in "$root$TMPDIR" "$root/sys" "$root/proc"; do
        ! mountpoint -q "$place" || umount "$place"
    done
    rm -rf --one-file-system "$root" "$TMPDIR"
}
trap leave EXIT
chmod 755 "$TMPDIR"

if [ ! -f "$fresh" ]; then
    say "fetching $suite"
    mkdir -p "$(dirname "$fresh")"
    debootstrap --variant=minbase "$suite" "$root" ${DEBIAN_MIRROR:+"$DEBIAN_MIRROR"} >"$root.log" 2>&1 || { cat "$root.log"; exit 1; }
    tar -C "$root" -cf "$fresh.new" .
    mv "$fresh.new" "$fresh"
    rm -rf --one-file-system "$root"
fi
mkdir -p "$root"
tar -C "$root" -xf "$fresh"
mkdir -p "$root$TMPDIR"
mount --bind "$TMPDIR" "$root$TMPDIR"
mount -t proc proc "$root/proc"
mount --bind -o ro /sys "$root/sys"
inside useradd --create-home --home-dir /srv/ann --uid $user ann
inside apt-get update -qq
# What every desktop has: it opens menu entries, knows file types, and unpacks.
install libglib2.0-bin shared-mime-info desktop-file-utils xz-utils

# Files of the system that are ours, by their names.
ours() {
    find "$root" -xdev -iname '*newsassistant*' ! -path "$root/srv/*" ! -path "$root/proc/*" ! -path "$root/tmp/*"
}
try() {
    say "opened from $1 ($2)"
    "$python" -m tests.end2end.installed "$root" $user "$1" "$2" "$pictures/$2"
}
# A saved conversation is opened by the program.
check_chats() {
    kind=application/vnd.newsassistant.chat+json
    printf '{}' >"$root/srv/ann/saved.newschat"
    as_user gio info -a standard::content-type /srv/ann/saved.newschat | grep -q "$kind" || fail "a saved conversation has no type"
    as_user gio mime "$kind" | grep -q newsassistant.desktop || fail "nothing opens a saved conversation"
    rm "$root/srv/ann/saved.newschat"
}
# With the training pack, if one is given, the program does what it refuses without it.
train() {
    [ -n "$training" ] || return 0
    pack=$(basename "$training")
    cp "$training" "$root/tmp/$pack"
    chmod 755 "$root/tmp/$pack"
    for number in 1 2 3 4 5 6 7 8 9 10 11 12; do
        printf '{"content": "Town %s plants %s00 trees by 2028, it said.", "summary": "Trees."}\n' $number $number
    done >"$root/srv/ann/rows.jsonl"
    program=$1
    set -- "$program" tune --data=/srv/ann/rows.jsonl --output=/srv/ann/run --model=starter --max-steps=2 \
        --max-source-length=64 --max-target-length=24 --eval-rows=2
    ! as_user "$@" >"$root.log" 2>&1 || fail "it trains without the training pack"
    say "without the training pack: $(tail -n 1 "$root.log")"
    say "installing $pack"
    case $pack in
    *.deb) install "/tmp/$pack" ;;
    *) as_user "/tmp/$pack" --quiet ;;
    esac
    as_user "$@"
    as_user "$program" evaluate --data=/srv/ann/rows.jsonl --prefix=/srv/ann/run/prefix --limit=2 \
        --max-tokens=16 --output=/srv/ann/scores
}
check_users_own() {
    [ -s "$root/srv/ann/.local/share/newsassistant/history.sqlite3" ] || fail "the conversations are gone"
}

name=$(basename "$package")
cp "$package" "$root/tmp/$name"
chmod 755 "$root/tmp/$name"
case $name in
*.deb)
    say "installing $name"
    install "/tmp/$name"
    inside dpkg --audit
    as_user newsassistant self-test
    check_chats
    entry=/usr/share/applications/newsassistant.desktop
    try $entry en
    try $entry zh
    train newsassistant
    say "purging"
    inside apt-get purge -y -qq newsassistant >"$root.log" 2>&1 || { cat "$root.log"; exit 1; }
    ;;
*.run)
    say "installing $name without its libraries"
    ! as_user "/tmp/$name" >"$root.log" 2>&1 || fail "it did not notice that the window's libraries are missing"
    cat "$root.log"
    [ ! -e "$root/srv/ann/.local/opt" ] || fail "it left something behind"
    # What it has named: the last words in the brackets.
    # shellcheck disable=SC2046
    install $(sed -n 's/.*apt install \(.*\))/\1/p' "$root.log")
    say "installing $name"
    as_user "/tmp/$name"
    check_chats
    entry=/srv/ann/.local/share/applications/newsassistant.desktop
    try $entry zh
    train /srv/ann/.local/bin/newsassistant
    say "removing"
    as_user /srv/ann/.local/opt/newsassistant/uninstall.sh
    [ ! -e "$root/srv/ann/.local/opt/newsassistant" ] || fail "the program is still there"
    # Conversations, models and settings are the user's.
    left=$(find "$root/srv/ann" -iname '*newsassistant*' ! -path '*/.local/share/newsassistant*' ! -path '*/.config/newsassistant*' ! -path '*/.local/state/newsassistant')
    [ -z "$left" ] || fail "left behind: $left"
    ;;
*) fail "$name is no package" ;;
esac
left=$(ours)
[ -z "$left" ] || fail "left behind: $left"
check_users_own
say "$name: all is well in $suite; the pictures are in $pictures"
