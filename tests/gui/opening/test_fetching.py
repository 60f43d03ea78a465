"""A page whose address is pasted alone is fetched when that is asked for, and not before."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from newsassistant.core.settings import Settings
from tests.gui.conftest import ENGLISH
from tests.gui.pages import PORT, WIND, MainPage, drop_on
from tests.unit.download.server import Handler, Site, plain, redirect, serving, status

Start = Callable[..., MainPage]
ALLOWED = replace(ENGLISH, fetch_private=True)
STORY = (
    "<html lang=en><head><title>Pier gets wider - The Example</title>"
    "<meta name=author content='Ann Roe'>"
    "<meta property='article:published_time' content='2026-05-06T10:00:00Z'></head><body>"
    "<nav><a href=/>Home</a></nav><article><h1>Pier gets wider</h1>"
    + "".join(
        f"<p>The council agreed on {day} to widen the pier, which is long, and to paint it.</p>"
        for day in ("Monday", "Tuesday", "Wednesday", "Friday")
    )
    + "</article></body></html>"
).encode()


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    with serving() as running:
        yield running


@pytest.fixture
def page(start: Start) -> MainPage:
    """A window that may fetch from this machine, where the test's server is."""
    return start(settings=ALLOWED)


def html(data: bytes = STORY, **headers: str) -> Callable[[Handler], None]:
    return plain(data, 200, Content_Type="text/html; charset=utf-8", **headers)


def host(site: Site) -> str:
    return site.url.removeprefix("http://")


def offered(page: MainPage) -> str:
    return page.window.article.page_offer.text()


def promise(page: MainPage) -> str:
    label = page.widget("offline_label")
    assert isinstance(label, QLabel)
    return label.accessibleName()


def fetch(page: MainPage, url: str) -> None:
    page.paste(url)
    page.click("page_offer_button")
    page.wait_opened()


def said(page: MainPage) -> str:
    return page.window.chat.empty_state().text()


def test_an_address_alone_is_offered_and_nothing_is_sent(page: MainPage, site: Site) -> None:
    page.paste(site.at("/pier", html()))

    assert offered(page).startswith(f"Fetch this page? {host(site)} ")
    assert not page.button("summarize_button").isEnabled()
    assert "Fetch the page first" in page.button("summarize_button").toolTip()
    assert promise(page) == "Offline: nothing leaves this computer"
    page.paste(f"{WIND}\n\n{site.url}/pier")
    assert offered(page) == ""
    assert page.button("summarize_button").isEnabled()
    assert site.requests == []


def test_the_page_takes_the_place_of_its_address(page: MainPage, site: Site) -> None:
    url = site.at("/pier", html())
    page.paste(site.at("/short", redirect("/pier")))
    page.click("page_offer_button")
    assert page.window.article.reading.label.text() == f"Fetching a page from {host(site)}…"
    assert promise(page).startswith(f"Fetching a page from {host(site)};")
    assert offered(page) == ""
    page.wait_opened()

    article = page.program.desk.article
    assert article is not None
    assert page.article_text().startswith("Pier gets wider\n\nThe council agreed")
    assert (article.title, article.origin.author) == ("Pier gets wider", "Ann Roe")
    assert (article.origin.way, article.origin.place, article.origin.date[:10]) == (
        *("fetched", url),
        "2026-05-06",
    )
    assert page.window.notice.isHidden()  # an address is nothing to be brought back
    assert page.window.article.reading.isHidden()
    assert len(site.requests) == 2
    page.summarize()


def test_the_promise_says_what_has_happened(page: MainPage, site: Site) -> None:
    fetch(page, site.at("/none", status(404)))
    assert promise(page).startswith(f"Asked {host(site)} for a page at ")
    assert "none came" in promise(page)
    fetch(page, site.at("/pier", html()))
    assert promise(page).startswith(f"Fetched 1 page from {host(site)} at ")
    fetch(page, site.at("/short", redirect("/pier")))

    assert promise(page).startswith(f"Fetched 2 pages, the last from {host(site)} at ")
    tip = page.widget("offline_label").toolTip()
    assert tip.count(f"{host(site)}: sent no page") == 2  # the missing one, and the one sent on
    assert tip.count("received") == 2
    assert "No article, question or answer was sent." in tip
    assert len(page.program.desk.fetching.requests) == len(site.requests) == 4


def test_what_a_private_window_asked_for_is_not_named_when_it_is_left(
    page: MainPage, site: Site
) -> None:
    site.at("/wind", html())
    page.action("new_private").trigger()
    fetch(page, f"{site.url}/wind")
    assert host(site) in promise(page)
    page.program.private.forget()

    assert host(site) not in promise(page)
    assert "Fetched 1 page from an address (private)" in promise(page)


def test_an_error_leaves_the_address_and_the_offer(page: MainPage, site: Site) -> None:
    url = site.at("/none", status(403))
    fetch(page, url)

    assert page.article_text() == url
    assert "sign in if need be" in said(page)
    assert offered(page)
    assert page.button("page_offer_button").isEnabled()


def test_a_page_that_only_scripts_fill_says_so(page: MainPage, site: Site) -> None:
    fetch(page, site.at("/app", html(b"<title>A</title><div id=root></div><script>x()</script>")))

    assert "builds its text with scripts" in said(page)


def test_this_machine_is_asked_only_if_the_settings_allow_it(start: Start, site: Site) -> None:
    page = start()
    fetch(page, site.at("/pier", html()))

    assert "on this computer or its own network" in said(page)
    assert site.requests == []
    assert promise(page) == "Offline: nothing leaves this computer"
    page.program.preferences.set(replace(page.program.preferences.settings, fetch_private=True))
    page.click("page_offer_button")
    page.wait_opened()
    assert page.article_text().startswith("Pier gets wider")


def stalled(handler: Handler) -> None:
    """Takes the request, and no answer comes."""
    handler.site.stalled.set()
    handler.site.release.wait()


def test_escape_gives_up_and_what_was_asked_is_told(page: MainPage, site: Site) -> None:
    url = site.at("/slow", stalled)
    page.paste(url)
    page.click("page_offer_button")
    page.qtbot.waitUntil(site.stalled.is_set)
    assert page.action("stop").isEnabled()
    page.keys(Qt.Key.Key_Escape)

    assert not page.program.desk.is_reading()
    assert page.article_text() == url
    assert offered(page)
    page.qtbot.waitUntil(lambda: not page.program.desk.is_busy())
    assert promise(page).startswith(f"Asked {host(site)} for a page at ")


def test_a_file_that_is_opened_meanwhile_wins(page: MainPage, site: Site, tmp_path: Path) -> None:
    (tmp_path / "port.txt").write_text(PORT, "utf-8")
    page.paste(site.at("/slow", stalled))
    page.click("page_offer_button")
    page.qtbot.waitUntil(site.stalled.is_set)
    page.program.desk.open_file(tmp_path / "port.txt")
    site.release.set()
    page.qtbot.waitUntil(lambda: not page.program.desk.is_busy())

    assert page.article_text() == PORT


def test_what_is_typed_meanwhile_is_put_aside(page: MainPage, site: Site) -> None:
    def late(handler: Handler) -> None:
        handler.site.release.wait()
        html()(handler)

    page.paste(site.at("/late", late))
    page.click("page_offer_button")
    page.window.article.edit.setPlainText(WIND)
    site.release.set()
    page.wait_opened()

    assert page.article_text().startswith("Pier gets wider")
    page.click("notice_undo_button")
    assert page.article_text() == WIND


def test_closing_ends_a_request(page: MainPage, site: Site, qtbot: QtBot) -> None:
    page.paste(site.at("/slow", stalled))
    page.click("page_offer_button")
    page.qtbot.waitUntil(site.stalled.is_set)
    with qtbot.waitSignal(page.program.ended):
        page.window.close()

    assert not page.program.desk.is_busy()


def test_a_link_that_is_dropped_as_a_file_is_offered(
    page: MainPage, site: Site, tmp_path: Path
) -> None:
    url = site.at("/pier", html())
    link = tmp_path / "Pier.url"
    link.write_text(f"[InternetShortcut]\r\nURL={url}\r\n", "utf-8")
    page.paste(WIND)
    drop_on(page.window, link)

    assert page.article_text() == url
    assert offered(page)
    assert site.requests == []
    page.click("notice_undo_button")
    assert page.article_text() == WIND
    (tmp_path / "Empty.url").write_text("[InternetShortcut]\r\n", "utf-8")
    drop_on(page.window, tmp_path / "Empty.url")
    assert "holds no link" in said(page)


def test_in_chinese(start: Start, site: Site) -> None:
    page = start(settings=Settings(language="zh", fetch_private=True))
    fetch(page, site.at("/pier", html()))

    assert f"从 {host(site)} 抓取了 1 个网页" in promise(page)
