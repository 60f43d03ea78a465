"""Lines from pipes and terminals, and the look at what was typed during an answer."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Iterator

import pytest

from newsassistant.cli.shared.lines import PipedLines, TerminalLines, is_stop, open_lines


class Pipe:
    """A pipe whose ends are closed exactly once: their numbers are used again."""

    def __init__(self) -> None:
        self.reading, self._writing = os.pipe()
        self._open = True

    def write(self, text: str) -> None:
        os.write(self._writing, text.encode())

    def end(self) -> None:
        if self._open:
            os.close(self._writing)
        self._open = False


@pytest.fixture
def pipe() -> Iterator[Pipe]:
    made = Pipe()
    yield made
    made.end()
    for thread in threading.enumerate():
        if thread.name == "stdin":
            thread.join(30)
    os.close(made.reading)


def filled(pipe: Pipe, text: str) -> PipedLines:
    """Lines of a pipe that holds `text` and is closed."""
    pipe.write(text)
    pipe.end()
    return PipedLines(pipe.reading)


def test_lines_and_their_end(pipe: Pipe) -> None:
    lines = filled(pipe, "one\r\n\n两\nlast")

    assert [lines.next() for _ in range(6)] == ["one", "", "两", "last", None, None]
    assert not lines.interactive


def wait_for_input(lines: PipedLines) -> None:
    """Until the reader has seen a line."""
    deadline = time.monotonic() + 30
    while lines._lines.empty() and time.monotonic() < deadline:
        threading.Event().wait(0.001)


def test_only_the_next_line_can_stop(pipe: Pipe) -> None:
    lines = filled(pipe, " Stop \nnext\nstop")
    wait_for_input(lines)

    assert lines.stop_typed()
    assert [lines.next(), lines.next(), lines.next()] == ["next", "stop", None]
    assert not lines.stop_typed()


def test_other_lines_wait(pipe: Pipe) -> None:
    lines = filled(pipe, "next question\nstop\n")
    wait_for_input(lines)

    assert not lines.stop_typed()
    assert lines.next() == "next question"


def test_nothing_typed_is_no_stop(pipe: Pipe) -> None:
    assert not PipedLines(pipe.reading).stop_typed()


def test_a_closed_standard_input_has_no_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)

    assert open_lines().next() is None


@pytest.mark.skipif(sys.platform == "win32", reason="consoles cannot be polled there")
def test_a_terminal_keeps_what_was_typed_during_an_answer(
    pipe: Pipe, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("builtins.input", lambda prompt: f"typed at {prompt}")
    with open(pipe.reading, encoding="utf-8", closefd=False) as stdin:
        monkeypatch.setattr(sys, "stdin", stdin)
        lines = TerminalLines()

        assert not lines.stop_typed()
        pipe.write("next one\n")
        assert not lines.stop_typed()
        pipe.write("STOP\n")
        assert lines.stop_typed()
        assert [lines.next(), lines.next()] == ["next one", "typed at > "]


def test_the_end_of_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    def end(prompt: str) -> str:
        raise EOFError

    monkeypatch.setattr("builtins.input", end)

    assert TerminalLines().next() is None


def test_the_word_that_stops() -> None:
    assert [is_stop(line) for line in ("stop", " STOP\t", "stop it", "")] == [
        True,
        True,
        False,
        False,
    ]


def test_pipes_may_have_another_encoding(pipe: Pipe) -> None:
    os.write(pipe._writing, "西港市议会周二通过决定\nplain\n".encode("gbk"))
    pipe.end()
    lines = PipedLines(pipe.reading)

    assert [lines.next(), lines.next(), lines.next()] == ["西港市议会周二通过决定", "plain", None]


def test_a_line_without_an_end_is_cut(pipe: Pipe, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsassistant.cli.shared.lines.LONGEST_LINE", 10)
    lines = filled(pipe, "x" * 3000 + "\nshort\n" + "y" * 30)

    assert [lines.next() for _ in range(4)] == ["x" * 10, "short", "y" * 10, None]
