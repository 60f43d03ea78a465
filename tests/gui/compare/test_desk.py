"""Comparing two styles in the whole window, on a scripted engine."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from newsassistant.app.compare import Side, SideState
from newsassistant.app.listener import ChatState
from newsassistant.core.errors import EngineError
from newsassistant.core.types import CancelToken, Event, GenerationParams, OnProgress, Prompt
from newsassistant.gui.compare.desk import CompareDesk
from newsassistant.gui.compare.dialog import CompareDialog
from tests.gui.conftest import ENGLISH
from tests.gui.example_styles import OTHER, GlmEngine, install
from tests.gui.pages import PORT, WIND, MainPage

BASE = "- Base says £1.2bn."
HOUSE = "- House says 350 projects wait."
LIMIT_S = 20.0
LONG_MS = 30_000


class HeldEngine(GlmEngine):
    """Waits in the middle of each answer until the test says so, or it is cancelled."""

    def __init__(self, **values: object) -> None:
        super().__init__([BASE], answers_with={"house": [HOUSE]}, **values)  # type: ignore[arg-type]
        self.may_go_on = threading.Event()

    def stream(
        self,
        request_id: str,
        prompt: Prompt,
        params: GenerationParams,
        cancel: CancelToken,
        on_prefill: OnProgress,
    ) -> Iterator[Event]:
        cancel.set_hook(self.may_go_on.set)
        for number, event in enumerate(
            super().stream(request_id, prompt, params, cancel, on_prefill)
        ):
            if number == 1:
                assert self.may_go_on.wait(LIMIT_S)
            yield event


class ComparePage:
    """The comparison over a window with an article."""

    def __init__(self, page: MainPage, qtbot: QtBot) -> None:
        self.page = page
        self.qtbot = qtbot

    @property
    def desk(self) -> CompareDesk:
        """What joins the parts; made when the comparison is opened first."""
        assert self.page.program.pages.compare is not None
        return self.page.program.pages.compare

    @property
    def dialog(self) -> CompareDialog:
        """The dialog."""
        return self.desk.dialog

    def open(self) -> ComparePage:
        """Press Compare in the conversation's header."""
        self.page.click("compare_button")
        assert self.dialog.isVisible()
        return self

    def run(self) -> ComparePage:
        """Press Compare in the dialog and wait for both answers."""
        self.begin()
        self.wait_end()
        return self

    def begin(self) -> ComparePage:
        """Press Compare in the dialog."""
        QTest.mouseClick(self.dialog.run_button, Qt.MouseButton.LeftButton)
        return self

    def wait_end(self) -> None:
        """Wait until nothing is answered any more."""
        self.qtbot.waitUntil(lambda: not self.desk.service.is_running)

    def wait_checked(self) -> None:
        """Wait until both answers were compared with the article; word lists come first."""
        self.qtbot.waitUntil(
            lambda: not any("Comparing" in text for text in self.shown()), timeout=LONG_MS
        )

    def wait_answering(self, index: int) -> None:
        """Wait for the first words of a side."""
        self.qtbot.waitUntil(lambda: bool(self.sides[index].text))

    @property
    def sides(self) -> tuple[Side, Side]:
        """Both sides."""
        return self.desk.service.sides

    def states(self) -> list[SideState]:
        """Of both sides."""
        return [side.state for side in self.sides]

    def shown(self) -> list[str]:
        """What both columns say."""
        return [column.text() for column in self.dialog.columns]


@pytest.fixture
def open_page(
    start: Callable[..., MainPage], qtbot: QtBot, tmp_path: Path
) -> Callable[..., ComparePage]:
    """Starts the window with an article and an installed style, and opens the comparison."""

    def begin(engine: GlmEngine | None = None, *, style: str = "", **values: object) -> ComparePage:
        page = start(
            engine or GlmEngine([BASE], answers_with={"house": [HOUSE]}),
            settings=replace(ENGLISH, prefix=style),
            ready=False,
        )
        prefixes = page.program.paths.prefixes
        install(prefixes, "house", "House style")
        install(prefixes, "small", "Starter style", OTHER)
        page.program.style.refresh()
        page.wait_idle()
        page.paste(WIND)
        return ComparePage(page, qtbot).open()

    return begin


def test_both_styles_answer_the_article(open_page: Callable[..., ComparePage]) -> None:
    compare = open_page()
    names = [compare.dialog.columns[i].style_combo.currentText() for i in (0, 1)]
    assert names == ["Base model", "House style"]
    assert compare.dialog.columns[0].style_combo.count() == 2  # one is for another model
    assert compare.dialog.headline.text().startswith("Government puts £1.2bn")
    compare.run()

    assert compare.states() == [SideState.DONE, SideState.DONE]
    compare.wait_checked()
    left, right = compare.shown()
    assert "Base says £1.2bn." in left
    assert "Checked: 1 number: in the article" in left
    assert "House says 350 projects wait." in right
    assert "1 number is not in the article" in right
    marked = [column.view.extraSelections() for column in compare.dialog.columns]
    assert [[mark.cursor.selectedText() for mark in marks] for marks in marked] == [[], ["350"]]
    assert compare.page.state() is ChatState.IDLE
    assert compare.page.conversations() == []


def test_an_answer_that_comes_back_is_marked_again(open_page: Callable[..., ComparePage]) -> None:
    compare = open_page().run()
    compare.dialog.preset.setCurrentIndex(compare.dialog.preset.findData("headline"))
    assert compare.dialog.columns[1].view.extraSelections() == []
    compare.dialog.preset.setCurrentIndex(compare.dialog.preset.findData("three-bullets"))
    compare.wait_checked()

    (mark,) = compare.dialog.columns[1].view.extraSelections()
    assert mark.cursor.selectedText() == "350"


def test_what_was_found_is_forgotten_with_the_answers(
    open_page: Callable[..., ComparePage],
) -> None:
    compare = open_page().run()
    compare.wait_checked()
    compare.desk.forget()

    for column in compare.dialog.columns:
        assert column.marked.marks == ()
        assert "350" not in column.view.toolTip()


def test_nothing_else_is_asked_meanwhile(open_page: Callable[..., ComparePage]) -> None:
    engine = HeldEngine()
    compare = open_page(engine).begin()
    compare.wait_answering(0)

    assert compare.page.state() is ChatState.COMPARING
    assert not compare.page.button("summarize_button").isEnabled()
    assert not compare.page.action("compare").isEnabled()
    assert "compared" in compare.page.button("compare_button").toolTip()
    engine.may_go_on.set()
    compare.wait_end()
    assert compare.page.button("compare_button").isEnabled()


def test_the_chosen_answer_becomes_an_exchange(open_page: Callable[..., ComparePage]) -> None:
    compare = open_page().run()
    compare.dialog.columns[1].use_button.click()

    assert not compare.dialog.isVisible()
    program = compare.page.program
    conversation = program.service.conversation_id
    assert conversation is not None
    request, answer = program.history.messages(conversation)
    assert request.role == "user"
    assert request.preset == answer.preset == "three-bullets"
    assert (answer.content, answer.prefix, answer.model) == (HOUSE, "house", "ChatGLM3-6B · int8")
    assert answer.usage is not None
    assert "House says 350 projects wait." in compare.page.transcript()
    assert compare.page.window.chat.card(answer.id) is not None

    compare.page.ask("Why?")
    assert len(compare.page.answers()) == 2


def test_stopping_keeps_what_there_is(open_page: Callable[..., ComparePage]) -> None:
    compare = open_page(HeldEngine()).begin()
    compare.wait_answering(0)
    QTest.keyClick(compare.dialog, Qt.Key.Key_Escape)
    compare.wait_end()

    assert compare.dialog.isVisible()
    assert compare.states() == [SideState.STOPPED, SideState.STOPPED]
    assert compare.sides[0].text
    assert compare.sides[1].text == ""
    assert compare.page.state() is ChatState.IDLE


def test_closing_while_it_runs_leaves_the_chat_usable(
    open_page: Callable[..., ComparePage],
) -> None:
    compare = open_page(HeldEngine()).begin()
    compare.wait_answering(0)
    compare.dialog.close()
    compare.page.wait_idle()
    compare.page.summarize()

    assert compare.page.answers() == [BASE]
    assert compare.states() == [SideState.STOPPED, SideState.STOPPED]


def test_a_side_that_fails_leaves_the_other(open_page: Callable[..., ComparePage]) -> None:
    engine = GlmEngine(
        [BASE],
        answers_with={"house": [HOUSE]},
        failures=[EngineError("inference-failed", detail="x")],
    )
    compare = open_page(engine).run()

    assert compare.states() == [SideState.FAILED, SideState.DONE]
    assert compare.dialog.columns[0].error.isVisible()
    assert not compare.dialog.columns[0].use_button.isVisible()
    assert compare.dialog.columns[1].use_button.isVisible()
    compare.run()
    assert compare.states() == [SideState.DONE, SideState.DONE]


def test_a_style_that_was_deleted_meanwhile_fails_with_its_words(
    open_page: Callable[..., ComparePage],
) -> None:
    compare = open_page()
    folder = compare.page.program.paths.prefixes / "house"
    folder.rename(folder.with_name(".gone"))
    compare.run()

    assert compare.states() == [SideState.DONE, SideState.FAILED]
    assert "house" in compare.dialog.columns[1].error.text()


def test_answers_stay_until_another_article_is_compared(
    open_page: Callable[..., ComparePage],
) -> None:
    compare = open_page().run()
    compare.dialog.close()
    compare.open()
    assert compare.states() == [SideState.DONE, SideState.DONE]
    compare.dialog.close()
    compare.page.paste(PORT)
    compare.open()

    assert compare.states() == [SideState.EMPTY, SideState.EMPTY]
    assert compare.dialog.headline.text() == "Port strike enters second week"


def test_the_styles_can_change_places(open_page: Callable[..., ComparePage]) -> None:
    compare = open_page().run()
    compare.dialog.columns[0].style_combo.setFocus()
    QTest.keyClick(compare.dialog.columns[0].style_combo, Qt.Key.Key_Down)

    assert [side.prefix for side in compare.sides] == ["house", ""]
    assert "House says" in compare.shown()[0]
    compare.dialog.close()
    compare.open()
    assert [side.prefix for side in compare.sides] == ["house", ""]


def test_another_job_is_asked_for(open_page: Callable[..., ComparePage]) -> None:
    engine = GlmEngine([BASE], answers_with={"house": [HOUSE]})
    compare = open_page(engine)
    compare.dialog.preset.setCurrentIndex(compare.dialog.preset.findData("headline"))
    compare.run()
    compare.dialog.columns[0].use_button.click()

    assert "headline" in engine.prompts[-1].messages[0].content
    assert "Suggest a headline" in compare.page.transcript()


def test_without_a_fitting_style_it_leads_to_the_styles(page: MainPage, qtbot: QtBot) -> None:
    page.paste(WIND)
    compare = ComparePage(page, qtbot).open()
    assert not compare.dialog.run_button.isEnabled()
    QTest.mouseClick(compare.dialog.styles_button, Qt.MouseButton.LeftButton)

    assert not compare.dialog.isVisible()
    assert page.dialogs.names()[-1] == "styles"


def test_the_button_waits_for_an_article(page: MainPage) -> None:
    button = page.button("compare_button")
    assert not button.isEnabled()
    assert button.toolTip() == "Paste or open an article first"
    page.paste(WIND)

    assert button.isEnabled()
    assert "Ctrl+D" in button.toolTip()


def test_a_disk_without_room_is_told_in_the_dialog(
    open_page: Callable[..., ComparePage], monkeypatch: pytest.MonkeyPatch
) -> None:
    compare = open_page().run()

    def refuse(index: int) -> None:
        raise EngineError("model-busy")

    monkeypatch.setattr(compare.desk.service, "use", refuse)
    compare.dialog.columns[0].use_button.click()

    assert compare.dialog.isVisible()
    assert compare.dialog.error.isVisible()


def test_the_window_closes_while_styles_are_compared(
    open_page: Callable[..., ComparePage], qtbot: QtBot
) -> None:
    compare = open_page(HeldEngine()).begin()
    compare.wait_answering(0)

    with qtbot.waitSignal(compare.page.program.ended):
        compare.page.window.close()
