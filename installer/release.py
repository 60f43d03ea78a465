"""`make release`: what lies beside the packages in dist/: bills of materials, and all checksums.

Packages are made before, each on its system; the bills are found where they were frozen.
"""

from __future__ import annotations

import hashlib
import platform
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from installer import licences, products, sbom
from newsassistant import __version__
from scripts.setup_env import ROOT, say

TARGET = ROOT / "dist"
SUMS = "SHA256SUMS"
_SYSTEMS = {"Darwin": "macos"}


def bills(target: Path) -> list[Path]:
    """Copy the bill of each program that was made here into `target`; the copies."""
    system = _SYSTEMS.get(platform.system(), platform.system().lower())
    frozen = {
        folder: f"{folder.name}-{__version__}-{system}-{platform.machine()}"
        for folder in sorted(products.BUILD.glob("dist/*"))
    }
    # The folder for Windows is made on Linux too.
    frozen[products.BUILD / "windows" / "app"] = f"newsassistant-{__version__}-windows-x86_64"
    made = []
    for folder, name in frozen.items():
        bill = folder / licences.FOLDER / sbom.FILE
        if bill.is_file():
            made.append(Path(shutil.copyfile(bill, target / f"{name}.cdx.json")))
    return made


def write_sums(target: Path) -> Path:
    """Write SHA256SUMS of all files in `target`, as `sha256sum --check` reads it."""
    files = sorted(path for path in target.iterdir() if path.is_file() and path.name != SUMS)
    lines = []
    for path in files:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        lines.append(f"{digest}  {path.name}\n")
    made = target / SUMS
    made.write_text("".join(lines), encoding="utf-8", newline="\n")
    return made


def main(arguments: Sequence[str]) -> int:
    """Complete dist/, or with `--tag` compare a tag with the version; the exit code."""
    if arguments[:1] == ["--tag"]:
        wanted = f"v{__version__}"
        said = "" if arguments[1:] == [wanted] else f"expected the tag {wanted}"
    elif not TARGET.is_dir():
        said = f"{TARGET.name}/ is not there: make the packages first"
    else:
        said = ""
        for path in (*bills(TARGET), write_sums(TARGET)):
            print(path.name)
    if said:
        say(said)
    return 1 if said else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
