"""What can be done now, and why the rest cannot."""

from __future__ import annotations

from tests.gui.pages import WIND, MainPage


def test_summarise_waits_for_an_article_and_says_so(page: MainPage) -> None:
    button = page.button("summarize_button")
    assert not button.isEnabled()
    assert "article" in button.toolTip()

    page.paste(WIND)
    assert button.isEnabled()

    page.click("clear_article_button")
    assert not button.isEnabled()


def test_nothing_to_rename_or_delete_at_first(page: MainPage) -> None:
    for name in ("rename", "delete", "regenerate", "copy_answer", "copy_conversation"):
        assert not page.action(name).isEnabled(), name
