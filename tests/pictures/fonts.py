"""The only fonts that the pictures are made with, and whether they are those of the references.

DejaVu comes with fontconfig on Debian and Ubuntu (fonts-dejavu-core); the Chinese one is in
fonts-noto-cjk. Knows nothing of Qt.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

LATIN = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf", "DejaVuSerif.ttf", "DejaVuSerif-Bold.ttf")
HAN = (
    *("NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc"),
    *("NotoSerifCJK-Regular.ttc", "NotoSerifCJK-Bold.ttc"),
)
PLACES = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".fonts")
HOMES = Path.home() / ".local" / "share" / "fonts"

# No hinting and no sub-pixels: those are the habits of a machine.
_CONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
  <alias><family>serif</family><prefer><family>DejaVu Serif</family></prefer></alias>
  <alias><family>sans-serif</family><prefer><family>DejaVu Sans</family></prefer></alias>
  <match target="font">
    <edit name="antialias" mode="assign"><bool>true</bool></edit>
    <edit name="hinting" mode="assign"><bool>false</bool></edit>
    <edit name="autohint" mode="assign"><bool>false</bool></edit>
    <edit name="rgba" mode="assign"><const>none</const></edit>
  </match>
</fontconfig>
"""


def wanted(*, has_han: bool) -> tuple[str, ...]:
    """The files for pictures without or with Chinese letters."""
    return (*LATIN, *HAN) if has_han else LATIN


def find(names: Sequence[str]) -> dict[str, Path]:
    """Where those of the files are that this machine has, by name."""
    return {name: place for name in names if (place := _all().get(name)) is not None}


def fingerprints(names: Sequence[str]) -> dict[str, str]:
    """The SHA-256 of those files that this machine has, by name."""
    return {name: _digest(place) for name, place in find(names).items()}


def configure(folder: Path, *, has_han: bool) -> Path:
    """Write a configuration of fontconfig that knows these fonts alone; returns its file."""
    fonts, cache_folder = folder / "fonts", folder / "cache"
    fonts.mkdir(parents=True)
    cache_folder.mkdir()
    for name, place in find(wanted(has_han=has_han)).items():
        (fonts / name).symlink_to(place)
    path = folder / "fonts.conf"
    path.write_text(_CONFIG.format(fonts=fonts, cache=cache_folder), "utf-8")
    return path


@cache
def _all() -> dict[str, Path]:
    known = {*LATIN, *HAN}
    return {path.name: path for path in reversed(list(_files())) if path.name in known}


def _files() -> Iterator[Path]:
    for place in (*PLACES, HOMES):
        yield from sorted(place.rglob("*.tt?"))


@cache
def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
