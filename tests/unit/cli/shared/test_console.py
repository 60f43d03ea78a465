"""What reaches stdout and stderr, with and without a terminal."""

from __future__ import annotations

import io
import os
import sys

import pytest

from newsassistant.cli.shared.console import Console, Context, silence_stdout, use_utf8
from newsassistant.core.errors import InputError
from newsassistant.core.paths import Paths
from newsassistant.core.settings import Settings


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def use_terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Called in the test: pytest puts its own streams back after a fixture."""
    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setenv("COLUMNS", "20")
    return stream


def test_the_progress_line_is_erased_before_other_text(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = use_terminal(monkeypatch)
    console = Console("en")
    console.progress("loading")
    console.note("hello")

    line = "Loading the model"
    assert terminal.getvalue() == f"{line}\r{' ' * len(line)}\rhello\n"


def test_wide_characters_are_erased_whole_and_never_wrap(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = use_terminal(monkeypatch)
    console = Console("zh")
    console.progress("preparing", percent=5)
    console.clear_progress()
    console.clear_progress()

    text, blanks, rest = terminal.getvalue().split("\r")
    assert (text, blanks, rest) == ("正在生成入门模型：5", " " * 19, "")


def test_there_is_no_progress_without_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    Console("en").progress("loading")

    assert capsys.readouterr().err == ""


def test_a_note_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    Console("en").note("a\nb")

    assert capsys.readouterr() == ("", "a b\n")


def test_a_line_is_ended_once(capsys: pytest.CaptureFixture[str]) -> None:
    console = Console("en")
    for text in ("", "a", "", "b\n"):
        console.write(text)
        console.end_line()

    assert capsys.readouterr().out == "a\nb\n"


def test_characters_that_cannot_be_written_are_escaped(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="ascii"))
    use_utf8()
    Console("en").write("é\udc80")

    assert raw.getvalue() == "é\\udc80".encode()


class Full(io.StringIO):
    """A stream on a full disk."""

    def flush(self) -> None:
        raise OSError(28, "No space left on device")


def test_a_full_disk_is_an_error_with_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", Full())

    with pytest.raises(InputError, match="standard output cannot be written: No space"):
        Console("en").write("text")


def test_a_stderr_that_nobody_reads_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", Full())
    console = Console("en")
    console.note("text")

    assert console.language == "en"


def test_closed_streams_are_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, None)
    use_utf8()
    console = Console("en")
    console.progress("loading")
    console.write("text")
    console.note("text")

    assert not console._line_open


def test_a_broken_pipe_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    reading, writing = os.pipe()
    with os.fdopen(writing, "w", encoding="utf-8") as stream:
        monkeypatch.setattr(sys, "stdout", stream)
        os.close(reading)
        stream.write("text")

        silence_stdout()
        stream.flush()

        assert os.fstat(stream.fileno()).st_mode == os.stat(os.devnull).st_mode


def test_unusable_settings_are_told_and_replaced_by_defaults(
    home: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    home.ensure()
    home.settings_file.write_text("model = [")

    settings = Context(home, Console("en")).settings()

    assert settings == Settings()
    assert "settings file" in capsys.readouterr().err
