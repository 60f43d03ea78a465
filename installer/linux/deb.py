"""The Debian package: the frozen folder in /usr/lib, what the desktop is told in /usr/share.

Made by dpkg-deb on a folder that looks like the system afterwards; no debhelper.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from email.utils import format_datetime
from pathlib import Path

from installer import checks, frozen
from installer.linux import share
from newsassistant import __version__
from scripts.setup_env import ROOT, SetupError, run

PACKAGE = "newsassistant"
MAINTAINER = "The News Assistant authors <maintainers@newsassistant.invalid>"
STAGE = frozen.BUILD / "deb"
HOME = f"usr/lib/{PACKAGE}"
# Without a font with Chinese characters all Chinese is boxes.
FONTS = "fonts-noto-cjk | fonts-wqy-zenhei | fonts-wqy-microhei"
# Debian 12's lintian cannot read zstd. Level 2 takes a third of the time, for 6 % more.
COMPRESSION = ("-Zxz", "-z6")
SUMMARY = "summarise news articles on your own computer"
DESCRIPTION = (
    "Paste or open a news article; a language model on your own computer",
    "summarises it and answers questions about it. Nothing that you read or",
    "write leaves the computer. A small English model comes with it; larger",
    "ones, also for Chinese, can be added.",
)
_VERSION = re.compile(r"(libx11-xcb1) \([^)]*\)")


def architecture() -> str:
    """Debian's name of this machine."""
    said = subprocess.run(["dpkg", "--print-architecture"], capture_output=True, text=True)
    if said.returncode:
        raise SetupError("dpkg is needed to make a .deb")
    return said.stdout.strip()


def loosened(depends: str) -> str:
    """Without the version of libx11-xcb1: older ones do, and have a name in other releases."""
    return _VERSION.sub(r"\1", depends)


def dependencies(root: Path) -> str:
    """The Depends of a layout: what its libraries need of the system, and a font.

    Raises SetupError, also where a library of the system is not installed here.
    """
    libraries = [path for path in _files(root) if checks.is_elf(path)]
    places = sorted({str(path.parent) for path in libraries})
    with tempfile.TemporaryDirectory() as work:
        # It wants to run where a source package is.
        share.put(
            Path(work, "debian", "control"),
            f"Source: {PACKAGE}\n\nPackage: {PACKAGE}\nArchitecture: any\n",
        )
        said = subprocess.run(
            [
                *("dpkg-shlibdeps", "-O", "--ignore-missing-info", "--warnings=0"),
                *(f"-l{place}" for place in places),
                *(f"-e{library}" for library in libraries),
            ],
            cwd=work,
            capture_output=True,
            text=True,
        )
    if said.returncode:
        errors = (line for line in said.stderr.splitlines() if "error:" in line)
        raise SetupError("\n".join(errors) or "dpkg-shlibdeps failed")
    found = said.stdout.strip().removeprefix("shlibs:Depends=")
    return f"{loosened(found)}, {FONTS}"


def _files(folder: Path) -> Iterable[Path]:
    return sorted(p for p in folder.rglob("*") if p.is_file() and not p.is_symlink())


def control(depends: str, kilobytes: int) -> str:
    """The package's description for dpkg."""
    lines = (
        f"Package: {PACKAGE}",
        f"Version: {__version__}",
        f"Architecture: {architecture()}",
        f"Maintainer: {MAINTAINER}",
        f"Installed-Size: {kilobytes}",
        f"Depends: {depends}",
        "Section: text",
        "Priority: optional",
        f"Description: {SUMMARY}",
        *(f" {line}" for line in DESCRIPTION),
    )
    return "\n".join(lines) + "\n"


def changelog() -> str:
    """One entry: the program's own changelog is for people."""
    when = format_datetime(share.released())
    head = f"{PACKAGE} ({__version__}) unstable; urgency=medium"
    return f"{head}\n\n  * Version {__version__}.\n\n -- {MAINTAINER}  {when}\n"


def md5sums(stage: Path) -> str:
    """The list by which dpkg finds damaged files."""
    lines = (
        f"{hashlib.md5(path.read_bytes()).hexdigest()}  {path.relative_to(stage).as_posix()}\n"
        for path in _files(stage)
        if path.relative_to(stage).parts[0] != "DEBIAN"
    )
    return "".join(lines)


def stage(folder: Path) -> Path:
    """Lay out the package's files, all readable to everybody; the root of the layout."""
    shutil.rmtree(STAGE, ignore_errors=True)
    shutil.copytree(folder, STAGE / HOME, symlinks=True)
    program = STAGE / "usr" / "bin" / PACKAGE
    program.parent.mkdir()
    program.symlink_to(f"../lib/{PACKAGE}/{PACKAGE}")
    shared = STAGE / "usr" / "share"
    share.write(shared, PACKAGE)
    documents = shared / "doc" / PACKAGE
    share.put(documents / "copyright", share.stamped("copyright", {}))
    share.put_compressed(documents / "changelog.gz", changelog())
    share.put(shared / "lintian" / "overrides" / PACKAGE, share.stamped("lintian-overrides", {}))
    _open_to_all(STAGE)
    return STAGE


def _open_to_all(root: Path) -> None:
    """Modes as Debian wants them: only the program itself is a program."""
    for path in (root, *root.rglob("*")):
        if path.is_symlink():
            continue
        runs = path.is_dir() or (path.parent.name == PACKAGE and os.access(path, os.X_OK))
        path.chmod(0o755 if runs else 0o644)


def build(folder: Path, target: Path) -> Path:
    """Make the .deb of a frozen folder in the folder `target`; raises SetupError."""
    root = stage(folder)
    kilobytes = sum(-(-path.stat().st_size // 1024) for path in _files(root))
    with frozen.timed("dependencies"):
        (root / "DEBIAN").mkdir()  # by which dpkg-shlibdeps finds the root
        depends = dependencies(root)
    share.put(root / "DEBIAN" / "control", control(depends, kilobytes))
    share.put(root / "DEBIAN" / "md5sums", md5sums(root))
    made = target / f"{PACKAGE}_{__version__}_{architecture()}.deb"
    target.mkdir(exist_ok=True)
    options = ("--build", "--root-owner-group", *COMPRESSION)
    with frozen.timed(made.relative_to(ROOT).as_posix()):
        run(["dpkg-deb", *options, str(root), str(made)])
    return made


def check(package: Path) -> Sequence[str]:
    """What lintian says of a package, nothing if all is well or there is no lintian."""
    if shutil.which("lintian") is None:
        return []
    said = subprocess.run(["lintian", str(package)], capture_output=True, text=True)
    return said.stdout.splitlines()
