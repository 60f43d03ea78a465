"""Torch and its companions: asked for by name, kept off the network."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest

from newsassistant.core.errors import TrainError
from newsassistant.train import libraries
from tests.unit.train import tiny

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize("missing", libraries.NEEDED)
def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    def find(name: str) -> ModuleSpec | None:
        return None if name == missing else ModuleSpec(name, None)

    monkeypatch.setattr(importlib.util, "find_spec", find)

    with pytest.raises(TrainError, match=f"package {missing}") as caught:
        libraries.require()

    assert caught.value.code == "train-missing"
    assert "train-setup" in caught.value.advice()


def fill(folder: Path, names: Sequence[str] = libraries.NEEDED) -> Path:
    folder.mkdir(exist_ok=True)
    for name in names:
        (folder / f"{name}.py").write_text("", "utf-8")
    return folder


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """An environment without any of them, whose path is put back."""
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(sys, "path", [*sys.path])


def test_a_folder_of_the_user_is_used_for_what_is_missing(tmp_path: Path, bare: None) -> None:
    folder = fill(tmp_path / "packages")
    assert libraries.missing(folder) == "torch"  # nobody has said that it is whole
    libraries.mark_whole(folder)

    assert libraries.missing(folder) == ""
    libraries.require(folder)
    assert sys.path[-1] == str(folder)


def test_a_folder_that_lacks_something_is_told(tmp_path: Path, bare: None) -> None:
    folder = fill(tmp_path / "packages", libraries.NEEDED[:2])
    libraries.mark_whole(folder)

    assert libraries.missing(folder) == libraries.NEEDED[2]
    with pytest.raises(TrainError, match=libraries.NEEDED[2]):
        libraries.require(folder)


def test_what_another_version_has_installed_counts_as_missing(
    tmp_path: Path, bare: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = fill(tmp_path / "packages")
    libraries.mark_whole(folder)
    monkeypatch.setattr(libraries, "_now", lambda: "another Python")

    assert libraries.missing(folder) == "torch"


def test_the_environment_goes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: ModuleSpec(name, None))
    monkeypatch.setattr(sys, "path", [*sys.path])
    folder = fill(tmp_path / "packages")
    libraries.mark_whole(folder)
    libraries.require(folder)

    assert str(folder) not in sys.path


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


@pytest.mark.parametrize(
    ("given", "spins"),
    [
        ({}, "10000"),
        ({"GOMP_SPINCOUNT": "7"}, "7"),
        ({"OMP_WAIT_POLICY": "passive"}, None),
    ],
)
def test_waiting_threads_give_way_unless_told_otherwise(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, str], spins: str | None
) -> None:
    for key in ("GOMP_SPINCOUNT", "OMP_WAIT_POLICY"):
        monkeypatch.setenv(key, given.get(key, ""))
        if key not in given:
            monkeypatch.delenv(key)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: ModuleSpec(name, None))

    libraries.require()

    assert os.environ.get("GOMP_SPINCOUNT") == spins


@pytest.mark.skipif(sys.platform != "linux", reason="torch brings GNU's OpenMP on Linux alone")
def test_the_command_says_so_before_torch_reads_it(tmp_path: Path) -> None:
    """GNU's OpenMP tells what it has read when it is loaded."""
    pytest.importorskip("torch", reason="the train extra is not installed")
    data = tiny.write_rows(tmp_path / "rows.jsonl", tiny.rows(3))
    options = tiny.options(tiny.write_tiny(tmp_path / "model"), data, tmp_path / "run", max_steps=1)
    known = {key: value for key, value in os.environ.items() if "_WAIT_" not in key}
    known.pop("GOMP_SPINCOUNT", None)
    done = subprocess.run(
        [sys.executable, "-m", "newsassistant", "tune", *tiny.words(options), "--json"],
        cwd=ROOT,
        env={**known, "OMP_DISPLAY_ENV": "verbose", "NEWSASSISTANT_HOME": str(tmp_path / "home")},
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        check=True,
    )

    assert "GOMP_SPINCOUNT = '10000'" in done.stderr
