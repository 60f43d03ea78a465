"""The targets run their steps in order and stop at the first that fails."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from scripts import quick, setup_env, tasks
from scripts.quick import Choice
from scripts.setup_env import SetupError

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What would have run, one line a step."""
    made: list[str] = []

    @contextmanager
    def beside(*words: str) -> Iterator[None]:
        made.append(" ".join(words))
        yield

    monkeypatch.setattr(tasks, "step", lambda *words, **_: made.append(" ".join(words)))
    monkeypatch.setattr(tasks, "beside", beside)
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


def test_pictures_are_compared_or_accepted(steps: list[str]) -> None:
    assert tasks.main(["pictures", "--accept"]) == 0

    assert steps == ["prepare test", "python -m tests.pictures --accept"]


def test_test_checks_everything(steps: list[str]) -> None:
    assert tasks.main(["test"]) == 0

    programs = [line.split()[0] for line in steps]
    assert programs == ["prepare", "ruff", "ruff", "vulture", "mypy", "pytest", *["coverage"] * 3]
    assert all("--fail-under=95" in line for line in steps if line.startswith("coverage"))


def test_the_suite_is_shared_by_workers_and_shows_its_slowest(
    steps: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "workers", lambda: 3)

    assert tasks.main(["test", "-k", "engine"]) == 0

    suite = next(line for line in steps if line.startswith("pytest"))
    assert suite == (
        "pytest -n 3 --dist worksteal --durations=20 --cov=newsassistant/engine "
        "--cov=newsassistant/store --cov=newsassistant/text --cov-report=term -k engine"
    )


@pytest.mark.parametrize(
    ("cores", "memory_gb", "expected"),
    [(1, 64, 1), (2, 24, 2), (16, 64, 4), (8, 8, 2), (4, 1, 1), (None, 8, 1)],
)
def test_there_are_as_many_workers_as_cores_and_memory_hold(
    monkeypatch: pytest.MonkeyPatch, cores: int | None, memory_gb: int, expected: int
) -> None:
    sizes = {"SC_PAGE_SIZE": 4096, "SC_PHYS_PAGES": (memory_gb << 30) // 4096}
    monkeypatch.setattr(os, "cpu_count", lambda: cores)
    monkeypatch.setattr(os, "sysconf", sizes.__getitem__, raising=False)

    assert tasks.workers() == expected


def test_where_the_memory_cannot_be_asked_for_the_cores_count(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 3)
    monkeypatch.delattr(os, "sysconf", raising=False)

    assert tasks.workers() == 3


def test_quick_runs_what_changed_and_says_what_it_leaves_out(
    steps: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(tasks, "workers", lambda: 2)
    monkeypatch.setattr(quick, "chosen", lambda workers: Choice(["tests/a.py"], ["tests/b.py"]))

    assert tasks.main(["quick", "-x"]) == 0

    assert steps == ["prepare test", "pytest -q -n 2 --dist worksteal tests/a.py -x"]
    assert "left out, it would take too long: tests/b.py" in capsys.readouterr().err


def test_quick_has_nothing_to_do_where_nothing_changed(
    steps: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(quick, "chosen", lambda workers: Choice([], []))

    assert tasks.main(["quick"]) == 0

    assert steps == ["prepare test"]
    assert "nothing that changed has tests" in capsys.readouterr().err


def test_the_hook_checks_style_and_what_changed(
    steps: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quick, "chosen", lambda workers: Choice(["tests/a.py"], []))

    assert tasks.main(["commit-check"]) == 0

    assert [line.split()[0] for line in steps] == ["ruff", "ruff", "vulture", "prepare", "pytest"]


def test_the_hook_is_offered_and_taken_back(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[str] = []
    monkeypatch.setattr(setup_env, "run", lambda command: ran.append(" ".join(command)))

    assert tasks.main(["hook"]) == tasks.main(["hook", "--off"]) == 0

    assert ran == ["git config core.hooksPath scripts/hooks", "git config --unset core.hooksPath"]
    script = ROOT / tasks.HOOKS / "pre-commit"
    assert "-m scripts.tasks commit-check" in script.read_text(encoding="utf-8")
    assert os.name == "nt" or os.access(script, os.X_OK)


@pytest.fixture
def python(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every program of the environment is this Python."""
    monkeypatch.setattr(tasks, "venv_program", lambda name: sys.executable)


@pytest.mark.usefixtures("python")
def test_what_runs_beside_is_heard_at_the_end(capsys: pytest.CaptureFixture[str]) -> None:
    with tasks.beside("mypy", "-c", "print('no issues')"):
        pass

    assert "$ mypy said:\nno issues\n" in capsys.readouterr().err


@pytest.mark.usefixtures("python")
def test_what_fails_beside_fails_the_target(capsys: pytest.CaptureFixture[str]) -> None:
    with (
        pytest.raises(tasks.StepError) as failed,
        tasks.beside("mypy", "-c", "print('wrong type'); raise SystemExit(7)"),
    ):
        pass

    assert failed.value.code == 7
    assert "wrong type\n" in capsys.readouterr().err


@pytest.mark.usefixtures("python")
def test_both_may_fail_and_both_are_heard(capsys: pytest.CaptureFixture[str]) -> None:
    with (
        pytest.raises(tasks.StepError) as failed,
        tasks.beside("mypy", "-c", "print('wrong type'); raise SystemExit(7)"),
    ):
        raise tasks.StepError(3)

    assert failed.value.code == 3
    assert "wrong type\n" in capsys.readouterr().err


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

    monkeypatch.setattr(tasks, "style_steps", fail)

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

    sources = {path.stem for path in (ROOT / "requirements").glob("*.in")} - {"torch"}  # no hash
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
