"""The border of the command line: help, exit codes, and one line for every error."""

from __future__ import annotations

import json
import logging
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest

from newsassistant import __version__
from newsassistant.cli import main as border
from newsassistant.cli.commands import convert, gui, models
from newsassistant.cli.main import build_parser, main
from newsassistant.core.paths import Paths

if TYPE_CHECKING:
    from tests.unit.cli.conftest import Cli

COMMANDS = [
    ["gui"],
    ["summarize"],
    ["chat"],
    ["models"],
    ["models", "list"],
    ["models", "verify"],
    ["logits"],
    ["tokens"],
    ["self-test"],
]


@pytest.mark.parametrize("command", [[], *COMMANDS])
def test_every_command_has_help(cli: Cli, command: list[str]) -> None:
    result = cli(*command, "--help")

    assert (result.code, result.err) == (0, "")
    assert result.out.startswith(" ".join(["usage: newsassistant", *command]))


def test_the_version(cli: Cli) -> None:
    assert cli("--version").out == f"newsassistant {__version__}\n"


@pytest.mark.parametrize("wrong", [["dance"], ["models"], ["--loud"], ["logits", "a"]])
def test_wrong_usage(cli: Cli, wrong: list[str]) -> None:
    result = cli(*wrong)

    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("usage: ")


def fail(error: BaseException) -> object:
    """A command that raises `error`."""

    def run(*arguments: object) -> NoReturn:
        raise error

    return run


def test_an_unexpected_error_is_one_line_and_a_report(
    cli: Cli, home: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(models, "run_list", fail(ZeroDivisionError("secret words")))

    result = cli("models", "list")

    reports = list(home.crash_reports.glob("crash-*.json"))
    assert (result.code, result.out, len(reports)) == (1, "", 1)
    assert result.err.count("\n") == 1
    assert "ZeroDivisionError" in result.err
    assert str(reports[0]) in result.err
    assert "Traceback" not in result.err
    assert "ZeroDivisionError" in json.loads(reports[0].read_text("utf-8"))["traceback"]


@pytest.mark.parametrize(("error", "code"), [(KeyboardInterrupt(), 130), (BrokenPipeError(), 141)])
def test_interruptions_say_nothing(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int
) -> None:
    monkeypatch.setattr(border, "silence_stdout", lambda: None)
    monkeypatch.setattr(models, "run_list", fail(error))

    result = cli("models", "list")

    assert (result.code, result.out, result.err) == (code, "", "")


def test_errors_are_chinese_in_a_chinese_locale(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")

    assert "未安装模型 gpt" in cli("models", "verify", "gpt").err


def test_a_home_that_cannot_be_written_stops_only_what_needs_it(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, article: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("NEWSASSISTANT_HOME", str(tmp_path / "file"))

    assert cli("models", "list").code == 0
    result = cli("summarize", article)
    assert result.code == 1
    assert "cannot be created" in result.err


def test_the_log_is_closed_again(cli: Cli) -> None:
    before = list(logging.getLogger("newsassistant").handlers)

    cli("models", "list")

    assert logging.getLogger("newsassistant").handlers == before


def test_a_stuck_engine_does_not_keep_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    left: list[int] = []
    release = threading.Event()
    monkeypatch.setattr(os, "_exit", left.append)
    stuck = threading.Thread(target=release.wait, name="engine")
    stuck.start()
    try:
        main(["models", "list"])
    finally:
        release.set()
        stuck.join()

    assert left == [0]


def test_no_command_opens_the_window(monkeypatch: pytest.MonkeyPatch) -> None:
    options = build_parser().parse_args([])

    assert options.run is gui.run
    assert options.file is None


@pytest.mark.parametrize("error", [MemoryError(), type("Panic", (BaseException,), {})("secret")])
def test_what_is_no_exception_is_one_line_too(
    cli: Cli, home: Paths, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    monkeypatch.setattr(models, "run_list", fail(error))

    result = cli("models", "list")

    assert (result.code, result.err.count("\n")) == (1, 1)
    assert type(error).__name__ in result.err
    assert "secret" not in result.err


@pytest.mark.skipif(sys.platform == "win32", reason="no modes there")
def test_what_a_command_writes_for_itself_is_private(
    cli: Cli, home: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write(name: str) -> Callable[..., int]:
        def run(*arguments: object) -> int:
            (tmp_path / name).write_text("x")
            return 0

        return run

    before = os.umask(0o022)
    try:
        monkeypatch.setattr(models, "run_list", write("ours"))
        assert cli("models", "list").code == 0
        monkeypatch.setattr(convert, "run", write("theirs"))
        assert cli("convert", "a", "b").code == 0
        assert os.umask(0o022) == 0o022
    finally:
        os.umask(before)

    modes = [(tmp_path / name).stat().st_mode & 0o777 for name in ("ours", "theirs")]
    assert modes == [0o600, 0o644]
