"""Torch and its companions: asked for by name, kept off the network."""

from __future__ import annotations

import importlib.util
import os
import tomllib
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest

from newsassistant.core.errors import TrainError
from newsassistant.train import libraries

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize("missing", libraries.NEEDED)
def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    def find(name: str) -> ModuleSpec | None:
        return None if name == missing else ModuleSpec(name, None)

    monkeypatch.setattr(importlib.util, "find_spec", find)

    with pytest.raises(TrainError, match=f"package {missing}") as caught:
        libraries.require()

    assert caught.value.code == "train-missing"
    assert "newsassistant[train]" in caught.value.advice()


def test_every_package_of_the_extra_is_looked_for() -> None:
    """Also the ones that are imported at the end only, after hours of work."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = {line.split(">=")[0] for line in project["optional-dependencies"]["train"]}

    assert set(libraries.NEEDED) == names


def test_they_stay_offline_unless_told_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    for key in ("HF_HUB_OFFLINE", "HF_HUB_DISABLE_TELEMETRY", "TOKENIZERS_PARALLELISM"):
        monkeypatch.setenv(key, "mine")
        monkeypatch.delenv(key)
    monkeypatch.setenv("TRANSFORMERS_VERBOSITY", "info")
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: ModuleSpec(name, None))

    libraries.require()

    assert os.environ["HF_HUB_OFFLINE"] == os.environ["HF_HUB_DISABLE_TELEMETRY"] == "1"
    assert os.environ["TOKENIZERS_PARALLELISM"] == "false"
    assert os.environ["TRANSFORMERS_VERBOSITY"] == "info"
