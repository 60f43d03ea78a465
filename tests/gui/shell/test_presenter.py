"""Everything that a user can do in the window, on the scripted engine."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from newsassistant.app.listener import ChatState
from newsassistant.core.errors import EngineError, ModelError, StoreError
from newsassistant.core.types import (
    CancelToken,
    Done,
    Event,
    GenerationParams,
    OnProgress,
    Prompt,
    Usage,
)
from newsassistant.engine.fake import FakeEngine
from newsassistant.gui.conversation.message_card import AnswerCard
from newsassistant.gui.history.model import ID_ROLE, SECOND_LINE_ROLE
from newsassistant.gui.widgets.error_block import ErrorBlock
from newsassistant.text.prompts.presets import PRESETS
from tests.gui.pages import PORT, WIND, MainPage

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
SLOW = 0.02  # s a token: long enough to act while an answer runs
LIMIT_S = 20.0


def list_titles(page: MainPage) -> list[str]:
    """The rows of the sidebar that are conversations."""
    model: QAbstractItemModel = page.window.history.list.model()
    rows = [model.index(row, 0) for row in range(model.rowCount())]
    known = [page.window.history.model().conversation(index) for index in rows]
    return [item.title for item in known if item is not None]


def waiting_words(page: MainPage) -> str:
    """What the line above the question box says, "" while it is hidden."""
    bar = page.window.conversation.waiting
    return "" if bar.isHidden() else bar.label.text()


def second_lines(page: MainPage) -> list[str]:
    """What stands under the titles of the sidebar."""
    model = page.window.history.model()
    rows = [model.index(row, 0) for row in range(model.rowCount())]
    return [str(index.data(SECOND_LINE_ROLE)) for index in rows if model.conversation(index)]


# --- summarising and asking ---------------------------------------------------------------------


def test_paste_and_summarise(page: MainPage) -> None:
    page.paste(WIND)
    page.summarize()

    assert page.answers()[0].startswith("- The government will invest")
    assert "Summarise in three bullets" in page.transcript()
    assert "14,000 jobs" in page.transcript()
    assert page.title() == "Government puts £1.2bn into offshore wind to cut bills"
    assert list_titles(page) == [page.title()]


def test_ctrl_enter_summarises(page: MainPage) -> None:
    page.paste(WIND)
    page.keys(Qt.Key.Key_Return, CTRL)
    page.qtbot.waitUntil(lambda: bool(page.answers()))
    page.wait_idle()

    assert len(page.answers()) == 1


@pytest.mark.parametrize("preset", list(PRESETS))
def test_the_chosen_preset_is_asked_for(page: MainPage, preset: str) -> None:
    page.paste(WIND)
    page.window.article.set_preset(preset)
    page.summarize()

    assert page.conversations()[0].preset == preset


def test_what_is_asked_while_the_model_loads_waits_for_it_and_says_so(
    start: Callable[..., MainPage],
) -> None:
    page = start(ready=False)
    page.window.article.edit.setPlainText(WIND)
    page.window.article.tell_edited()
    assert page.state() is ChatState.LOADING
    assert page.window.conversation.composer._note.text().startswith("The model is loading")

    page.click("summarize_button")
    assert waiting_words(page) == "The model is loading; yours is next."
    assert not page.button("summarize_button").isEnabled()

    page.wait_idle()
    assert page.answers()[0].startswith("- The government will invest")
    assert waiting_words(page) == ""


def test_a_question_without_an_article_waits_for_the_model_too(
    start: Callable[..., MainPage],
) -> None:
    page = start(ready=False)
    page.type_question("What is a lead?")
    QTest.keyClick(page.widget("question_edit"), Qt.Key.Key_Return)

    assert page.window.composer.text() == ""
    assert "What is a lead?" in page.transcript()
    assert waiting_words(page) == "The model is loading; yours is next."
    page.wait_idle()
    assert len(page.answers()) == 1


def test_a_question_follows_the_summary(page: MainPage) -> None:
    page.paste(WIND)
    page.summarize()
    page.ask("Who criticised it?")

    assert "Who criticised it?" in page.transcript()
    assert len(page.answers()) == 2
    assert len(page.conversations()) == 1
    assert page.window.composer.text() == ""


def test_a_question_needs_no_article(page: MainPage) -> None:
    page.ask("What is a lead?")

    assert len(page.answers()) == 1
    assert page.conversations()[0].title == "What is a lead?"


def test_another_article_starts_another_conversation(page: MainPage) -> None:
    page.paste(WIND)
    page.summarize()
    page.paste(PORT)
    page.summarize()

    assert len(page.conversations()) == 2
    assert page.title() == "Port strike enters second week"
    assert "offshore" not in page.transcript().split("\n")[0]


def test_speed_and_model_are_shown(page: MainPage) -> None:
    page.paste(WIND)
    page.summarize()

    assert page.window.status.speed_label.text() == "9.8 tokens/s · first word 0.4 s"
    assert page.window.status.model_combo.currentText() == "Scripted model"


def test_enter_in_a_composition_sends_nothing(page: MainPage) -> None:
    edit = page.widget("question_edit")
    QApplication.sendEvent(edit, QInputMethodEvent("ni", []))

    QTest.keyClick(edit, Qt.Key.Key_Return)

    assert page.state() is ChatState.IDLE
    assert page.conversations() == []


# --- too long -----------------------------------------------------------------------------------


@pytest.fixture
def short(start: Callable[..., MainPage]) -> MainPage:
    """A model with room for 22 words of an article."""
    page = start(FakeEngine(context_length=150))
    page.paste(WIND)
    return page


def test_too_long_asks_and_a_no_changes_nothing(short: MainPage) -> None:
    short.click("summarize_button")

    ((name, words),) = short.dialogs.asked
    assert name == "too_long"
    assert "this model can read the first" in str(words)
    assert "48, room for 22." in str(words)
    assert short.conversations() == []


def test_too_long_takes_the_part_that_fits(short: MainPage) -> None:
    short.dialogs.agree = True
    short.summarize()

    conversation = short.conversations()[0]
    request = short.program.history.messages(conversation.id)[0]
    assert request.reads is not None
    ((start, end),) = request.reads
    assert start == 0 < end < len(WIND)


def test_what_was_not_read_stays_on_the_card_and_goes_with_a_copy(short: MainPage) -> None:
    short.dialogs.agree = True
    short.summarize()
    number = short.conversations()[0].id
    for _ in range(2):
        answer = short.message_ids()[-1]
        card = short.window.chat.card(answer)
        label = card.findChild(QLabel, "unread_label")  # type: ignore[union-attr]
        assert isinstance(label, QLabel)
        assert not label.isHidden()
        assert "of the article was not read" in label.text()
        short.window.chat.copy_requested.emit(answer)
        assert QGuiApplication.clipboard().text().endswith(f"[{label.text()}]")
        assert label.text() in short.window.chat.toPlainText()
        short.action("new_chat").trigger()
        short.program.presenter.open_conversation(number)


def test_the_agreement_holds_for_that_article(short: MainPage) -> None:
    short.dialogs.agree = True
    short.summarize()
    short.ask("Who?")
    assert short.dialogs.names() == ["too_long"]

    short.paste(WIND + " And more of it.")
    short.click("summarize_button")
    short.wait_idle()
    assert short.dialogs.names() == ["too_long", "too_long"]


def test_a_question_about_a_long_article_asks_too_and_keeps_its_words(short: MainPage) -> None:
    short.type_question("Who criticised it?")
    QTest.keyClick(short.widget("question_edit"), Qt.Key.Key_Return)

    assert short.dialogs.names() == ["too_long"]
    assert short.window.composer.text() == "Who criticised it?"


# --- waiting ------------------------------------------------------------------------------------


@pytest.fixture
def busy(start: Callable[..., MainPage]) -> MainPage:
    """One article is being answered; another one lies on the desk."""
    page = start(FakeEngine(delay_s=SLOW))
    page.paste(WIND)
    page.click("summarize_button")
    page.wait_answering()
    page.click("new_chat_button")
    page.paste(PORT)
    return page


def test_a_new_article_can_be_asked_about_while_another_is_answered(busy: MainPage) -> None:
    first = busy.program.service.running_in()
    assert busy.button("summarize_button").isEnabled()
    assert busy.widget("send_button").isVisible()  # Stop stands beside the other answer only
    assert not busy.widget("stop_button").isVisible()
    note = busy.window.composer._note.text()
    assert note == "Answering “Government puts £1.2bn into off…”; yours is next."

    busy.click("summarize_button")
    assert waiting_words(busy) == note
    assert not busy.widget("put_first_button").isVisible()
    assert busy.transcript() == "You: Summarise in three bullets"
    assert second_lines(busy) == ["Waits, number 1", "Answering…"]
    assert not busy.button("summarize_button").isEnabled()

    busy.wait_idle()
    assert waiting_words(busy) == ""
    assert busy.answers()[0].startswith("Opposition lawmakers welcomed")
    assert "Answering…" not in second_lines(busy)
    assert first is not None
    assert busy.program.history.messages(first)[-1].status == "done"


def test_escape_stops_only_what_it_stands_beside(busy: MainPage) -> None:
    first = busy.program.service.running_in()
    assert not busy.action("stop").isEnabled()
    busy.keys(Qt.Key.Key_Escape)
    busy.program.presenter.stop()
    assert busy.state() is ChatState.ANSWERING

    assert first is not None
    busy.window.history.opened.emit(first)
    assert busy.widget("stop_button").isVisible()
    busy.keys(Qt.Key.Key_Escape)
    busy.wait_idle()
    assert busy.program.history.messages(first)[-1].status == "stopped"


def test_what_waits_can_be_put_first(busy: MainPage) -> None:
    busy.click("summarize_button")
    busy.click("new_chat_button")
    busy.type_question("What is a lead?")
    QTest.keyClick(busy.widget("question_edit"), Qt.Key.Key_Return)
    assert waiting_words(busy).endswith("waiting before yours: 1.")
    last = busy.program.service.conversation_id

    busy.click("put_first_button")

    assert waiting_words(busy).endswith("yours is next.")
    assert busy.program.service.line()[0] == last
    assert busy.widget("question_edit").hasFocus()
    busy.program.service.forget_waiting()


def test_a_withdrawn_summary_leaves_the_article_on_the_desk(busy: MainPage) -> None:
    busy.click("summarize_button")
    busy.click("withdraw_button")

    assert waiting_words(busy) == ""
    assert busy.transcript() == ""
    assert busy.article_text() == PORT
    assert busy.button("summarize_button").isEnabled()
    assert busy.state() is ChatState.ANSWERING
    assert len(busy.conversations()) == 2


def test_a_withdrawn_question_goes_back_into_the_box(busy: MainPage) -> None:
    busy.click("new_chat_button")
    busy.type_question("What is a lead?")
    QTest.keyClick(busy.widget("question_edit"), Qt.Key.Key_Return)
    assert busy.window.composer.text() == ""
    assert not busy.button("send_button").isEnabled()
    busy.click("withdraw_button")

    assert busy.window.composer.text() == "What is a lead?"
    assert len(busy.conversations()) == 1


def test_enter_during_the_own_answer_says_when_it_can_be_sent(slow: MainPage) -> None:
    slow.type_question("next question")
    QTest.keyClick(slow.widget("question_edit"), Qt.Key.Key_Return)
    assert slow.window.composer._note.text() == "First this answer; then you can send yours"


def test_the_own_answer_is_not_called_another(slow: MainPage) -> None:
    assert slow.window.composer._note.text() == ""

    slow.click("new_chat_button")

    assert slow.window.composer._note.text().endswith("yours is next.")


def test_a_request_that_was_left_alone_can_be_answered(start: Callable[..., MainPage]) -> None:
    page = start()
    history = page.program.history
    left = history.create("Left", None, preset="", model="", prefix="")
    history.add_message(left.id, "user", "Why?")
    page.window.history.opened.emit(left.id)
    assert waiting_words(page) == "This request was not answered."

    page.click("answer_button")
    page.wait_idle()

    assert len(page.answers()) == 1
    assert waiting_words(page) == ""


# --- where the focus goes -----------------------------------------------------------------------


def test_after_summarise_the_question_box_has_the_focus(page: MainPage) -> None:
    page.paste(WIND)
    page.button("summarize_button").setFocus()
    page.summarize()
    assert page.window.focusWidget() is page.widget("question_edit")


def test_after_ctrl_enter_the_article_keeps_the_focus(page: MainPage) -> None:
    page.paste(WIND)
    page.window.article.edit.setFocus()
    page.keys(Qt.Key.Key_Return, CTRL)
    page.qtbot.waitUntil(lambda: bool(page.answers()))
    page.wait_idle()
    assert page.window.focusWidget() is page.window.article.edit


def test_after_regenerate_on_the_card_the_question_box_has_the_focus(page: MainPage) -> None:
    page.paste(WIND)
    page.summarize()
    again = page.button("regenerate_button")
    again.setFocus()
    page.click("regenerate_button")
    page.wait_idle()
    assert page.window.focusWidget() is page.widget("question_edit")


# --- stop, regenerate, copy ---------------------------------------------------------------------


@pytest.fixture
def slow(start: Callable[..., MainPage]) -> MainPage:
    """An engine that takes its time, in the middle of an answer."""
    page = start(FakeEngine(delay_s=SLOW))
    page.paste(WIND)
    page.click("summarize_button")
    page.wait_answering()
    return page


def test_stop_keeps_what_is_there(slow: MainPage) -> None:
    slow.click("stop_button")
    slow.wait_idle()

    messages = slow.program.history.messages(slow.conversations()[0].id)
    assert messages[-1].status == "stopped"
    assert messages[-1].content.startswith("-")
    assert len(messages[-1].content) < 150


def test_escape_stops_wherever_the_focus_is(slow: MainPage) -> None:
    slow.window.article.edit.setFocus()
    slow.keys(Qt.Key.Key_Escape)
    slow.wait_idle()

    assert slow.program.history.messages(slow.conversations()[0].id)[-1].status == "stopped"


class Reader(FakeEngine):
    """Reads 496 of 800 tokens and no more until it is stopped."""

    def stream(
        self,
        request_id: str,
        prompt: Prompt,
        params: GenerationParams,
        cancel: CancelToken,
        on_prefill: OnProgress,
    ) -> Iterator[Event]:
        on_prefill(496, 800)
        stopped = threading.Event()
        cancel.set_hook(stopped.set)
        assert stopped.wait(LIMIT_S)
        yield Done(request_id, "cancelled", Usage(prompt_tokens=496))


def test_escape_stops_the_reading_of_which_the_true_share_is_told(
    start: Callable[..., MainPage],
) -> None:
    page = start(Reader())
    page.paste(WIND)
    page.click("summarize_button")
    page.qtbot.waitUntil(lambda: "62 %" in page.window.status.status_label.text())
    assert page.state() is ChatState.PREFILL
    card = page.window.chat.card(page.message_ids()[-1])
    assert isinstance(card, AnswerCard)
    assert "62 %" in card._reading_label.text()

    page.keys(Qt.Key.Key_Escape)
    page.wait_idle()

    assert page.answers() == [""]
    assert page.article_text() == WIND


def test_while_an_answer_runs_only_stop_is_possible(slow: MainPage) -> None:
    assert slow.widget("stop_button").isVisible()
    assert not slow.widget("send_button").isVisible()
    assert not slow.button("summarize_button").isEnabled()
    assert not slow.action("regenerate").isEnabled()
    assert slow.action("stop").isEnabled()

    slow.type_question("next question")
    QTest.keyClick(slow.widget("question_edit"), Qt.Key.Key_Return)
    assert slow.window.composer.text() == "next question"

    slow.action("stop").trigger()
    slow.wait_idle()
    assert slow.widget("send_button").isVisible()
    assert not slow.action("stop").isEnabled()


def test_regenerate_replaces_the_answer_and_keeps_the_article(page: MainPage) -> None:
    page.paste(WIND)
    page.summarize()
    first = page.answers()
    page.keys(Qt.Key.Key_R, CTRL)
    page.qtbot.waitUntil(lambda: page.answers() != first and page.state() is ChatState.IDLE)

    assert len(page.answers()) == 1
    assert page.answers()[0].startswith("Opposition lawmakers welcomed")
    assert page.article_text() == WIND


def test_regenerate_keeps_an_article_that_was_edited_since(page: MainPage) -> None:
    page.paste(WIND)
    page.summarize()
    page.paste(PORT)
    first = page.answers()
    page.action("regenerate").trigger()
    page.qtbot.waitUntil(lambda: page.answers() != first and page.state() is ChatState.IDLE)

    assert page.article_text() == PORT


# --- conversations ------------------------------------------------------------------------------


def test_new_article_empties_the_desk(page: MainPage) -> None:
    page.paste(WIND)
    page.summarize()
    page.keys(Qt.Key.Key_N, CTRL)

    assert page.article_text() == ""
    assert page.transcript() == ""
    assert page.title() == "New conversation"
    assert len(page.conversations()) == 1
    assert page.window.notice.isHidden()


def test_an_article_that_was_not_used_can_be_brought_back(page: MainPage) -> None:
    page.paste(WIND)
    page.click("new_chat_button")
    assert page.article_text() == ""
    assert "Government puts" in page.window.notice.label.text()

    page.click("notice_undo_button")

    assert page.article_text() == WIND
    assert page.window.notice.isHidden()


def test_a_draft_waits_behind_new_article(page: MainPage) -> None:
    page.paste(WIND)
    page.summarize()
    first = page.conversations()[0].id
    page.click("new_chat_button")
    page.paste(PORT)
    page.window.history.opened.emit(first)
    assert page.article_text() == WIND

    page.click("new_chat_button")

    assert page.article_text() == PORT


def test_a_question_that_was_not_sent_survives_everything(page: MainPage) -> None:
    page.paste(WIND)
    page.summarize()
    page.type_question("half a question")
    page.click("new_chat_button")
    page.window.history.opened.emit(page.conversations()[0].id)

    assert page.window.composer.text() == "half a question"


def test_a_conversation_is_opened_with_its_article(page: MainPage) -> None:
    page.paste(WIND)
    page.summarize()
    first = page.conversations()[0].id
    page.paste(PORT)
    page.summarize()

    page.window.history.opened.emit(first)

    assert page.article_text() == WIND
    assert page.title().startswith("Government puts")
    assert "14,000 jobs" in page.transcript()


def test_an_answer_goes_on_while_another_conversation_is_read(
    start: Callable[..., MainPage],
) -> None:
    page = start(FakeEngine(delay_s=SLOW))
    page.paste(PORT)
    page.summarize()
    first = page.conversations()[0].id
    page.paste(WIND)
    page.click("summarize_button")
    page.wait_answering()

    page.window.history.opened.emit(first)
    page.wait_idle()

    assert page.title() == "Port strike enters second week"
    assert len(page.answers()) == 1
    other = next(item.id for item in page.conversations() if item.id != first)
    assert page.program.history.messages(other)[-1].status == "done"


def test_search_narrows_the_list(page: MainPage) -> None:
    page.paste(WIND)
    page.summarize()
    page.paste(PORT)
    page.summarize()
    page.keys(Qt.Key.Key_K, CTRL)
    assert page.window.focusWidget() is page.widget("history_search")

    QTest.keyClicks(page.widget("history_search"), "strike")
    page.qtbot.waitUntil(lambda: len(list_titles(page)) == 1)
    assert list_titles(page) == ["Port strike enters second week"]

    page.window.history.search.clear()
    page.qtbot.waitUntil(lambda: len(list_titles(page)) == 2)


def test_ctrl_k_unfolds_the_sidebar(page: MainPage) -> None:
    page.action("sidebar").trigger()
    page.action("search").trigger()

    assert page.widget("sidebar").isVisible()


def test_rename_by_the_menu(page: MainPage) -> None:
    page.paste(WIND)
    page.summarize()
    page.dialogs.line = "Wind money"
    page.action("rename").trigger()

    assert page.dialogs.asked[0][1] == "Government puts £1.2bn into offshore wind to cut bills"
    assert page.title() == "Wind money"
    assert list_titles(page) == ["Wind money"]
    assert page.window.windowTitle().startswith("Wind money")


def test_rename_in_the_list(page: MainPage) -> None:
    page.paste(WIND)
    page.summarize()

    page.window.history.renamed.emit(page.conversations()[0].id, "Wind")

    assert page.title() == "Wind"


def test_delete_and_undo(page: MainPage) -> None:
    page.paste(WIND)
    page.summarize()
    page.action("delete").trigger()
    assert page.conversations() == []
    assert page.transcript() == ""
    assert page.widget("undo_bar").isVisible()

    page.click("undo_button")

    assert len(page.conversations()) == 1
    assert "14,000 jobs" in page.transcript()
    assert page.article_text() == WIND


def test_a_deletion_is_undone_by_keys_as_long_as_the_program_runs(page: MainPage) -> None:
    page.paste(WIND)
    page.summarize()
    page.paste(PORT)
    page.summarize()
    first, second = (item.id for item in reversed(page.conversations()))
    assert not page.action("undo_delete").isEnabled()
    page.action("delete").trigger()
    page.action("delete").trigger()
    page.window.history.hide_undo()  # as after ten seconds
    assert page.conversations() == []
    assert page.window.focusWidget() is page.window.history.list

    page.keys(Qt.Key.Key_Z, CTRL)
    assert page.program.service.conversation_id == first
    assert page.article_text() == WIND
    page.keys(Qt.Key.Key_Z, CTRL)
    assert page.program.service.conversation_id == second
    assert "14,000 jobs" not in page.transcript()
    assert not page.action("undo_delete").isEnabled()
    assert page.window.focusWidget() is page.window.history.list


def test_undo_in_the_article_is_of_its_text(page: MainPage) -> None:
    page.paste(WIND)
    page.summarize()
    page.action("delete").trigger()
    page.paste(PORT)
    page.window.article.edit.setFocus()
    QTest.keyClicks(page.window.article.edit, "x")
    page.keys(Qt.Key.Key_Z, CTRL)
    assert page.conversations() == []


def test_after_a_deletion_the_one_beside_it_is_open(page: MainPage) -> None:
    for text in (WIND, PORT, WIND + " More."):
        page.paste(text)
        page.summarize()
    newest, middle, oldest = (item.id for item in page.conversations())
    page.window.history.opened.emit(middle)
    page.window.history.deleted.emit(middle)
    assert page.program.service.conversation_id == oldest
    assert page.window.history.list.currentIndex().data(ID_ROLE) == oldest
    page.action("delete").trigger()
    assert page.program.service.conversation_id == newest


def test_another_than_the_open_one_is_deleted_and_nothing_moves(page: MainPage) -> None:
    page.paste(WIND)
    page.summarize()
    page.paste(PORT)
    page.summarize()
    newest, oldest = (item.id for item in page.conversations())
    page.window.history.deleted.emit(oldest)
    assert page.program.service.conversation_id == newest


def test_an_article_in_no_conversation_survives_a_deletion(page: MainPage) -> None:
    page.paste(WIND)
    page.summarize()
    page.paste(PORT)
    page.action("delete").trigger()
    assert page.window.notice.isVisible()
    assert page.program.presenter.draft() is not None or "Port strike" in (
        page.window.notice.label.text()
    )
    page.click("notice_undo_button")
    assert page.article_text() == PORT


# --- files --------------------------------------------------------------------------------------


def test_choosing_a_model_loads_it(page: MainPage) -> None:
    page.window.status.model_chosen.emit("another")
    assert page.state() is ChatState.LOADING

    page.wait_idle()


# --- failures -----------------------------------------------------------------------------------


def test_a_failed_answer_says_why_and_can_be_tried_again(start: Callable[..., MainPage]) -> None:
    engine = FakeEngine(failures=[EngineError("inference-failed", detail="out of memory")])
    page = start(engine)
    page.paste(WIND)
    page.summarize()
    messages = page.program.history.messages(page.conversations()[0].id)
    assert messages[-1].status == "failed"
    card = page.window.chat.card(messages[-1].id)
    assert card is not None
    assert "out of memory" in card.error.text()  # type: ignore[union-attr]

    page.action("regenerate").trigger()
    page.qtbot.waitUntil(lambda: any(page.answers()) and page.state() is ChatState.IDLE)

    assert page.answers()[-1].startswith("- The government")


def test_a_question_that_cannot_be_sent_stays_in_the_box(
    page: MainPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: object, **options: object) -> None:
        raise StoreError("store-unwritable", path="h", detail="disk full")

    monkeypatch.setattr(page.program.service, "ask", full)
    page.type_question("Who criticised it?")
    QTest.keyClick(page.widget("question_edit"), Qt.Key.Key_Return)

    assert page.window.composer.text() == "Who criticised it?"
    assert "disk full" in page.window.chat.empty_state().text()


def test_a_model_that_does_not_load_is_explained(start: Callable[..., MainPage]) -> None:
    failure = ModelError("model-damaged", path="starter", detail="a byte is missing")
    page = start(FakeEngine(load_failure=failure), ready=False)
    page.qtbot.waitUntil(lambda: page.state() is ChatState.UNAVAILABLE)

    assert "a byte is missing" in page.window.chat.empty_state().text()
    assert page.window.status.status_label.text() == "No model is loaded"
    page.type_question("Who?")
    assert not page.widget("send_button").isEnabled()
    assert "No model" in page.widget("send_button").toolTip()


def test_a_list_that_cannot_be_read_is_told(
    page: MainPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(query: str) -> None:
        raise StoreError("store-unwritable", path="h", detail="gone")

    monkeypatch.setattr(page.program.service, "conversations", broken)

    page.program.history_desk.search("wind")

    assert "gone" in page.window.chat.empty_state().text()


def test_find_looks_where_the_focus_is(page: MainPage) -> None:
    page.paste(WIND)
    page.summarize()
    page.window.article.edit.setFocus()
    page.action("find").trigger()
    assert page.window.article.find_bar.isVisible()
    assert not page.window.conversation.find_bar.isVisible()

    page.window.composer.edit.setFocus()
    page.action("find").trigger()
    assert page.window.conversation.find_bar.isVisible()
    page.window.conversation.find_bar.field.setText(page.answers()[-1].split()[1])

    assert page.window.conversation.find_bar.count.text().startswith("1 of ")


# --- finding --------------------------------------------------------------------------------------


def test_words_are_found_in_the_column_of_the_focus_and_again(page: MainPage) -> None:
    page.paste(WIND)
    page.summarize()
    article, answers = page.window.article.find_bar, page.window.conversation.find_bar
    page.window.article.edit.setFocus()
    page.action("find_next").trigger()  # nothing is looked for yet
    assert (article.isVisible(), answers.isVisible()) == (True, False)
    article.field.setText("wind")
    page.window.article.edit.setFocus()
    page.keys(Qt.Key.Key_F3)
    assert article.count.text() == "2 of 2"
    page.keys(Qt.Key.Key_F3, SHIFT)
    assert article.count.text() == "1 of 2"

    page.window.composer.edit.setFocus()
    page.keys(Qt.Key.Key_F, CTRL)
    answers.field.setText("THE")
    assert answers.count.text().startswith("1 of ")
    page.window.composer.edit.setFocus()
    page.keys(Qt.Key.Key_F3)
    assert answers.count.text().startswith("2 of ")
    assert article.count.text() == "1 of 2"
    answers.field.setFocus()
    page.keys(Qt.Key.Key_Escape)
    assert page.window.focusWidget() is page.window.composer.edit


def test_a_version_that_another_window_erased_is_told(page: MainPage) -> None:
    page.paste(WIND)
    page.summarize()
    before = page.transcript()
    page.program.presenter.show_version(999)
    assert page.transcript() == before
    blocks = page.window.chat.transcript().findChildren(ErrorBlock)
    assert "no longer in the history" in "".join(block.text() for block in blocks)
