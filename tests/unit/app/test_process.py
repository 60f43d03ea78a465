"""Child processes that print JSON lines: what is passed on, how they end, who stops them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from newsassistant.app.process import Ended, run_child
from newsassistant.core.types import CancelToken

POSIX = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
# Ends with 130 when its stdin is closed, and says so.
WATCHER = """
import json, sys
print(json.dumps({"event": "ready"}), flush=True)
sys.stdin.read()
print(json.dumps({"event": "saved"}), flush=True)
raise SystemExit(130)
"""
# The same wish as SIGINT.
INTERRUPTED = """
import json, sys, time
print(json.dumps({"event": "ready"}), flush=True)
try:
    time.sleep(600)
except KeyboardInterrupt:
    print(json.dumps({"event": "saved"}), flush=True)
    raise SystemExit(130)
"""


def run(script: str, *, told: list[Any] | None = None, **options: Any) -> Ended:
    return run_child(
        [sys.executable, "-c", script],
        on_line=told.append if told is not None else lambda facts: None,
        cancel=options.pop("cancel", CancelToken()),
        kill_after_s=options.pop("kill_after_s", 15.0),
        **options,
    )


def test_objects_are_passed_on_and_the_rest_is_left_out() -> None:
    told: list[Any] = []
    ended = run("print('hello'); print('[1]'); print('{\"a\": 1}'); print('{\"b\"')", told=told)

    assert told == [{"a": 1}]
    assert ended == Ended(0, {"a": 1}, "")


@POSIX
def test_a_cancelled_child_may_say_a_last_word() -> None:
    cancel = CancelToken()
    told: list[Any] = []

    def on_line(facts: dict[str, Any]) -> None:
        told.append(facts["event"])
        cancel.cancel()

    ended = run_child(
        [sys.executable, "-c", INTERRUPTED],
        on_line=on_line,
        cancel=cancel,
        kill_after_s=15.0,
        watches_us=True,
    )

    assert (ended.code, told) == (130, ["ready", "saved"])


@POSIX
def test_a_child_that_watches_us_ends_when_we_are_gone(tmp_path: Path) -> None:
    # A program between us and the watcher is killed; the watcher must end and say so.
    said = tmp_path / "said"
    watcher = f"import sys; sys.stdin.read(); open({str(said)!r}, 'w').write('saved')"
    between = (
        "import os, signal, sys\n"
        "from newsassistant.app.process import run_child\n"
        "from newsassistant.core.types import CancelToken\n"
        f"script = 'print(\"{{}}\", flush=True)\\n' + {watcher!r}\n"
        "run_child([sys.executable, '-c', script], cancel=CancelToken(), kill_after_s=5,\n"
        "    on_line=lambda facts: os.kill(os.getpid(), signal.SIGKILL), watches_us=True)\n"
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
        (Ended(-9, {}, "x"), "signal 9"),
        (Ended(1, {}, "no such module"), "no such module"),
        (Ended(3, {}, ""), "exit code 3"),
    ],
)
def test_an_end_in_words(ended: Ended, why: str) -> None:
    assert why in ended.why()


def test_only_errors_with_words_are_the_childs_own() -> None:
    known = {"error": "file-not-found", "params": {"path": "p"}}
    assert Ended(1, known, "").own_error() == ("file-not-found", {"path": "p"})
    assert Ended(1, {"error": "file-not-found", "params": {}}, "").own_error() is None
    assert Ended(1, {"error": "disk-full"}, "").own_error() is None
    assert Ended(1, {"error": ["x"], "params": {}}, "").own_error() is None


def test_what_a_child_names_can_be_shown() -> None:
    params = {"path": "\x1b[2J" + "a" * 5000, "other": ["x"], "\x1b": 10**5000}
    own = Ended(1, {"error": "file-not-found", "params": params}, "").own_error()

    assert own is not None
    assert all(isinstance(value, str) and value.isprintable() for value in own[1].values())
    assert len(str(own[1]["path"])) <= 1000
    assert own[1]["other"] == "['x']"
