"""The training pack: found beside a frozen program, in the same version, and started."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from newsassistant import __version__
from newsassistant.app.machine.process import command
from newsassistant.app.training import pack
from newsassistant.app.training.packages import TrainingPackages
from newsassistant.app.training.runs import TrainingRuns
from newsassistant.core import edition
from newsassistant.core.errors import TrainError
from newsassistant.core.types import CancelToken
from newsassistant.core.wire import Failure, to_line
from newsassistant.train.options import TuneOptions
from tests.unit.app.packs import install


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A frozen program without a pack."""
    program = tmp_path / "opt" / "newsassistant" / "newsassistant"
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(program))
    return program


def code(error: TrainError | None) -> str:
    return "" if error is None else error.code


def test_a_checkout_needs_no_pack() -> None:
    assert pack.problem() is None
    assert pack.trainer() == command()


def test_without_a_pack_its_name_and_version_are_said(program: Path) -> None:
    error = pack.problem()

    assert code(error) == "pack-missing"
    assert error is not None
    for language in ("en", "zh"):
        assert f"newsassistant-training {__version__}" in error.advice(language)
    with pytest.raises(TrainError, match="not installed"):
        pack.trainer()


def test_the_pack_beside_the_program_trains(program: Path) -> None:
    trainer = install(program)

    assert pack.problem() is None
    assert pack.trainer() == [str(trainer)]


def test_a_pack_of_another_version_is_refused(program: Path) -> None:
    install(program, version="0.0.1")

    error = pack.problem()
    assert code(error) == "pack-version"
    assert error is not None
    assert "0.0.1" in error.what("zh")
    assert __version__ in error.advice("zh")
    with pytest.raises(TrainError):
        pack.trainer()


@pytest.mark.parametrize("facts", ["{", "[]", "{}", json.dumps({"version": ""})])
def test_a_damaged_pack_counts_as_none(program: Path, facts: str) -> None:
    install(program)
    (edition.pack_folder() / pack.FACTS).write_text(facts, encoding="utf-8")

    assert code(pack.problem()) == "pack-missing"


def test_a_pack_without_its_program_counts_as_none(program: Path) -> None:
    install(program).unlink()

    assert code(pack.problem()) == "pack-missing"


def test_the_pack_itself_trains(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trainer = install(program)
    monkeypatch.setattr(sys, "executable", str(trainer))

    assert pack.problem() is None
    assert pack.trainer() == [str(trainer)]


def test_the_users_packages_are_not_the_frozen_programs(program: Path, tmp_path: Path) -> None:
    packages = TrainingPackages(tmp_path / "packages")
    assert packages.missing() == "newsassistant-training"
    assert code(packages.pack_problem()) == "pack-missing"

    install(program)
    assert packages.missing() == ""
    assert packages.pack_problem() is None


@pytest.mark.usefixtures("program")
def test_a_run_says_that_the_pack_is_missing(tmp_path: Path) -> None:
    runs = TrainingRuns(tmp_path / "runs", install=lambda *words: "")
    options = TuneOptions(model="starter", data=str(tmp_path / "data.csv"), output="")

    for call in (runs.check, runs.start):
        with pytest.raises(TrainError) as caught:
            call(options, on_event=lambda event: None, cancel=CancelToken())
        assert caught.value.code == "pack-missing"
    assert runs.runs() == []


@pytest.mark.skipif(sys.platform == "win32", reason="a script of POSIX")
def test_a_run_is_the_packs_and_its_lines_are_followed(program: Path, tmp_path: Path) -> None:
    said = to_line(Failure("data-empty", {"path": "data.csv"})).strip()
    trainer = install(program, script=f"echo $* > \"$0.asked\"; echo '{said}'; exit 1")
    runs = TrainingRuns(tmp_path / "runs", install=lambda *words: "")
    options = TuneOptions(model="starter", data=str(tmp_path / "data.csv"), output="")

    with pytest.raises(TrainError) as caught:
        runs.check(options, on_event=lambda event: None, cancel=CancelToken())

    assert (caught.value.code, caught.value.params) == ("data-empty", {"path": "data.csv"})
    asked = trainer.with_name(f"{trainer.name}.asked").read_text(encoding="utf-8").split()
    assert asked[:2] == ["tune", "--model=starter"]
    assert {"--check", "--json", "--stop-with-parent"} <= set(asked)
