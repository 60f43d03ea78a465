#!/bin/sh
# Removes the training pack. News Assistant, its styles and their training runs stay.
set -eu

home=$(cd "$(dirname "$0")" && pwd)
[ -f "$home/pack.json" ] || { echo "$home holds no training pack" >&2; exit 1; }
rm -rf "$home"
echo "The training pack is removed; your styles stay."
echo "训练包已卸载，您的风格保留不动。"
