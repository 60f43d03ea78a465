"""The converting child process: its progress, result, errors and end."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from newsassistant.app.installed import conversion
from newsassistant.app.installed.conversion import Result, convert_in_child
from newsassistant.core.errors import CancelledError, ModelError
from newsassistant.core.types import CancelToken
from newsassistant.model.folder import ModelFolder
from tests.unit.model import configs

POSIX = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
STEPS = """
import json, sys, time
print("a library says hello")
print(json.dumps([1, 2]))
print(json.dumps({"done": 1, "total": 2, "left_s": 0.5}), flush=True)
"""
SLEEP = STEPS + "time.sleep(600)\n"
DEAF = "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\n" + SLEEP


def run(
    script: str, cancel: CancelToken | None = None, told: list[tuple[int, int, float]] | None = None
) -> Result:
    return convert_in_child(
        Path("source"),
        Path("target"),
        weights="int4",
        on_progress=lambda *step: told.append(step) if told is not None else None,
        cancel=cancel or CancelToken(),
        program=[sys.executable, "-c", script],
    )


def failure(script: str) -> ModelError:
    with pytest.raises(ModelError) as caught:
        run(script)
    return caught.value


def test_progress_and_result() -> None:
    told: list[tuple[int, int, float]] = []

    done = 'print(json.dumps({"path": "x", "has_tokenizer": True, "has_style": True}))'
    assert run(STEPS + done, told=told) == Result(True, True)
    assert run('print(\'{"path": "x", "has_tokenizer": false}\')') == Result(False, False)
    assert told == [(1, 2, 0.5)]


def test_paths_are_whole_and_the_weights_are_named(tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    script = f"import sys; open({str(seen)!r}, 'w').write('|'.join(sys.argv[1:]))"
    failure(script)

    here = Path.cwd()
    expected = ["convert", str(here / "source"), str(here / "target"), "--weights", "int4"]
    assert seen.read_text().split("|") == [*expected, "--json"]


def test_a_family_is_passed_on(tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    script = f"import sys; open({str(seen)!r}, 'w').write('|'.join(sys.argv[1:]))"
    with pytest.raises(ModelError):
        convert_in_child(
            Path("source"),
            Path("target"),
            weights="int8",
            family="chatglm2",
            on_progress=lambda *step: None,
            cancel=CancelToken(),
            program=[sys.executable, "-c", script],
        )

    assert seen.read_text().endswith("|--weights|int8|--family|chatglm2|--json")


def test_the_childs_own_error_is_ours() -> None:
    error = failure(
        'print(\'{"error": "disk-full", "params": {"path": "p", "need_gb": "9", '
        '"free_gb": "1"}}\'); raise SystemExit(1)'
    )
    assert (error.code, error.params["need_gb"]) == ("disk-full", "9")


@pytest.mark.parametrize(
    ("script", "detail"),
    [
        ("raise SystemExit(3)", "exit code 3"),
        ("import sys; sys.stderr.write('first\\nno such module\\n\\n'); sys.exit(1)", "no such"),
        ("pass", "exit code 0"),
        ('print(\'{"error": "no such code", "params": {}}\')', "exit code 0"),
    ],
)
def test_an_end_without_a_result(script: str, detail: str) -> None:
    error = failure(script)
    assert error.code == "convert-failed"
    assert detail in str(error)


@POSIX
def test_a_child_that_the_system_killed() -> None:
    assert "signal 9" in str(failure("import os; os.kill(os.getpid(), 9)"))


def test_a_program_that_does_not_start() -> None:
    with pytest.raises(ModelError) as caught:
        convert_in_child(
            Path("s"),
            Path("t"),
            weights="int8",
            on_progress=lambda *_: None,
            cancel=CancelToken(),
            program=["no-such-program-anywhere"],
        )
    assert caught.value.code == "convert-failed"


@pytest.mark.parametrize("script", [SLEEP, pytest.param(DEAF, marks=POSIX)])
def test_cancelling_ends_the_child(script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversion, "KILL_AFTER_S", 0.05)
    cancel = CancelToken()

    def press_twice(*step: object) -> None:
        cancel.cancel()
        cancel.cancel()

    with pytest.raises(CancelledError):
        convert_in_child(
            Path("s"),
            Path("t"),
            weights="int8",
            on_progress=press_twice,
            cancel=cancel,
            program=[sys.executable, "-c", script],
        )


def test_a_callback_that_fails_leaves_no_child() -> None:
    def fail(*step: object) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        convert_in_child(
            Path("s"),
            Path("t"),
            weights="int8",
            on_progress=fail,
            cancel=CancelToken(),
            program=[sys.executable, "-c", SLEEP],
        )


def convert(source: Path, target: Path, cancel: CancelToken) -> Result:
    return convert_in_child(
        source, target, weights="int8", on_progress=lambda *_: None, cancel=cancel
    )


def test_a_real_checkpoint(tmp_path: Path) -> None:
    arrays = configs.numbered(configs.v2_shapes())
    source = configs.write_checkpoint(tmp_path / "source", configs.V3, arrays)

    assert convert(source, tmp_path / "model", CancelToken()) == Result(False, False)
    ModelFolder.open(tmp_path / "model").verify()


def test_a_real_error(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(ModelError) as caught:
        convert(tmp_path / "empty", tmp_path / "model", CancelToken())

    assert caught.value.code.startswith(("checkpoint", "config"))
    assert list(tmp_path.iterdir()) == [tmp_path / "empty"]
