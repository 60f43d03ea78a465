"""Puts the program's folder for Windows together, from any system.

NewsAssistant.exe, newsassistant-cli.exe   the launchers, Microsoft's C++ runtime beside them
python/   python313.dll and the standard library
pkgs/     the packages, and the program as bytecode with its resources and the starter
licences/ the text of each licence;  build.json: what this was made of
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from installer import licences
from installer.windows import bytecode, contents, launchers, pe, wheels
from installer.windows.embeddable import LICENCE, PATHS, Embeddable
from newsassistant import __version__
from scripts.setup_env import ROOT, SetupError

FOLDER = wheels.BUILD / "app"
WORK = wheels.BUILD / "work"
PYTHON, PACKAGES = "python", "pkgs"
FACTS = "build.json"
SEARCHED = ("python313.zip", ".", f"..\\{PACKAGES}")
"""Where this Python looks for modules, and nowhere else: the lines of its ._pth."""
# Debian's packages whose code is in what we compile here.
COMPILED_IN = (("mingw-w64", "mingw-w64-common"), ("nsis", "nsis"))


@dataclass(frozen=True, slots=True)
class Made:
    """The folder, its icon, and what it was made of."""

    folder: Path
    icon: Path
    facts: Mapping[str, object]


def build(python: Embeddable, site: Path, models: Path) -> Made:
    """Make the folder anew; `site`: the unpacked packages, `models`: the converted starter.

    Raises SetupError.
    """
    shutil.rmtree(FOLDER, ignore_errors=True)
    unpacked = _unpack(python)
    for path in unpacked.iterdir():
        if contents.python_ships(path.name):
            _copy(path, FOLDER / PYTHON / path.name)
    lines = "".join(f"{line}\r\n" for line in SEARCHED)
    (FOLDER / PYTHON / PATHS).write_bytes(lines.encode())
    add_packages(site, FOLDER / PACKAGES)
    add_program(FOLDER / PACKAGES)
    bytecode.compile_folder(FOLDER / PACKAGES, unpacked)
    resources = FOLDER / PACKAGES / "newsassistant" / "resources"
    shutil.copytree(ROOT / "resources", resources)
    shutil.copytree(models, resources / "models")
    add_runtime((site / "PySide6", unpacked), FOLDER)
    picture = launchers.compile_all(FOLDER, WORK / "launchers")
    licences.write(_components(python, unpacked, site), FOLDER / licences.FOLDER)
    facts = _facts(python, site)
    text = json.dumps(facts, indent=1, ensure_ascii=False)
    (FOLDER / FACTS).write_text(f"{text}\n", encoding="utf-8", newline="\n")
    return Made(FOLDER, picture, facts)


def _unpack(python: Embeddable) -> Path:
    place = WORK / PYTHON
    shutil.rmtree(place, ignore_errors=True)
    return python.unpack(place)


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def add_packages(site: Path, target: Path) -> None:
    """Copy what ships of the packages in `site`."""
    for path in sorted(site.rglob("*")):
        name = path.relative_to(site)
        if path.is_file() and contents.ships(name.as_posix()):
            _copy(path, target / name)


def add_program(target: Path) -> None:
    """Copy the program's modules, and the one that the launchers run."""
    for path in sorted((ROOT / "newsassistant").rglob("*.py")):
        _copy(path, target / path.relative_to(ROOT))
    _copy(ROOT / "installer" / "windows" / "start.py", target / "start.py")


def add_runtime(sources: Iterable[Path], target: Path) -> None:
    """Copy the newest of each library of Microsoft's runtime; SetupError if one is missing."""
    places = tuple(sources)
    for name in contents.RUNTIME:
        found = [place / name for place in places if (place / name).is_file()]
        if not found:
            raise SetupError(f"no {name} in the packages")
        _copy(max(found, key=lambda path: pe.version(path.read_bytes())), target / name)


def _components(python: Embeddable, unpacked: Path, site: Path) -> Iterable[licences.Component]:
    own = (ROOT / "LICENSE", ROOT / "NOTICE")
    yield licences.Component("newsassistant", __version__, "Apache-2.0", own)
    text = unpacked / LICENCE
    yield licences.Component("python", python.version, "PSF-2.0", (text,))
    runtime = ".".join(map(str, pe.version((FOLDER / "msvcp140.dll").read_bytes())))
    words = "Microsoft Distributable Code, as the end of Python's licence says"
    yield licences.Component("microsoft-visual-c++-runtime", runtime, words, (text,))
    for name, package in COMPILED_IN:
        copyright_file = Path("/usr/share/doc") / package / "copyright"
        if not copyright_file.is_file():
            raise SetupError(f"no licence of {name} at {copyright_file}")
        yield licences.Component(name, "as of Debian", "see its text", (copyright_file,))
    yield from licences.packages(site)


def _facts(python: Embeddable, site: Path) -> dict[str, object]:
    return {
        "program": "News Assistant",
        "version": __version__,
        "release": python.is_release,
        "python": {
            "version": python.version,
            "source": python.source,
            "sha256": python.sha256,
        },
        "packages": {each.name: each.version for each in licences.packages(site)},
    }
