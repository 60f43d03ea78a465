"""From an empty window to a first summary and a better model, by its own buttons."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from newsassistant.core.settings import Settings
from newsassistant.core.types import ModelInfo, OnProgress
from newsassistant.engine.fake import FakeEngine
from newsassistant.gui.conversation.message_card import AnswerCard
from tests.gui.pages import WIND, MainPage

CHINESE = "央行周二宣布下调存款准备金率，以支持实体经济发展。\n\n分析人士表示，此举符合预期。"
Start = Callable[..., MainPage]


class StarterEngine(FakeEngine):
    """A scripted engine that calls itself the starter, or a model of another family."""

    family = "starter"

    def load(self, folder: Path, on_progress: OnProgress) -> ModelInfo:
        info = super().load(folder, on_progress)
        return dataclasses.replace(info, name="SmolLM2-135M-Instruct", family=self.family)


class GlmEngine(StarterEngine):
    family = "chatglm3"


@pytest.fixture
def page(start: Start) -> MainPage:
    return start(StarterEngine())


def press(button: QPushButton) -> None:
    assert button.isVisible()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_the_sample_is_summarised_in_one_press(page: MainPage) -> None:
    empty = page.window.chat.empty_state()
    press(empty.sample_button)
    assert "offshore wind" in page.window.article.text()
    page.qtbot.waitUntil(lambda: bool(page.message_ids()))
    page.wait_idle()
    assert not empty.sample_button.isVisible()
    assert isinstance(page.window.chat.card(page.message_ids()[-1]), AnswerCard)

    article = page.program.service.article
    assert article is not None
    assert article.origin.way == "sample"


def test_a_sample_is_in_the_windows_language_if_the_model_reads_it(start: Start) -> None:
    chinese = Settings(language="zh", scheme="light")
    page = start(GlmEngine(), settings=chinese)
    press(page.window.chat.empty_state().sample_button)
    assert "央行" in page.window.article.text()


def test_the_starter_gets_an_english_sample_in_a_chinese_window(start: Start) -> None:
    page = start(StarterEngine(), settings=Settings(language="zh", scheme="light"))
    press(page.window.chat.empty_state().sample_button)
    assert "offshore wind" in page.window.article.text()


def test_the_clipboards_article_is_pasted(page: MainPage) -> None:
    QGuiApplication.clipboard().setText(WIND)
    press(page.window.chat.empty_state().paste_button)
    page.wait_read(WIND)
    article = page.program.desk.article
    assert article is not None
    assert article.origin.way == "pasted"


def test_an_empty_clipboard_is_told(page: MainPage) -> None:
    QGuiApplication.clipboard().clear()
    press(page.window.chat.empty_state().paste_button)
    assert page.window.article.text() == ""
    assert "holds no text" in page.window.notice.label.text()


def test_a_better_model_is_offered_beside_each_answer_of_the_starter(page: MainPage) -> None:
    page.paste(WIND)
    page.summarize()
    card = page.window.chat.card(page.message_ids()[-1])
    assert isinstance(card, AnswerCard)
    assert "small model" in card.starter.text()
    press(card.starter.button)
    assert page.program.pages.models is not None
    assert page.program.pages.models.dialog.isVisible()


def test_no_other_model_is_called_the_starter(start: Start) -> None:
    class Other(GlmEngine):
        def load(self, folder: Path, on_progress: OnProgress) -> ModelInfo:
            return dataclasses.replace(super().load(folder, on_progress), name="ChatGLM3-6B")

    page = start(Other())
    assert not page.window.chat.empty_state().models_button.isVisible()
    page.paste(WIND)
    page.summarize()
    card = page.window.chat.card(page.message_ids()[-1])
    assert isinstance(card, AnswerCard)
    assert card.starter.isHidden()


def test_a_chinese_article_leads_to_the_models(page: MainPage) -> None:
    page.paste(CHINESE)
    offer = page.window.article.offer
    assert "English only" in offer.text()
    press(offer.button)
    assert page.program.pages.models is not None
    assert page.program.pages.models.dialog.isVisible()


def test_the_models_name_opens_the_models(page: MainPage) -> None:
    page.window.status.model_combo.menu().actions()[-2].trigger()
    assert page.program.pages.models is not None


def test_what_became_of_a_download_is_told_in_the_window(
    page: MainPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = page.program.pages
    pages.models_reported.emit("Downloading ChatGLM3-6B: 24 %")
    assert page.window.status.status_label.text() == "Downloading ChatGLM3-6B: 24 %"
    pages.models_reported.emit("")

    pages.model_failed.emit("The model could not be fetched.")
    assert page.window.notice.label.text() == "The model could not be fetched."
    press(page.window.notice.undo_button)
    assert pages.models is not None

    used: list[str] = []
    monkeypatch.setattr(page.program.choice, "use", used.append)
    pages.model_ready.emit("ChatGLM3-6B is ready.", "chatglm3-6b")
    press(page.window.notice.undo_button)
    assert used == ["chatglm3-6b"]


def test_a_picture_is_no_article(page: MainPage) -> None:
    picture = QImage(8, 8, QImage.Format.Format_RGB32)
    picture.fill(0)
    QGuiApplication.clipboard().setImage(picture)
    page.window.article.edit.paste()
    assert page.window.article.text() == ""
    assert "picture" in page.window.notice.label.text()
