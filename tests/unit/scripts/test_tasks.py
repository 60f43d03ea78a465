"""The targets run their steps in order and stop at the first that fails."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from scripts import setup_env, tasks
from scripts.setup_env import SetupError

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What would have run, one line a step."""
    made: list[str] = []
    monkeypatch.setattr(tasks, "step", lambda *words, **_: made.append(" ".join(words)))
    monkeypatch.setattr(tasks, "prepare", lambda purpose: made.append(f"prepare {purpose}"))
    monkeypatch.setattr(setup_env, "torch_version", lambda: setup_env.TORCH_VERSION)
    return made


def test_demo_summarises_the_sample(steps: list[str]) -> None:
    assert tasks.main(["demo"]) == 0

    assert steps == ["prepare demo", f"newsassistant summarize {tasks.SAMPLE}"]
    assert (ROOT / tasks.SAMPLE).is_file()


def test_run_opens_the_window(steps: list[str]) -> None:
    assert tasks.main(["run", "article.txt"]) == 0

    assert steps == ["prepare run", "newsassistant gui article.txt"]


def test_test_checks_everything(steps: list[str]) -> None:
    assert tasks.main(["test"]) == 0

    programs = [line.split()[0] for line in steps]
    assert programs == ["prepare", "ruff", "ruff", "mypy", "pytest", *["coverage"] * 3]
    assert all("--fail-under=95" in line for line in steps if line.startswith("coverage"))


def test_without_torch_the_rest_is_checked_and_it_says_so(
    monkeypatch: pytest.MonkeyPatch, steps: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(setup_env, "torch_version", lambda: "")

    assert tasks.main(["test"]) == 0

    assert f"mypy {' '.join(tasks.TYPES_WITHOUT_TORCH)}" in steps
    assert capsys.readouterr().err.endswith(f"{setup_env.NO_TORCH}\n")


def test_train_setup_installs_and_runs_nothing(steps: list[str]) -> None:
    assert tasks.main(["train-setup"]) == 0

    assert steps == ["prepare train"]


def test_a_failed_step_ends_the_target(monkeypatch: pytest.MonkeyPatch, steps: list[str]) -> None:
    def fail(*words: str) -> None:
        raise tasks.StepError(3)

    monkeypatch.setattr(tasks, "lint_steps", fail)

    assert tasks.main(["test"]) == 3
    assert steps == ["prepare test"]


def test_a_failed_set_up_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(purpose: str) -> None:
        raise SetupError("install it")

    monkeypatch.setattr(tasks, "prepare", fail)

    assert tasks.main(["run"]) == 1
    assert capsys.readouterr().err == "set-up: install it\n"


def test_clean_removes_only_what_was_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    for name in (".venv/bin/python", ".coverage", ".coverage.host.1", "README.md"):
        (tmp_path / name).touch()
    monkeypatch.setattr(tasks, "ROOT", tmp_path)

    assert tasks.main(["clean"]) == 0

    assert list(tmp_path.iterdir()) == [tmp_path / "README.md"]


def test_lock_pins_every_list(steps: list[str]) -> None:
    assert tasks.main(["lock"]) == 0

    sources = {path.stem for path in (ROOT / "requirements").glob("*.in")}
    assert {line.split("-o requirements/")[1].split(".")[0] for line in steps[1:]} == sources


@pytest.mark.parametrize(("words", "code"), [([], 0), (["help"], 0), (["fly"], 2)])
def test_help_names_every_target(
    words: list[str], code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert tasks.main(words) == code

    out = capsys.readouterr().out
    assert all(f"  {name}" in out for name in tasks.TASKS)


def test_make_has_the_same_targets() -> None:
    rule = next(
        line
        for line in (ROOT / "Makefile").read_text(encoding="utf-8").splitlines()
        if line.startswith("run ")
    )

    assert set(rule.rstrip(":").split()) == {*tasks.TASKS, "help"}


def test_a_patient_step_lets_the_program_end_by_itself(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    class Interrupted(subprocess.Popen[bytes]):
        """Ctrl-C comes twice while it is waited for."""

        left = 2

        def wait(self, timeout: float | None = None) -> int:
            self.left -= 1
            if self.left >= 0:
                raise KeyboardInterrupt
            return super().wait(timeout)

    monkeypatch.setattr(subprocess, "Popen", Interrupted)
    monkeypatch.setattr(tasks, "venv_program", lambda name: sys.executable)
    written = tmp_path / "written"
    code = f"import pathlib; pathlib.Path({str(written)!r}).touch(); raise SystemExit(130)"

    with pytest.raises(tasks.StepError) as failed:
        tasks.step("python", "-c", code, patiently=True)

    assert failed.value.code == 130
    assert written.exists()
