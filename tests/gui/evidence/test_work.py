"""Checks come to the main thread, the last one asked, and leave nothing behind."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from pytestqt.qtbot import QtBot

from newsassistant.evidence.index import Index
from newsassistant.gui.evidence.work import CheckWork
from newsassistant.text.articles.article import parse

LONG_MS = 30_000  # the first check reads the word lists
ARTICLE = parse("The mill at Ashford closed on 4 May. It employed 1,187 people.")


@pytest.fixture
def work(qtbot: QtBot) -> Iterator[CheckWork]:
    with ThreadPoolExecutor(1) as executor:
        yield CheckWork(executor)


def test_what_is_found_comes_to_the_main_thread(work: CheckWork, qtbot: QtBot) -> None:
    threads: list[int] = []
    found: list[str] = []

    def use(index: Index) -> str:
        threads.append(threading.get_ident())
        return index.text

    def done(text: str) -> None:
        threads.append(threading.get_ident())
        found.append(text)

    work.ask(ARTICLE, use, done, key="one")
    qtbot.waitUntil(lambda: bool(found), timeout=LONG_MS)
    assert found == [ARTICLE.text]
    assert threads[0] != threads[1] == threading.get_ident()
    assert not work.is_busy()


def test_only_the_last_of_a_key_is_told(work: CheckWork, qtbot: QtBot) -> None:
    found: list[str] = []
    work.ask(ARTICLE, lambda index: "first", found.append, key="answer")
    work.ask(ARTICLE, lambda index: "second", found.append, key="answer")
    work.ask(ARTICLE, lambda index: "other", found.append, key="other")
    work.ask(ARTICLE, lambda index: "gone", found.append, key="gone")
    work.give_up("gone")
    qtbot.waitUntil(lambda: len(found) == 2, timeout=LONG_MS)
    assert found == ["second", "other"]


def test_one_index_for_all_until_it_is_forgotten(work: CheckWork, qtbot: QtBot) -> None:
    found: list[Index] = []
    for key in ("one", "two"):
        work.ask(ARTICLE, lambda index: index, found.append, key=key)
    qtbot.waitUntil(lambda: len(found) == 2, timeout=LONG_MS)
    told: list[str] = []
    tell = partial(told.append, "failed")
    work.ask(ARTICLE, lambda index: index, found.append, key="dropped", failed=tell)
    work.forget()
    assert told == ["failed"]
    work.ask(ARTICLE, lambda index: index, found.append, key="three")
    qtbot.waitUntil(lambda: len(found) == 3, timeout=LONG_MS)
    assert found[0] is found[1]
    assert found[2] is not found[0]


def test_a_check_that_fails_is_logged(
    work: CheckWork, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(index: Index) -> None:
        raise ValueError("no such place")

    told: list[str] = []
    tell = partial(told.append, "failed")
    work.ask(ARTICLE, fail, lambda found: pytest.fail("it was told"), key="one", failed=tell)
    qtbot.waitUntil(lambda: bool(told), timeout=LONG_MS)
    assert not work.is_busy()
    assert "ValueError" in caplog.text


def test_after_the_end_nothing_is_asked(qtbot: QtBot) -> None:
    with ThreadPoolExecutor(1) as executor:
        work = CheckWork(executor)
    work.close()
    work.ask(ARTICLE, lambda index: index, lambda found: pytest.fail("it was told"), key="one")
    assert not work.is_busy()
