"""What is told to type, by the way in which the program came here."""

from __future__ import annotations

import shlex
import sys
import tomllib
from pathlib import Path
from typing import get_args

import pytest

from newsassistant.core import edition

ROOT = Path(__file__).resolve().parents[3]


def test_a_checkout_has_a_target() -> None:
    assert "train-setup" in edition.install_command("train")
    assert shlex.quote(str(ROOT)) in edition.install_command("evaluate")


def test_an_installed_program_has_extras(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(edition, "_CHECKOUT", tmp_path)
    python = shlex.quote(sys.executable)

    assert edition.install_command("train") == f"{python} -m pip install 'newsassistant[train]'"
    assert edition.can_install() is True


def test_a_frozen_program_is_no_python(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(edition, "_CHECKOUT", tmp_path)
    monkeypatch.setattr(sys, "frozen", True, raising=False)

    assert edition.can_install() is False
    assert edition.install_command("train").startswith("python3 -m pip install ")


def test_the_extras_are_those_of_the_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    assert set(get_args(edition.Extra)) <= set(project["optional-dependencies"])
