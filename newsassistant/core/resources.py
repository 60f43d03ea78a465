"""Finds the files that ship with the program: icons, themes, translations, lists of packages.

Knows nothing of what is in them or who reads them, and never writes.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from newsassistant.core.edition import package_with_resources
from newsassistant.core.types import Language

SAMPLES: Mapping[Language, str] = {"en": "offshore-wind.txt", "zh": "central-bank.zh.txt"}
"""An article to try the program on, by its language."""
_PACKAGE = Path(__file__).resolve().parent.parent


def find_root(package: Path, name: str = "resources") -> Path:
    """The folder `name` of the package folder `package`: inside it when installed, else beside.

    The inner one wins: beside an installed package lie the folders of strangers.
    Raises FileNotFoundError naming both places. Any thread.
    """
    places = (package / name, package.parent / name)
    for place in places:
        if place.is_dir():
            return place
    raise FileNotFoundError(f"expected the {name} in {places[0]} or {places[1]}, found neither")


@cache
def _root() -> Path:
    return find_root(package_with_resources(_PACKAGE))


def resource_path(*parts: str) -> Path:
    """The path of a resource, such as `resource_path("icons", "send.svg")`; any thread.

    No parts give the folder itself. The file need not exist: callers that can do without it check.
    Raises FileNotFoundError if the program was installed without its resources.
    """
    return _root().joinpath(*parts)


def requirements_path(name: str) -> Path:
    """A list of packages that is not installed with the program; raises like `resource_path`."""
    return find_root(_PACKAGE, "requirements") / name


def sample_article(language: Language) -> Path:
    """The file of the sample article in a language; raises like `resource_path`."""
    return resource_path("samples", SAMPLES[language])
