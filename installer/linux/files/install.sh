#!/bin/sh
# Installs News Assistant for whoever runs it: for one user in the home folder, for all as root.
# Started by the self-extracting installer, in the folder that it unpacked.
set -eu

if [ "$(id -u)" -eq 0 ]; then
    home=/opt/newsassistant share=/usr/local/share bin=/usr/local/bin
else
    home=$HOME/.local/opt/newsassistant bin=$HOME/.local/bin
    share=${XDG_DATA_HOME:-$HOME/.local/share}
fi

say() { printf '%s\n' "$*"; }

# What the window needs of the system cannot be brought along: name what is missing.
missing=$(find program -name '*.so*' -type f -exec ldd {} + 2>/dev/null |
    sed -n 's/^[[:space:]]*\(lib[^ ]*\) => not found.*/\1/p' | sort -u | while read -r name; do
    [ -n "$(find program -name "$name")" ] || printf '%s\n' "$name"
done)
if [ -n "$missing" ]; then
    say "News Assistant needs these libraries of the system; install them and try again:"
    say "新闻助手需要以下系统库，请安装后重试："
    say "$missing"
    say "(Debian, Ubuntu: apt install @PACKAGES@)"
    exit 1
fi
# Where no font has Chinese characters, or nobody can say, ours is installed; it stays in upgrades.
if [ -d "$share/fonts/newsassistant" ] || [ -z "$(fc-list :lang=zh-cn family 2>/dev/null)" ]; then
    mkdir -p share/fonts
    mv fonts share/fonts/newsassistant
fi

# Beside the old one first, so that an interruption leaves one of both.
mkdir -p "$(dirname "$home")" "$bin" "$share"
rm -rf "$home.new"
cp -R program "$home.new"
cp uninstall.sh "$home.new/uninstall.sh"
rm -rf "$home.old"
(cd share && find . -type f) >"$home.new/installed-files"
[ ! -e "$home" ] || mv "$home" "$home.old"
mv "$home.new" "$home"
# What only the old one had beside its folder goes.
[ ! -f "$home.old/installed-files" ] || while read -r file; do
    [ -f "share/$file" ] || rm -f "$share/$file"
done <"$home.old/installed-files"
rm -rf "$home.old"

(cd share && find . -type f) | while read -r file; do
    mkdir -p "$share/$(dirname "$file")"
    cp "share/$file" "$share/$file"
done
# The menu's file has the place of the program, quoted as a menu's files want it.
place=$(printf '%s' "$home/newsassistant" | sed 's/[\\"`$]/\\\\&/g; s/[\\&|]/\\&/g; s/%/%%/g')
sed "s|^Exec=[^ ]*|Exec=\"$place\"|" share/applications/newsassistant.desktop \
    >"$share/applications/newsassistant.desktop"
ln -sf "$home/newsassistant" "$bin/newsassistant"
update-desktop-database -q "$share/applications" 2>/dev/null || true
[ ! -d share/fonts ] || fc-cache "$share/fonts" 2>/dev/null || true
update-mime-database "$share/mime" >/dev/null 2>&1 || true

say "News Assistant is installed: open it from the menu, or run $bin/newsassistant"
say "新闻助手已安装，可从菜单打开。"
say "To remove it / 卸载: $home/uninstall.sh"
