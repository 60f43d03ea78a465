"""Child processes that print JSON lines: what is passed on, how they end, who stops them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from newsassistant.app.machine.process import Ended, command, run_child, run_lines
from newsassistant.core.errors import InputError, TrainError
from newsassistant.core.types import CancelToken
from newsassistant.core.wire import Event, Failure, Saved

POSIX = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
# Ends with 130 when its stdin is closed, and says so.
WATCHER = """
import json, sys
print(json.dumps({"event": "checkpoint", "step": 1}), flush=True)
sys.stdin.read()
print(json.dumps({"event": "checkpoint", "step": 2}), flush=True)
raise SystemExit(130)
"""
# The same wish as SIGINT.
INTERRUPTED = """
import json, sys, time
try:
    print(json.dumps({"event": "checkpoint", "step": 1}), flush=True)
    time.sleep(600)
except KeyboardInterrupt:
    print(json.dumps({"event": "checkpoint", "step": 2}), flush=True)
    raise SystemExit(130)
"""


def run(script: str, *, told: list[Any] | None = None, **options: Any) -> Ended:
    return run_child(
        [sys.executable, "-c", script],
        on_event=told.append if told is not None else lambda event: None,
        cancel=options.pop("cancel", CancelToken()),
        kill_after_s=options.pop("kill_after_s", 15.0),
        **options,
    )


def test_events_are_passed_on_and_the_rest_is_left_out() -> None:
    told: list[Any] = []
    line = '{"event": "checkpoint", "step": 1}'
    ended = run(f"print('hello'); print('[1]'); print('{line}'); print('{{\"b\"')", told=told)

    assert told == [Saved(1)]
    assert ended == Ended(0, Saved(1), "")


@POSIX
def test_a_cancelled_child_may_say_a_last_word() -> None:
    cancel = CancelToken()
    told: list[Any] = []

    def on_event(event: Event) -> None:
        told.append(event)
        cancel.cancel()

    ended = run_child(
        [sys.executable, "-c", INTERRUPTED],
        on_event=on_event,
        cancel=cancel,
        kill_after_s=15.0,
        watches_us=True,
    )

    assert (ended.code, told) == (130, [Saved(1), Saved(2)])


@POSIX
def test_a_child_that_watches_us_ends_when_we_are_gone(tmp_path: Path) -> None:
    # A program between us and the watcher is killed; the watcher must end and say so.
    said = tmp_path / "said"
    watcher = f"import sys; sys.stdin.read(); open({str(said)!r}, 'w').write('saved')"
    between = (
        "import os, signal, sys\n"
        "from newsassistant.app.machine.process import run_child\n"
        "from newsassistant.core.types import CancelToken\n"
        "told = 'import json; print(json.dumps(dict(event=\"checkpoint\", step=1)), flush=True)'\n"
        f"script = told + '; ' + {watcher!r}\n"
        "run_child([sys.executable, '-c', script], cancel=CancelToken(), kill_after_s=5,\n"
        "    on_event=lambda event: os.kill(os.getpid(), signal.SIGKILL), watches_us=True)\n"
    )
    # The watcher inherits nothing of ours but this pipe's end, so reading it waits for both.
    done = subprocess.run([sys.executable, "-c", between], stderr=subprocess.PIPE, timeout=60)

    assert done.returncode == -9
    for _ in range(600):
        if said.exists() and said.read_text() == "saved":
            break
        run("pass")
    assert said.read_text() == "saved"


def test_without_watching_there_is_nothing_to_read() -> None:
    assert run(WATCHER).code == 130


@pytest.mark.parametrize(
    ("ended", "why"),
    [
        (Ended(-9, None, "x"), "signal 9"),
        (Ended(1, None, "no such module"), "no such module"),
        (Ended(3, None, ""), "exit code 3"),
    ],
)
def test_an_end_in_words(ended: Ended, why: str) -> None:
    assert why in ended.why()


def test_the_childs_own_error_comes_first() -> None:
    told = Ended(1, Failure("file-not-found", {"path": "p"}), "no such module")
    own, ours = told.error(InputError, "file-empty"), Ended(3, None, "").error(TrainError, "x")

    assert (type(own), own.code, own.params) == (InputError, "file-not-found", {"path": "p"})
    assert (type(ours), ours.code, ours.params) == (TrainError, "x", {"detail": "exit code 3"})


def test_this_program_is_started_again(monkeypatch: pytest.MonkeyPatch) -> None:
    assert command() == [sys.executable, "-m", "newsassistant"]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert command() == [sys.executable]


def test_lines_of_any_program_are_heard_with_its_complaints() -> None:
    told: list[str] = []
    script = "import os, sys; print(os.environ['WORD'], flush=True); sys.exit('no')"
    ended = run_lines(
        [sys.executable, "-c", script],
        on_line=told.append,
        cancel=CancelToken(),
        kill_after_s=15.0,
        environment={**os.environ, "WORD": "yes"},
        hears_errors=True,
    )

    assert (told, ended) == (["yes\n", "no\n"], Ended(1, None, ""))


def test_a_child_is_given_its_whole_stdin_and_its_lines_are_bounded() -> None:
    told: list[str] = []
    script = "import sys; print(len(sys.stdin.buffer.read())); print('x' * 25)"
    ended = run_lines(
        [sys.executable, "-c", script],
        on_line=told.append,
        cancel=CancelToken(),
        kill_after_s=15.0,
        gives=bytes(3_000_000),
        longest=10,
    )

    assert told == ["3000000\n", "x" * 10, "x" * 10, "xxxxx\n"]
    assert ended.code == 0


def test_a_child_that_does_not_read_what_it_is_given_is_no_error_here() -> None:
    ended = run_lines(
        [sys.executable, "-c", "raise SystemExit(3)"],
        on_line=lambda line: None,
        cancel=CancelToken(),
        kill_after_s=15.0,
        gives=bytes(3_000_000),
    )

    assert ended.code == 3


@pytest.mark.skipif(sys.platform != "linux", reason="a system that keeps nameless files on a disk")
def test_what_a_child_complains_of_is_on_no_disk() -> None:
    lines: list[str] = []
    code = "import os, sys; print(os.readlink('/proc/self/fd/2')); sys.exit('it is wrong')"
    ended = run_lines(
        [sys.executable, "-c", code],
        on_line=lines.append,
        cancel=CancelToken(),
        kill_after_s=5.0,
    )
    assert lines[0].startswith("/memfd:")
    assert ended.why() == "it is wrong"
