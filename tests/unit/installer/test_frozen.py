"""The frozen folder: the version has one source, and a failed check is told."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import newsassistant
from installer import checks, frozen
from scripts.setup_env import ROOT, SetupError


def test_the_version_has_one_source() -> None:
    assert newsassistant.__version__ == frozen.VERSION


def test_a_python_tells_its_facts() -> None:
    facts = frozen.facts_of(Path(sys.executable))

    assert facts["base"] == sys.base_prefix
    assert Path(facts["stdlib"], "os.py").is_file()
    assert facts["version"].startswith("3.")


def test_a_failed_self_test_ends_the_build(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []
    monkeypatch.setattr(frozen, "run", asked.append)

    def fail(program: Path) -> str:
        raise RuntimeError("it says nothing")

    monkeypatch.setattr(checks, "self_test", fail)
    with pytest.raises(SetupError, match="it says nothing"):
        frozen.check(Path(sys.executable))
    assert asked[0][1:3] == ["-m", "installer.checks"]
    assert str(ROOT) in asked[0]
