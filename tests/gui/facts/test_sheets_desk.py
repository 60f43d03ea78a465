"""The sheets over the whole window: opened from the menu, shown in the article, written to disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsassistant.gui.facts.entry_sheet import EntrySheet
from tests.gui.pages import WIND, MainPage

QUOTED = (
    "Bridge opens in Ashford\n\n"
    "The bridge cost £5m. “We waited for it for years,” said Jane Poole. “Now it is here.”"
)
LONG_MS = 30_000  # the first check reads the word lists


def opened(page: MainPage, what: str) -> EntrySheet:
    """Choose it in the menu and wait until the rows are there."""
    page.action(what).trigger()
    sheet = page.window.findChild(EntrySheet, f"{what}_dialog")
    assert isinstance(sheet, EntrySheet)
    page.qtbot.waitUntil(lambda: bool(sheet.entries()), timeout=LONG_MS)
    return sheet


def test_without_an_article_there_is_nothing_to_list(page: MainPage) -> None:
    assert not any(page.action(name).isEnabled() for name in ("quotes", "facts", "versions"))
    page.paste(QUOTED)
    assert all(page.action(name).isEnabled() for name in ("quotes", "facts", "versions"))


def test_a_quote_is_shown_in_the_article(page: MainPage) -> None:
    page.paste(QUOTED)
    sheet = opened(page, "quotes")
    sheet.list.choose(1)
    sheet.buttons["show"].click()

    assert not sheet.isVisible()
    assert page.window.article.edit.textCursor().selectedText() == "“Now it is here.”"
    again = opened(page, "quotes")
    assert again is sheet
    assert again.list.chosen() == [1]  # where it was left


def test_what_is_chosen_goes_to_the_clipboard(page: MainPage) -> None:
    page.paste(QUOTED)
    sheet = opened(page, "quotes")
    sheet.buttons["copy"].click()

    assert page.clipboard() == "“We waited for it for years,”\n– Jane Poole, said"


@pytest.mark.parametrize("form", ["docx", "md", "html", "txt", "json"])
def test_facts_are_written_as_a_document(page: MainPage, tmp_path: Path, form: str) -> None:
    page.paste(QUOTED)
    sheet = opened(page, "facts")
    page.dialogs.file = tmp_path / f"facts.{form}"
    sheet.buttons["export"].click()

    assert (tmp_path / f"facts.{form}").stat().st_size > 100
    assert "facts" in page.window.notice.label.text()
    if form in ("md", "txt", "json", "html"):
        assert "£5m" in (tmp_path / f"facts.{form}").read_text("utf-8-sig")


def test_a_folder_that_is_gone_is_said_in_the_sheet(page: MainPage, tmp_path: Path) -> None:
    page.paste(QUOTED)
    sheet = opened(page, "quotes")
    page.dialogs.file = tmp_path / "gone" / "quotes.txt"
    sheet.buttons["export"].click()

    assert sheet.isVisible()
    assert sheet.error.isVisible()


def test_another_article_has_its_own_rows(page: MainPage) -> None:
    page.paste(QUOTED)
    sheet = opened(page, "facts")
    sheet.reject()
    page.paste(WIND)
    sheet = opened(page, "facts")

    assert "Tuesday" in {entry.text for entry in sheet.entries()}
    assert "Ashford" not in {entry.text for entry in sheet.entries()}


def test_who_leaves_a_private_window_leaves_no_rows(page: MainPage) -> None:
    page.action("new_private").trigger()
    page.paste(QUOTED)
    sheet = opened(page, "quotes")
    page.program.private.forget()

    assert not sheet.isVisible()
    assert sheet.entries() == ()
    assert sheet.headline.text() == ""
