"""Wheels of one module each, made in a moment, and lists that name them."""

from __future__ import annotations

import hashlib
import os
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from newsassistant.app.training import packages
from newsassistant.train import libraries

TORCH, PEFT = "tinytorch", "tinypeft"


def write_wheel(folder: Path, name: str, code: str = "") -> Path:
    """A wheel of version 1.0 that installs the module `name`."""
    path = folder / f"{name}-1.0-py3-none-any.whl"
    facts = f"{name}-1.0.dist-info"
    files = {
        f"{name}.py": code,
        f"{facts}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n",
        f"{facts}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(f"{file},,\n" for file in [*files, f"{facts}/RECORD"])
    with zipfile.ZipFile(path, "w") as archive:
        for file, text in {**files, f"{facts}/RECORD": record}.items():
            archive.writestr(file, text)
    return path


class Index:
    """A folder in which pip looks, and nowhere else, with the two lists of training."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.lists = folder / "lists"
        self.lists.mkdir(parents=True)
        self._look_here(monkeypatch)
        monkeypatch.setattr(libraries, "NEEDED", (TORCH, PEFT))
        for module in (libraries, packages):
            monkeypatch.setattr(module, "requirements_path", lambda name: self.lists / name)
        libraries._now.cache_clear()
        self.fill()

    def _look_here(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in [name for name in os.environ if name.startswith("PIP_")]:
            monkeypatch.delenv(name)
        here = {
            "PIP_CONFIG_FILE": os.devnull,
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": str(self.folder),
        }
        for name, value in here.items():
            monkeypatch.setenv(name, value)

    def fill(self, codes: Mapping[str, str] | None = None) -> None:
        """Write both wheels with what their modules run, and the lists that name them."""
        wheels = {
            name: write_wheel(self.folder, name, (codes or {}).get(name, ""))
            for name in (TORCH, PEFT)
        }
        digest = hashlib.sha256(wheels[PEFT].read_bytes()).hexdigest()
        (self.lists / "torch.in").write_text(f"{TORCH}==1.0\n", "utf-8")
        (self.lists / "train.txt").write_text(
            f"{PEFT}==1.0 \\\n    --hash=sha256:{digest}\n", "utf-8"
        )
