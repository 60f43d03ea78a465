#!/bin/sh
# Removes News Assistant. Conversations, models, settings and an unsent article stay.
set -eu

home=$(cd "$(dirname "$0")" && pwd)
if [ "$(id -u)" -eq 0 ]; then
    share=/usr/local/share bin=/usr/local/bin
else
    share=${XDG_DATA_HOME:-$HOME/.local/share} bin=$HOME/.local/bin
fi
[ -f "$home/installed-files" ] || { echo "$home holds no News Assistant" >&2; exit 1; }

# The training pack is of no use without it.
[ ! -f "$home-training/pack.json" ] || sh "$home-training/uninstall.sh"
while read -r file; do
    rm -f "$share/$file"
    rmdir -p --ignore-fail-on-non-empty "$share/$(dirname "$file")" 2>/dev/null || true
done <"$home/installed-files"
# The menu's list of file types is not ours, unless we were all that was in it.
menu=$share/applications
update-desktop-database -q "$menu" 2>/dev/null || true
if [ "$(ls -A "$menu" 2>/dev/null)" = mimeinfo.cache ]; then
    rm -f "$menu/mimeinfo.cache"
    rmdir "$menu"
fi
# The same for the list of all file types, which is made of what lies in packages.
mime=$share/mime
if [ -d "$mime/packages" ]; then
    update-mime-database "$mime" >/dev/null 2>&1 || true
elif [ -d "$mime" ]; then
    rm -f "$mime/application/vnd.newsassistant.chat+json.xml"
    for made in aliases generic-icons globs globs2 icons magic mime.cache subclasses treemagic \
        types version XMLnamespaces; do
        rm -f "$mime/$made"
    done
    rmdir "$mime/application" "$mime" 2>/dev/null || true
fi
[ "$(readlink "$bin/newsassistant")" != "$home/newsassistant" ] || rm -f "$bin/newsassistant"
rm -rf "$home"
# What the program has written for itself: measurements, logs, reports of crashes.
rm -rf "${XDG_CACHE_HOME:-$HOME/.cache}/newsassistant"
state=${XDG_STATE_HOME:-$HOME/.local/state}/newsassistant
rm -rf "$state/log" "$state/crashes"
[ ! -d "$state" ] || rmdir --ignore-fail-on-non-empty "$state"
echo "News Assistant is removed; your conversations and models stay."
echo "新闻助手已卸载，您的对话和模型保留不动。"
