"""What is frozen: the program itself, and the training pack, which trains and scores for it.

Both are the same source; they differ in the packages that they bring. Their folders lie side by
side here as wherever they are installed: `newsassistant/core/edition.py` looks there.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from newsassistant.core.edition import TRAINING_PACK
from scripts.setup_env import ROOT

BUILD = ROOT / "build" / "installer"
_ENDING = ".exe" if os.name == "nt" else ""


@dataclass(frozen=True, slots=True)
class Product:
    """A frozen folder and what it is made of.

    `lists` are the requirement files of what ships, but for the packages in `absent`; `torch`
    comes beside them, without a hash. `venv` is the environment that it is frozen in.
    """

    name: str
    venv: Path
    lists: tuple[str, ...]
    absent: frozenset[str] = frozenset()
    torch: bool = False

    @property
    def spec(self) -> Path:
        """What PyInstaller is told."""
        return ROOT / "installer" / f"{self.name}.spec"

    @property
    def folder(self) -> Path:
        """The frozen folder."""
        return BUILD / "dist" / self.name

    @property
    def program(self) -> Path:
        """The program in it."""
        return self.folder / f"{self.name}{_ENDING}"

    @property
    def inside(self) -> Path:
        """Where all but the program is."""
        return self.folder / "_internal"


MAIN = Product("newsassistant", BUILD / "venv", ("runtime", "starter"))
TRAINING = Product(
    TRAINING_PACK,
    BUILD / "venv-training",
    ("runtime", "starter", "train", "evaluate"),
    absent=frozenset(("networkx", "pyside6-essentials", "qasync", "shiboken6")),
    torch=True,
)
