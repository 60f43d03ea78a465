"""The self-extracting installer for any Linux, without root: made by makeself, one file.

What it does on the user's machine is in `files/install.sh` and `files/uninstall.sh`.
"""

from __future__ import annotations

import platform
import shutil
from pathlib import Path

from installer import frozen
from installer.linux import share
from newsassistant import __version__
from scripts.setup_env import QT_PACKAGES, ROOT, SetupError, run

STAGE = frozen.BUILD / "run"
SCRIPTS = ("install.sh", "uninstall.sh")
# What Debian calls the libraries that the window needs of the system.
LIBRARIES = (*QT_PACKAGES, "libwayland-client0", "libwayland-cursor0")
# For a machine without any font with Chinese characters: all of the CJK block in 4 MB, Apache-2.0.
FONT = Path("/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf")
FONT_PACKAGE = "fonts-droid-fallback"
FONT_LICENCE = Path("/usr/share/doc") / FONT_PACKAGE / "copyright"
# Of the two that every system can unpack, the smaller one.
LEVEL = 6


def stage(folder: Path) -> Path:
    """Lay out what is unpacked: the program, what the desktop is told, a font, the scripts."""
    shutil.rmtree(STAGE, ignore_errors=True)
    shutil.copytree(folder, STAGE / "program", symlinks=True)
    share.write(STAGE / "share", share.NAME)
    for source, name in ((FONT, FONT.name), (FONT_LICENCE, f"{FONT.stem}.copyright")):
        target = STAGE / "fonts" / name
        target.parent.mkdir(exist_ok=True)
        shutil.copyfile(source, target)
        target.chmod(0o644)
    for name in SCRIPTS:
        share.put(STAGE / name, share.stamped(name, {"@PACKAGES@": " ".join(LIBRARIES)}))
        (STAGE / name).chmod(0o755)
    return STAGE


def build(folder: Path, target: Path) -> Path:
    """Make the .run of a frozen folder in the folder `target`; raises SetupError."""
    return pack(stage(folder), target, share.NAME, "News Assistant")


def pack(root: Path, target: Path, name: str, title: str, level: int = LEVEL) -> Path:
    """Make the .run of a layout with an `install.sh`; raises SetupError.

    `level`: from 0 to 9, how long xz may take.
    """
    if shutil.which("makeself") is None:
        raise SetupError("makeself is needed to make a .run; on Debian: apt-get install makeself")
    made = target / f"{name}-{__version__}-{platform.machine()}.run"
    target.mkdir(exist_ok=True)
    # No owner and no time of this machine in the archive.
    same = f"--owner=0 --group=0 --mtime=@{int(share.released().timestamp())} --sort=name"
    # One thread: more of them cut the archive into blocks that know nothing of each other (+0.5 %).
    compression = ("--xz", "--complevel", str(level), "--threads", "1")
    options = ("--quiet", "--nox11", *compression, "--tar-extra", same, "--sha256")
    with frozen.timed(made.relative_to(ROOT).as_posix()):
        run(["makeself", *options, str(root), str(made), title, "./install.sh"])
    return made
