"""Collects the licence text of everything that ships, an index of it, and a bill of materials.

What ships is not listed here: the requirement files say it for packages, the frozen folder for the
system's libraries. A component without a text ends the build.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions
from pathlib import Path

from installer import sbom
from installer.products import MAIN, Product
from scripts.setup_env import ROOT, SetupError, requirement_file

TEXTS = ROOT / "installer" / "texts"
FOLDER = "licences"
INDEX = "INDEX.txt"
# These wheels name their licence and carry no text.
WITHOUT_TEXT = {
    "jieba": ("jieba.txt",),
    "rouge-score": ("Apache-2.0.txt",),
    "pyside6-essentials": ("LGPL-3.0.txt", "GPL-3.0.txt", "Qt.txt"),
    "shiboken6": ("LGPL-3.0.txt", "GPL-3.0.txt", "Qt.txt"),
    "sentencepiece": ("Apache-2.0.txt",),
    "tokenizers": ("Apache-2.0.txt",),
}
# Whose text of the GCC Runtime Library Exception torch's wheel lacks, for the library in it.
_GOMP_TEXT = Path("/usr/share/doc/libgomp1/copyright")
_TEXT = re.compile(r"licen[cs]|copying|notice|third-party|\.cdx\.json$|cyclonedx", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Component:
    """What ships under one licence, and where the licence's texts are.

    `origin` is the kind of its package URL: pypi, deb, or generic.
    """

    name: str
    version: str
    licence: str
    texts: tuple[Path, ...]
    origin: str = "generic"


def canonical(name: str) -> str:
    """A package's name as the requirement files spell it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def shipped_names(product: Product = MAIN) -> frozenset[str]:
    """The packages that the requirement files name."""
    texts = (requirement_file(name).read_text(encoding="utf-8") for name in product.lists)
    named = {name for text in texts for name, *_ in sbom.pins(text)}
    return frozenset({*named, "torch"} if product.torch else named) - product.absent


def packages(site: Path, product: Product = MAIN) -> Iterator[Component]:
    """The packages that ship, found in `site`; raises SetupError for one without a text."""
    found = {canonical(each.name): each for each in distributions(path=[str(site)])}
    for name in sorted(shipped_names(product)):
        if name not in found:
            continue  # of another system
        yield _package(name, found[name])


def _package(name: str, package: Distribution) -> Component:
    inside = (file for file in package.files or () if ".dist-info" in file.parts[0])
    # By its name, or by that of a folder in which each text has the name of what it is for.
    listed = (file for file in inside if any(map(_TEXT.search, file.parts[1:])))
    own = [Path(str(file.locate())) for file in listed]
    texts = [*own, *(_general(text) for text in WITHOUT_TEXT.get(name, ()))]
    if not any(text.suffix != ".json" for text in texts):
        raise SetupError(f"{name} ships without the text of its licence: name it in {__name__}")
    return Component(name, package.version, _licence(package), tuple(texts), "pypi")


def _licence(package: Distribution) -> str:
    facts = package.metadata
    named = (facts[key] for key in ("License-Expression", "License") if key in facts)
    return next(named, "see its text").splitlines()[0]


def _general(name: str) -> Path:
    return ROOT / "LICENSE" if name == "Apache-2.0.txt" else TEXTS / name


def python(stdlib: Path, version: str) -> Component:
    """Python itself; `stdlib` is the folder of its library. Raises SetupError without its text."""
    short = ".".join(version.split(".")[:2])
    places = (
        stdlib / "LICENSE.txt",
        stdlib.parent.parent / "LICENSE.txt",
        Path(f"/usr/share/doc/python{short}/copyright"),
    )
    text = next((place for place in places if place.is_file()), None)
    if text is None:
        raise SetupError(f"no licence of Python {version} at {', '.join(map(str, places))}")
    return Component("python", version, "PSF-2.0", (text,))


def gomp() -> Component:
    """GCC's library of threads, which torch brings; raises SetupError without a text here."""
    if not _GOMP_TEXT.is_file():
        raise SetupError(f"no licence of libgomp: expected it at {_GOMP_TEXT}")
    licence = "GPL-3.0-or-later with the GCC Runtime Library Exception"
    return Component("libgomp", "1", licence, (_GOMP_TEXT,))


def of_system(libraries: Iterable[Path]) -> Iterator[Component]:
    """The Debian packages of libraries that were taken from this system, by their names there.

    Raises SetupError for one that no package owns.
    """
    names = sorted(library.name for library in libraries)
    owners = _owners(names)
    for name in names:
        text = Path("/usr/share/doc") / owners.get(name, "") / "copyright"
        if name not in owners or not text.is_file():
            raise SetupError(f"no licence of {name}: no Debian package owns it here")
    for owner in sorted(set(owners.values())):
        command = ["dpkg-query", "-W", "-f", "${Version}", owner]
        version = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        its = ", ".join(name for name in names if owners[name] == owner)
        text = Path("/usr/share/doc") / owner / "copyright"
        yield Component(owner, version, f"see its text ({its})", (text,), "deb")


def _owners(names: Sequence[str]) -> dict[str, str]:
    """Library -> Debian package, where one owns it; asked at once, as a search is slow."""
    command = ["dpkg", "-S", *(f"*/{name}" for name in names)]
    said = subprocess.run(command, capture_output=True, text=True).stdout
    lines = (line.partition(": ") for line in said.splitlines())
    return {place.rpartition("/")[2]: owner.partition(":")[0] for owner, _, place in lines}


def write(components: Iterable[Component], target: Path) -> None:
    """Fill the folder `target` with a folder for each component, the index and the bill.

    The first component is the product that the others are in.
    """
    components = list(components)
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    lines = ["What News Assistant is made of, each under the licence in its folder here.", ""]
    for component in components:
        folder = target / component.name
        folder.mkdir()
        for number, text in enumerate(component.texts):
            name = text.name if not (folder / text.name).exists() else f"{number}-{text.name}"
            shutil.copyfile(text, folder / name)
        lines.append(f"{component.name} {component.version}: {component.licence}")
    (target / INDEX).write_text("\n".join([*lines, ""]), encoding="utf-8")
    (target / sbom.FILE).write_text(sbom.text(components), encoding="utf-8", newline="\n")
