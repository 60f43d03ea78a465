"""What a desktop is told of the program: menu entry, icons, file type, description, manual.

For .deb and .run. The texts are in `files/`; version, day and place are stamped into them here and
nowhere else.
"""

from __future__ import annotations

import gzip
import os
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from installer import environment
from newsassistant import __version__
from scripts.setup_env import ROOT, run

FILES = ROOT / "installer" / "linux" / "files"
NAME = "newsassistant"


def released() -> datetime:
    """The time of what is packed, so that the same source makes the same package.

    SOURCE_DATE_EPOCH if it is set, else that of the last commit, else now.
    """
    said = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not said:
        command = ["git", "log", "-1", "--format=%ct"]
        said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True).stdout.strip()
    return datetime.fromtimestamp(int(said), UTC) if said.isdigit() else datetime.now(UTC)


def stamps(program: str) -> Mapping[str, str]:
    """What stands for @NAME@ in the files; `program` is how the menu entry starts it."""
    return {
        "@VERSION@": __version__,
        "@DATE@": f"{released():%Y-%m-%d}",
        "@PROGRAM@": program,
    }


def stamped(name: str, values: Mapping[str, str]) -> str:
    """The text of a file in `files/` with the values in it."""
    text = (FILES / name).read_text(encoding="utf-8")
    for key, value in values.items():
        text = text.replace(key, value)
    return text


def put(path: Path, text: str) -> None:
    """Write a text that everybody may read; folders are made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    path.chmod(0o644)


def put_compressed(path: Path, text: str) -> None:
    """Write a .gz that holds no time and no name."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    path.chmod(0o644)


def write(share: Path, program: str) -> None:
    """Fill `share` (as /usr/share, or a user's) for a program that `program` starts."""
    values = stamps(program)
    put(share / "applications" / f"{NAME}.desktop", stamped(f"{NAME}.desktop", values))
    put(share / "metainfo" / f"{NAME}.metainfo.xml", stamped(f"{NAME}.metainfo.xml", values))
    put(share / "mime" / "packages" / f"{NAME}.xml", stamped(f"{NAME}-mime.xml", {}))
    put_compressed(share / "man" / "man1" / f"{NAME}.1.gz", stamped(f"{NAME}.1", values))
    python = str(environment.program())
    run([python, "-m", "installer.icons", str(share / "icons" / "hicolor")])
