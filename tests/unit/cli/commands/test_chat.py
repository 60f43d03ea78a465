"""The command `chat` with scripted lines and a scripted engine."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from newsassistant.cli.shared import lines as typed
from newsassistant.core.errors import EngineError
from newsassistant.core.paths import Paths
from newsassistant.engine.fake import FakeEngine
from tests.unit.cli.styled import StyledEngine

if TYPE_CHECKING:
    from tests.unit.cli.conftest import Cli, UseEngine

Line = str | None | BaseException


class Script:
    """Lines that are all there; exceptions are raised in their place."""

    def __init__(self, lines: Iterator[Line], *, interactive: bool, stops: int) -> None:
        self.interactive = interactive
        self._lines = lines
        self._stops = stops

    def next(self) -> str | None:
        line = next(self._lines, None)
        if isinstance(line, BaseException):
            raise line
        return line

    def stop_typed(self) -> bool:
        self._stops -= 1
        return self._stops == 0


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    def use(*lines: Line, interactive: bool = False, stops: int = 0) -> None:
        made = Script(iter(lines), interactive=interactive, stops=stops)
        monkeypatch.setattr(typed, "open_lines", lambda: made)

    return use


def contents(engine: FakeEngine) -> list[list[str]]:
    return [[message.content for message in prompt.messages] for prompt in engine.prompts]


def test_answers_are_lines_and_the_conversation_grows(
    cli: Cli, use_engine: UseEngine, script: Callable[..., None], home: Paths
) -> None:
    engine = use_engine(FakeEngine(["First.", "Second."]))
    script("one", "", "stop", "two")

    result = cli("chat")

    assert (result.code, result.out, result.err) == (0, "First.\nSecond.\n", "")
    assert contents(engine) == [["one"], ["one", "First.", "two"]]
    assert not home.history.exists()


def test_clear_and_exit(cli: Cli, use_engine: UseEngine, script: Callable[..., None]) -> None:
    engine = use_engine(FakeEngine(["A."]))
    script("one", " CLEAR ", "two", "exit", "three")

    assert cli("chat").code == 0
    assert contents(engine) == [["one"], ["two"]]


def test_the_article_stays_with_every_question(
    cli: Cli, use_engine: UseEngine, script: Callable[..., None], article: Path
) -> None:
    engine = use_engine(FakeEngine(["A."]))
    script("one", "clear", "two")

    cli("chat", "--article", article, "--max-tokens", "9")

    assert [prompt.article and prompt.article.title for prompt in engine.prompts] == [
        "A headline",
        "A headline",
    ]


def test_a_failed_question_is_told_and_forgotten(
    cli: Cli, use_engine: UseEngine, script: Callable[..., None]
) -> None:
    engine = use_engine(
        FakeEngine(["A."], failures=[EngineError("inference-failed", detail="no luck")])
    )
    script("one", "two")

    result = cli("chat")

    assert (result.code, result.out) == (1, "A.\n")
    assert "no luck" in result.err
    assert contents(engine) == [["one"], ["two"]]


def test_stop_ends_an_answer_and_keeps_its_text(
    cli: Cli, use_engine: UseEngine, script: Callable[..., None]
) -> None:
    engine = use_engine(FakeEngine(["word " * 5000, "Second."], delay_s=0.001))
    script("one", "two", stops=20)

    result = cli("chat", "--max-tokens", "5000")

    first, second = result.out.splitlines()
    assert second == "Second."
    assert 0 < first.count("word") < 5000
    assert contents(engine)[1][1].rstrip() == first.rstrip()


@pytest.mark.skipif(sys.platform == "win32", reason="os.kill would end the process")
def test_ctrl_c_ends_an_answer_only(
    cli: Cli,
    use_engine: UseEngine,
    script: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    use_engine(FakeEngine(["word " * 5000, "Second."], delay_s=0.001))
    script("one", "two")
    write = sys.stdout.write
    pressed: list[str] = []

    def press_after_first(self: object, text: str) -> None:
        if not pressed:
            pressed.append(text)
            os.kill(os.getpid(), signal.SIGINT)
        write(text)

    monkeypatch.setattr("newsassistant.cli.shared.console.Console.write", press_after_first)
    result = cli("chat", "--max-tokens", "5000")

    assert result.code == 0
    assert result.out.endswith("Second.")
    assert result.out.count("word") < 5000


def test_at_the_prompt_one_ctrl_c_is_forgiven(
    cli: Cli, use_engine: UseEngine, script: Callable[..., None]
) -> None:
    engine = use_engine(FakeEngine(["A."]))
    script(KeyboardInterrupt(), "one", KeyboardInterrupt(), KeyboardInterrupt(), interactive=True)

    result = cli("chat")

    assert (result.code, contents(engine)) == (130, [["one"]])
    assert "exit" in result.err


def test_ctrl_c_while_a_pipe_is_silent_leaves(
    cli: Cli, use_engine: UseEngine, script: Callable[..., None]
) -> None:
    use_engine(FakeEngine())
    script(KeyboardInterrupt(), "one")

    assert cli("chat").code == 130


def test_standard_input_cannot_be_the_article(cli: Cli) -> None:
    assert cli("chat", "--article", "-").code == 2


def test_the_style_changes_within_a_chat(
    cli: Cli, use_engine: UseEngine, script: Callable[..., None], house: Path
) -> None:
    engine = use_engine(StyledEngine(["Base."], answers_with={"house": ["Styled."]}))
    script("style base", "Why?", "style house", "How?", "style none", "What style is it?", "exit")

    result = cli("chat", "--prefix", "house")

    assert result.out.split("\n") == ["Base.", "Styled.", "Styled.", ""]
    assert engine.prefixes == [None, house, house]
    assert "none is not installed" in result.err
    assert result.code == 1
    assert [len(contents) for contents in contents(engine)] == [1, 3, 5]


def test_a_terminal_is_told_the_style(
    cli: Cli, use_engine: UseEngine, script: Callable[..., None], house: Path
) -> None:
    use_engine(StyledEngine())
    script("Style house", "STYLE Base", interactive=True)

    told = cli("chat").err.split("\n")

    assert told[1:3] == [
        "Answers are written in the house style house from now on.",
        "Answers are the base model's from now on.",
    ]


def test_a_style_that_is_not_installed_ends_before_loading(cli: Cli) -> None:
    result = cli("chat", "--prefix", "tabloid")

    assert result.code == 1
    assert "tabloid is not installed" in result.err


def test_a_style_for_another_model_is_refused_before_the_first_question(
    cli: Cli, use_engine: UseEngine, script: Callable[..., None], foreign: Path
) -> None:
    engine = use_engine(StyledEngine())
    script("Why?")

    result = cli("chat", "--prefix", "foreign")

    assert (result.code, engine.prompts) == (1, [])
    assert "made for another model: it needs glm, 2 layers" in result.err


def test_a_style_for_another_model_leaves_the_former(
    cli: Cli, use_engine: UseEngine, script: Callable[..., None], house: Path, foreign: Path
) -> None:
    engine = use_engine(StyledEngine())
    script("style house", "style foreign", "Why?")

    result = cli("chat")

    assert "made for another model" in result.err
    assert engine.prefixes == [house]


@pytest.mark.parametrize("options", [(), ("--no-checks",)])
def test_answers_about_an_article_are_compared_with_it(
    cli: Cli,
    use_engine: UseEngine,
    script: Callable[..., None],
    tmp_path: Path,
    options: tuple[str, ...],
) -> None:
    use_engine(FakeEngine(["It has 400 looms.", "It has **52** looms."]))
    script("How many?", "Really?")
    article = tmp_path / "a.txt"
    article.write_text("The mill has 400 looms.")

    result = cli("chat", "--article", article, *options)

    assert result.out == "It has 400 looms.\nIt has **52** looms.\n"
    lines = [
        "Checked against the article: 1 number; all are in the article.",
        "Checked against the article: 1 number; 1 number is not in the article: 52",
    ]
    assert result.err.splitlines() == ([] if options else lines)
