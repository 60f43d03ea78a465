"""Zip archives of others (wheels, Python): which members may be written, and where.

Nothing of an archive is run, and nothing is written outside the folder that is given.
"""

from __future__ import annotations

import re
import stat
import zipfile
from pathlib import Path

from scripts.setup_env import SetupError

MOST_BYTES = 2 << 30
"""More than any of them unpacks to."""
# What Windows takes for a device or a stream, or writes under another name.
_UNSAFE = re.compile(r'[\x00-\x1f<>:"|?*\\]|[. ]$')
_DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


def members(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The files of an archive by their paths.

    Raises SetupError for a path that leads out or that Windows cannot have, a link, two files that
    differ in case only, or more than MOST_BYTES.
    """
    found: dict[str, zipfile.ZipInfo] = {}
    seen: set[str] = set()
    for info in archive.infolist():
        if info.is_dir():
            continue
        _check(info)
        if info.filename.lower() in seen:
            raise SetupError(f"{archive.filename}: {info.filename} is in it twice")
        seen.add(info.filename.lower())
        found[info.filename] = info
    if sum(info.file_size for info in found.values()) > MOST_BYTES:
        raise SetupError(f"{archive.filename} unpacks to more than {MOST_BYTES >> 30} GiB")
    return found


def _check(info: zipfile.ZipInfo) -> None:
    parts = info.filename.split("/")
    for part in parts:
        if not part or part == ".." or _UNSAFE.search(part) or _DEVICE.fullmatch(part):
            raise SetupError(f"an archive has a file called {info.filename!r}")
    if stat.S_ISLNK(info.external_attr >> 16):
        raise SetupError(f"an archive has a link: {info.filename!r}")


def unpack(path: Path, folder: Path) -> None:
    """Write all files of an archive into `folder`; raises SetupError."""
    with zipfile.ZipFile(path) as archive:
        for name, info in members(archive).items():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(archive.read(info))
