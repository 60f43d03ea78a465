"""Debian packages: a frozen folder in /usr/lib, what the desktop is told in /usr/share.

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
from dataclasses import dataclass
from email.utils import format_datetime
from pathlib import Path

from installer import checks, frozen
from installer.linux import share
from newsassistant import __version__
from scripts.setup_env import ROOT, SetupError, run

PACKAGE = share.NAME
MAINTAINER = "The News Assistant authors <maintainers@newsassistant.invalid>"
STAGE = frozen.BUILD / "deb"
# Without a font with Chinese characters all Chinese is boxes.
FONTS = "fonts-noto-cjk | fonts-wqy-zenhei | fonts-wqy-microhei"
# Debian 12's lintian cannot read zstd. Level 2 takes a third of the time, for 6 % more.
LEVEL = 6
_VERSION = re.compile(r"(libx11-xcb1) \([^)]*\)")


@dataclass(frozen=True, slots=True)
class Package:
    """What dpkg is told; `needs` stands before what its libraries need of the system.

    `tags` are lintian's that it overrides beside those of every frozen folder.
    """

    name: str
    summary: str
    description: tuple[str, ...]
    needs: str
    tags: tuple[str, ...] = ()


MAIN = Package(
    PACKAGE,
    "summarise news articles on your own computer",
    (
        "Paste or open a news article; a language model on your own computer",
        "summarises it and answers questions about it. Nothing that you read or",
        "write leaves the computer. A small English model comes with it; larger",
        "ones, also for Chinese, can be added.",
    ),
    FONTS,
)


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
    """What the libraries of a layout need of the system, as Depends.

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
    return loosened(found)


def _files(folder: Path) -> Iterable[Path]:
    return sorted(p for p in folder.rglob("*") if p.is_file() and not p.is_symlink())


def control(package: Package, depends: str, kilobytes: int) -> str:
    """The package's description for dpkg."""
    lines = (
        f"Package: {package.name}",
        f"Version: {__version__}",
        f"Architecture: {architecture()}",
        f"Maintainer: {MAINTAINER}",
        f"Installed-Size: {kilobytes}",
        f"Depends: {package.needs}, {depends}",
        "Section: text",
        "Priority: optional",
        f"Description: {package.summary}",
        *(f" {line}" for line in package.description),
    )
    return "\n".join(lines) + "\n"


def changelog(package: Package) -> str:
    """One entry: the program's own changelog is for people."""
    when = format_datetime(share.released())
    head = f"{package.name} ({__version__}) unstable; urgency=medium"
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
    root = lay_out(MAIN, folder)
    program = root / "usr" / "bin" / PACKAGE
    program.parent.mkdir()
    program.symlink_to(f"../lib/{PACKAGE}/{PACKAGE}")
    share.write(root / "usr" / "share", PACKAGE)
    open_to_all(root)
    return root


def lay_out(package: Package, folder: Path) -> Path:
    """A new layout with the frozen folder, and what every package has; its root."""
    root, values = STAGE / package.name, {"@PACKAGE@": package.name}
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(folder, root / "usr" / "lib" / package.name, symlinks=True)
    shared = root / "usr" / "share"
    documents = shared / "doc" / package.name
    share.put(documents / "copyright", share.stamped("copyright", values))
    share.put_compressed(documents / "changelog.gz", changelog(package))
    overrides = share.stamped("lintian-overrides", values)
    overrides += "".join(f"{package.name}: {tag}\n" for tag in package.tags)
    share.put(shared / "lintian" / "overrides" / package.name, overrides)
    return root


def open_to_all(root: Path) -> None:
    """Modes as Debian wants them: only the program itself is a program."""
    for path in (root, *root.rglob("*")):
        if path.is_symlink():
            continue
        runs = path.is_dir() or (path.name == path.parent.name and os.access(path, os.X_OK))
        path.chmod(0o755 if runs else 0o644)


def build(folder: Path, target: Path) -> Path:
    """Make the .deb of a frozen folder in the folder `target`; raises SetupError."""
    return pack(MAIN, stage(folder), target)


def pack(package: Package, root: Path, target: Path, level: int = LEVEL) -> Path:
    """Make the .deb of a layout in the folder `target`; raises SetupError.

    `level`: from 0 to 9, how long xz may take.
    """
    kilobytes = sum(-(-path.stat().st_size // 1024) for path in _files(root))
    with frozen.timed("dependencies"):
        (root / "DEBIAN").mkdir()  # by which dpkg-shlibdeps finds the root
        depends = dependencies(root)
    share.put(root / "DEBIAN" / "control", control(package, depends, kilobytes))
    share.put(root / "DEBIAN" / "md5sums", md5sums(root))
    made = target / f"{package.name}_{__version__}_{architecture()}.deb"
    target.mkdir(exist_ok=True)
    options = ("--build", "--root-owner-group", "-Zxz", f"-z{level}")
    with frozen.timed(made.relative_to(ROOT).as_posix()):
        run(["dpkg-deb", *options, str(root), str(made)])
    return made


def check(package: Path) -> Sequence[str]:
    """What lintian says of a package, nothing if all is well or there is no lintian."""
    if shutil.which("lintian") is None:
        return []
    said = subprocess.run(["lintian", str(package)], capture_output=True, text=True)
    return said.stdout.splitlines()
