"""The bell: heard by the first window, whatever rings, and by nobody else."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import stat
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from newsassistant.gui.process import doorbell as module
from newsassistant.gui.process.doorbell import Doorbell, ring, socket_name, take_bell
from tests.hostile import VALUES, as_json, deep, raw_json

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="rings by Unix sockets")

ROOT = Path(__file__).resolve().parents[3]
Rung = list[tuple[Path | None, str]]


@pytest.fixture(autouse=True)
def runtime_folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where homes with long paths, such as those of tests, have their bells; gone at the end."""
    folder = Path(tempfile.mkdtemp(dir="/tmp"))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def state(tmp_path: Path) -> Path:
    folder = tmp_path / "state"
    folder.mkdir(mode=0o700)
    return folder


@pytest.fixture
def make(qtbot: QtBot, state: Path) -> Iterator[Callable[[], tuple[Doorbell, Rung]]]:
    made: list[Doorbell] = []

    def begin() -> tuple[Doorbell, Rung]:
        bell = Doorbell(state, take_bell(state))
        made.append(bell)
        rung: Rung = []
        bell.rung.connect(lambda file, token: rung.append((file, token)))
        bell.listen()
        return bell, rung

    yield begin
    for bell in made:
        bell.close()


RING = """
import os, sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from newsassistant.gui.process.doorbell import ring
app = QCoreApplication([])
file = Path(sys.argv[2]) if len(sys.argv) > 2 else None
print(ring(Path(sys.argv[1]), file, patience_ms=20_000))
"""


def rings(qtbot: QtBot, state: Path, file: Path | None = None) -> bool:
    """Ring from another process."""
    command = [sys.executable, "-c", RING, str(state), *([str(file)] if file else [])]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
        qtbot.waitUntil(lambda: child.poll() is not None, timeout=40_000)
        assert child.stdout is not None
        return child.stdout.read() == "True\n"


def send(qtbot: QtBot, state: Path, *parts: bytes) -> bytes:
    """What the bell answers to these bytes until it hangs up."""
    answers: list[bytes] = []

    def call() -> None:
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(20)
            client.connect(socket_name(state))
            heard = b""
            try:
                for part in parts:
                    client.sendall(part)
                while got := client.recv(100):
                    heard += got
            except (BrokenPipeError, ConnectionResetError):
                pass
            answers.append(heard)

    thread = threading.Thread(target=call)
    thread.start()
    qtbot.waitUntil(lambda: bool(answers), timeout=30_000)
    thread.join()
    return answers[0]


def test_a_ring_hands_over_a_file(
    make: Callable[[], tuple[Doorbell, Rung]],
    qtbot: QtBot,
    state: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("XDG_ACTIVATION_TOKEN", "wayland-1:_x")
    _, rung = make()
    odd = state / "a \udcff\n\u202e<b>.txt"
    assert rings(qtbot, state)
    assert rings(qtbot, state, odd)
    assert rung == [(None, "wayland-1:_x"), (odd, "wayland-1:_x")]


def test_it_is_this_users_alone(make: Callable[[], tuple[Doorbell, Rung]], state: Path) -> None:
    make()
    mode = os.stat(socket_name(state)).st_mode
    assert stat.S_ISSOCK(mode)
    assert mode & 0o077 == 0


def test_one_that_ends_hangs_up_without_an_answer(qtbot: QtBot, state: Path) -> None:
    bell = Doorbell(state, take_bell(state))
    rung: Rung = []
    bell.rung.connect(lambda file, token: rung.append((file, token)))
    bell.listen_soon(lambda: False)
    qtbot.waitUntil(bell.is_first)
    assert send(qtbot, state, WHOLE + b"\n") == b""
    assert rung == []
    bell.close()


def test_the_second_becomes_the_first_when_that_ends(
    make: Callable[[], tuple[Doorbell, Rung]],
    qtbot: QtBot,
    state: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "TRY_AGAIN_MS", 20)
    first, heard_by_first = make()
    second, heard_by_second = make()
    assert (first.is_first(), second.is_first()) == (True, False)
    assert rings(qtbot, state)
    first.close()
    qtbot.waitUntil(second.is_first)
    assert rings(qtbot, state)
    assert (len(heard_by_first), len(heard_by_second)) == (1, 1)


def test_the_socket_of_one_that_was_killed_is_in_nobodys_way(
    make: Callable[[], tuple[Doorbell, Rung]], qtbot: QtBot, state: Path
) -> None:
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(socket_name(state))
    (state / "first-window.lock").touch()
    assert not ring(state, None, patience_ms=50)
    _, rung = make()
    assert rings(qtbot, state)
    assert rung == [(None, "")]


def test_one_that_does_not_answer_is_waited_for_two_seconds(qtbot: QtBot, state: Path) -> None:
    with socket.socket(socket.AF_UNIX) as silent:
        silent.bind(socket_name(state))
        silent.listen()
        started = time.monotonic()
        assert not ring(state, None, patience_ms=300)
        assert time.monotonic() - started < 5
    assert module.PATIENCE_MS == 2000


def is_token(value: object) -> bool:
    if value is None:
        return True
    return isinstance(value, str) and re.fullmatch("[-\\w./]{0,200}", value, re.ASCII) is not None


WHOLE = json.dumps({"file": "/a/b.txt", "token": ""}).encode()


@pytest.mark.parametrize(
    "line",
    [
        *(content for _, content in raw_json()),
        b'{"file": "relative.txt"}',
        b'{"file": "/a\\u0000b"}',
        b'{"file": "/a", "run": "rm"}',
        b'{"file": null, "token": "a b"}',
        b'{"file": "/' + b"a" * 5000 + b'"}',
        b'{"file": null, "token": "$(x)"}',
        deep(30_000).encode(),
        b"GET / HTTP/1.1",
        *(as_json({"file": value}) for value in VALUES if value is not None),
        *(as_json({"token": value}) for value in VALUES if not is_token(value)),
    ],
)
def test_what_is_no_ring_brings_nothing_about(
    make: Callable[[], tuple[Doorbell, Rung]], qtbot: QtBot, state: Path, line: bytes
) -> None:
    _, rung = make()
    assert send(qtbot, state, line.replace(b"\n", b" ") + b"\n") == b""
    assert rung == []


def test_what_is_too_long_is_hung_up_on(
    make: Callable[[], tuple[Doorbell, Rung]], qtbot: QtBot, state: Path
) -> None:
    _, rung = make()
    assert send(qtbot, state, b" " * (2 * module.LONGEST)) == b""
    assert send(qtbot, state, b" " * (module.LONGEST - len(WHOLE)), WHOLE + b"\n") == b"here\n"
    assert rung == [(Path("/a/b.txt"), "")]


def test_one_that_says_nothing_is_hung_up_on_and_keeps_nobody_away(
    make: Callable[[], tuple[Doorbell, Rung]],
    qtbot: QtBot,
    state: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "PATIENCE_MS", 300)
    _, rung = make()
    crowd = []
    for _ in range(30):
        client = socket.socket(socket.AF_UNIX)
        client.settimeout(20)
        client.connect(socket_name(state))
        client.sendall(b'{"file')
        crowd.append(client)
    assert rings(qtbot, state)
    assert rung == [(None, "")]
    ended: list[bytes] = []
    thread = threading.Thread(target=lambda: ended.extend(each.recv(10) for each in crowd))
    thread.start()
    qtbot.waitUntil(lambda: len(ended) == len(crowd), timeout=20_000)
    thread.join()
    for client in crowd:
        client.close()
    assert set(ended) == {b""}


def test_a_home_with_a_long_path_rings_in_a_short_folder(
    tmp_path: Path, qtbot: QtBot, runtime_folder: Path
) -> None:
    state = tmp_path / ("long" * 40)
    state.mkdir()
    name = socket_name(state)
    assert Path(name).parent == runtime_folder
    assert name != socket_name(tmp_path / ("other" * 40))
    bell = Doorbell(state, take_bell(state))
    bell.listen()
    assert bell.is_first()
    assert rings(qtbot, state)
    bell.close()


def test_a_folder_of_somebody_else_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_to_all = tmp_path / "run"
    open_to_all.mkdir()
    open_to_all.chmod(0o777)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(open_to_all))
    monkeypatch.setattr(module, "_user", lambda: 4_000_000_001)
    monkeypatch.setattr(os, "mkdir", lambda *_: None)
    state = tmp_path / ("long" * 40)
    with pytest.raises(OSError, match="newsassistant"):
        socket_name(state)
    assert not ring(state, None, patience_ms=50)
    bell = Doorbell(tmp_path, None)
    bell.close()
