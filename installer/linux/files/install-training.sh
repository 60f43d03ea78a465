#!/bin/sh
# Installs the training pack beside the News Assistant of whoever runs it: a user's, or as root that
# of all. Started by the self-extracting installer, in the folder that it unpacked.
set -eu

version=@VERSION@
if [ "$(id -u)" -eq 0 ]; then opt=/opt; else opt=$HOME/.local/opt; fi
main=$opt/newsassistant/newsassistant
home=$opt/newsassistant-training

say() { printf '%s\n' "$*"; }

if [ ! -x "$main" ]; then
    say "News Assistant is not in $opt/newsassistant. Install its own .run first, as the same user."
    say "(Where it was installed as a Debian package, take the training pack as a .deb, too.)"
    say "$opt/newsassistant 中没有新闻助手，请先以同一用户运行它的 .run 安装程序。"
    say "（若主程序是用 .deb 安装的，训练包也请使用 .deb。）"
    exit 1
fi
found=$("$main" --version | sed 's/^newsassistant //')
if [ "$found" != "$version" ]; then
    say "This training pack belongs to News Assistant $version; installed is $found."
    say "此训练包适用于新闻助手 $version，而已安装的版本是 $found。"
    exit 1
fi

# Beside the old one first, so that an interruption leaves one of both.
rm -rf "$home.new"
cp -R program "$home.new"
cp uninstall.sh "$home.new/uninstall.sh"
rm -rf "$home.old"
[ ! -e "$home" ] || mv "$home" "$home.old"
mv "$home.new" "$home"
rm -rf "$home.old"

say "The training pack is installed: Train a style finds it."
say "训练包已安装，“训练风格”页面会自动找到它。"
say "To remove it / 卸载: $home/uninstall.sh"
