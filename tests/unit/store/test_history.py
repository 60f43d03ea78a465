"""Conversations come back as they were, in order, and every word in them is found."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from newsassistant.core.errors import StoreError
from newsassistant.core.types import UNKNOWN, Article, Origin, Usage
from newsassistant.store import db
from newsassistant.store.backups import count
from newsassistant.store.history import STATUSES, History, StoredConversation
from newsassistant.store.schema import MIGRATIONS

if TYPE_CHECKING:
    from tests.unit.store.conftest import Clock

ARTICLE = Article(
    text="城市交通新规\n\n北京市周三公布了新的交通规定，禁止外地货车白天进城。",
    title="城市交通新规",
    language="zh",
    digest="ab" * 32,
    origin=Origin("pasted", 1_700_000_000.5, "https://example.org/a", "utf-8", True),
)
USAGE = Usage(120, 100, 30, 0.4, 9.5, seed=7)


def new(history: History, title: str = "A title", article: Article | None = None) -> int:
    return history.create(title, article, preset="headline", model="starter", prefix="").id


def titles(found: list[StoredConversation]) -> list[str]:
    return [conversation.title for conversation in found]


# --- conversations and messages ------------------------------------------------------------------


def test_a_new_history_is_empty(history: History, path: Path) -> None:
    assert history.conversations() == []
    assert history.conversations("anything") == []
    assert path.exists()


def test_a_conversation_comes_back_after_a_restart(
    history: History, reopen: Callable[[], History], clock: Clock
) -> None:
    made = history.create("交通", ARTICLE, preset="three-bullets", model="glm", prefix="news")
    assert made == StoredConversation(
        made.id, "交通", "three-bullets", "glm", "news", clock.now, clock.now
    )
    again = reopen()
    assert again.get(made.id) == made
    assert again.article(made.id) == ARTICLE
    assert again.conversations() == [made]


def test_an_article_of_the_first_version_has_the_origin_that_it_has(
    path: Path, backups: Path, reopen: Callable[[], History]
) -> None:
    path.parent.mkdir(parents=True)
    with closing(sqlite3.connect(path, isolation_level=None)) as old:
        db.migrate(old, MIGRATIONS[:1])
        for number, source in ((1, ""), (2, "/x/wire.txt"), (3, None)):
            text = f"Article {number}."
            old.execute(
                "INSERT INTO conversations (id, title, preset, model, prefix, article_title, "
                "article_text, article_language, article_digest, article_source, created_at, "
                "updated_at) VALUES (?, ?, '', '', '', '', ?, 'en', ?, ?, 1.7e9, 1.7e9)",
                (number, text, text, f"d{number}", source),
            )
    history = reopen()
    assert [history.article(number) for number in (1, 2, 3)] == [
        Article("Article 1.", "", "en", "d1", UNKNOWN),
        Article("Article 2.", "", "en", "d2", Origin(place="/x/wire.txt")),
        Article("Article 3.", "", "en", "d3", UNKNOWN),
    ]
    (copy,) = backups.glob("history-v1-*")  # of before the update, and one may go back to it
    assert count(copy) == 3
    history.put_back(copy)
    assert history.article(2) == Article("Article 2.", "", "en", "d2", Origin(place="/x/wire.txt"))
    history.create("new", ARTICLE, preset="", model="", prefix="")


def test_a_conversation_may_have_no_article(history: History) -> None:
    assert history.article(new(history)) is None
    assert history.article(12345) is None


def test_messages_come_back_in_order(history: History, reopen: Callable[[], History]) -> None:
    number = new(history)
    asked = history.add_message(
        number, "user", "Summarise", preset="headline", model="glm", prefix="p", reads=((0, 99),)
    )
    answer = history.add_message(number, "assistant", "", status="running", model="glm")
    ended = history.update_message(answer.id, content="完成 ✓", status="done", usage=USAGE)
    assert (asked.status, asked.preset, asked.prefix, asked.reads) == (
        "sent",
        "headline",
        "p",
        ((0, 99),),
    )
    assert (answer.content, answer.status, answer.usage) == ("", "running", None)
    assert (ended.content, ended.status, ended.usage) == ("完成 ✓", "done", USAGE)
    assert reopen().messages(number) == [asked, ended]


def test_a_failed_answer_keeps_its_error_until_it_is_asked_again(history: History) -> None:
    answer = history.add_message(new(history), "assistant", "", status="running")
    failed = history.update_message(answer.id, content="half", status="failed", error="no memory")
    assert (failed.content, failed.error, failed.usage) == ("half", "no memory", None)
    again = history.update_message(answer.id, content="", status="running")
    assert (again.status, again.error) == ("running", "")


def test_usage_of_a_newer_version_is_read(history: History, path: Path) -> None:
    answer = history.add_message(new(history), "assistant", "", status="running")
    history.update_message(answer.id, content="x", status="done", usage=USAGE)
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("""UPDATE messages SET usage = '{"seed": 3, "joules": 5}'""")
    assert history.messages(answer.conversation_id)[0].usage == Usage(seed=3)


@pytest.mark.parametrize(
    "content", ["", "nul \0 inside", "\U0001f5de\ufe0f", "'); DROP TABLE x;--"]
)
def test_any_text_is_stored_as_it_is(history: History, content: str) -> None:
    message = history.add_message(new(history, content), "user", content)
    assert message.content == content
    assert history.get(message.conversation_id).title == content


def test_half_a_surrogate_pair_from_the_clipboard_does_not_stop_a_save(history: History) -> None:
    broken = "emoji \ud83d cut"
    article = Article(broken, broken, "en", "d", Origin(place=broken))
    number = history.create(broken, article, preset="", model="", prefix="").id
    assert history.add_message(number, "user", broken).content == "emoji ? cut"
    stored = history.article(number)
    assert stored is not None
    assert stored.text == "emoji ? cut"


def test_the_newest_is_first_and_a_message_moves_its_conversation_up(
    history: History, clock: Clock
) -> None:
    first, second = new(history, "first"), new(history, "second")
    assert titles(history.conversations()) == ["second", "first"]
    clock.now += 1
    answer = history.add_message(first, "assistant", "", status="running")
    assert titles(history.conversations()) == ["first", "second"]
    clock.now += 1
    history.touch(second)
    clock.now += 1
    history.update_message(answer.id, content="text arrives", status="running")
    assert titles(history.conversations()) == ["second", "first"]
    clock.now += 1
    history.update_message(answer.id, content="ended", status="done")
    assert titles(history.conversations()) == ["first", "second"]


def test_rename_keeps_the_place_in_the_list(history: History, clock: Clock) -> None:
    first, _ = new(history, "first"), new(history, "second")
    clock.now += 1
    history.rename(first, "改名")
    assert titles(history.conversations()) == ["second", "改名"]
    assert titles(history.conversations("改名")) == ["改名"]
    assert history.conversations("first") == []


def test_a_message_can_be_deleted(history: History) -> None:
    message = history.add_message(new(history), "user", "unrepeatable words")
    history.delete_message(message.id)
    history.delete_message(message.id)
    assert history.messages(message.conversation_id) == []
    assert history.conversations("unrepeatable") == []


@pytest.mark.parametrize(
    "call",
    [
        lambda h: h.get(99),
        lambda h: h.rename(99, "x"),
        lambda h: h.touch(99),
        lambda h: h.delete(99),
        lambda h: h.restore(99),
        lambda h: h.add_message(99, "user", "x"),
        lambda h: h.update_message(99, content="x", status="done"),
    ],
)
def test_what_is_not_there_is_named(history: History, call: Callable[[History], object]) -> None:
    with pytest.raises(StoreError, match="99 is no longer") as caught:
        call(history)
    assert caught.value.code in {"conversation-missing", "message-missing"}
    assert history.messages(99) == []


def test_an_unknown_status_is_a_bug_and_changes_nothing(history: History) -> None:
    message = history.add_message(new(history), "assistant", "kept", status="running")
    with pytest.raises(ValueError, match="finished"):
        history.update_message(message.id, content="lost", status="finished")
    with pytest.raises(ValueError, match="finished"):
        history.add_message(message.conversation_id, "user", "x", status="finished")
    assert history.messages(message.conversation_id) == [message]


@pytest.mark.parametrize("status", sorted(STATUSES))
def test_every_status_can_be_stored(history: History, status: str) -> None:
    assert history.add_message(new(history), "assistant", "x", status=status).status == status


# --- deletion ------------------------------------------------------------------------------------


def test_delete_and_undo(history: History) -> None:
    number = new(history, "precious", ARTICLE)
    message = history.add_message(number, "user", "question")
    history.delete(number)
    assert history.conversations() == []
    assert history.conversations("precious") == []
    with pytest.raises(StoreError):
        history.get(number)
    history.restore(number)
    assert titles(history.conversations("precious")) == ["precious"]
    assert history.messages(number) == [message]


def test_an_answer_still_running_in_a_deleted_conversation_is_kept(history: History) -> None:
    number = new(history)
    answer = history.add_message(number, "assistant", "", status="running")
    history.delete(number)
    history.update_message(answer.id, content="late", status="done")
    history.restore(number)
    assert [m.content for m in history.messages(number)] == ["late"]


def test_purge_takes_only_what_was_deleted_long_ago(history: History, clock: Clock) -> None:
    kept, old, recent = new(history, "kept"), new(history, "old"), new(history, "recent")
    history.add_message(old, "user", "x")
    history.delete(old)
    clock.now += 100
    history.delete(recent)
    assert history.purge_deleted(50).count == 1
    assert history.messages(old) == []
    history.restore(recent)
    assert titles(history.conversations()) == ["recent", "kept"]
    assert history.get(kept).title == "kept"
    with pytest.raises(StoreError):
        history.restore(old)


def test_the_number_of_a_purged_conversation_is_not_used_again(history: History) -> None:
    number = new(history)
    history.delete(number)
    history.purge_deleted(0)
    assert new(history) > number


# --- search --------------------------------------------------------------------------------------


@pytest.fixture
def library(history: History) -> History:
    new(history, "城市交通", ARTICLE)
    budget = new(history, "Budget vote", Article("The Council of EU ministers met.", "", "en", "d"))
    history.add_message(budget, "user", "What about 100% of the under_score, C:\\path?")
    answer = history.add_message(budget, "assistant", "", status="running")
    history.update_message(
        answer.id, content="It grew 5% \U0001f680 and 😀😀 said “yes”.", status="done"
    )
    new(history, "Other 100 percent underXscore")
    return history


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("货", ["城市交通"]),
        ("货车", ["城市交通"]),
        ("外地货", ["城市交通"]),
        ("禁止外地货车白天", ["城市交通"]),
        ("城市交通新规", ["城市交通"]),
        ("交通 货车", ["城市交通"]),
        ("交通　货车进城", []),
        ("council", ["Budget vote"]),
        ("COUNCIL eu Budget", ["Budget vote"]),
        ("ouncil of", ["Budget vote"]),
        ("eu", ["Budget vote"]),
        ("🚀", ["Budget vote"]),
        ("😀😀", ["Budget vote"]),
        ("“yes”", ["Budget vote"]),
        ("100%", ["Budget vote"]),
        ("0%", ["Budget vote"]),
        ("r_s", ["Budget vote"]),
        ("_s", ["Budget vote"]),
        ("\\p", ["Budget vote"]),
        ("C:\\path", ["Budget vote"]),
        ("100", ["Other 100 percent underXscore", "Budget vote"]),
        ("council 交通", []),
        ("%", ["Budget vote"]),
        ("*", []),
    ],
)
def test_search(library: History, query: str, expected: list[str]) -> None:
    assert titles(library.conversations(query)) == expected


@pytest.mark.parametrize(
    ("query", "snippet"),
    [
        ("🚀", "It grew 5% 🚀 and 😀😀 said “yes”."),
        ("货车", "…了新的交通规定，禁止外地货车白天进城。"),
        ("vote", "Budget vote"),
        ("ministers council", "…of EU ministers met."),
    ],
)
def test_a_hit_shows_where_it_was_found(library: History, query: str, snippet: str) -> None:
    assert [c.snippet for c in library.conversations(query)] == [snippet]


def test_no_search_no_snippet(library: History) -> None:
    assert {c.snippet for c in library.conversations("  ")} == {""}
    assert len(library.conversations("  ")) == 3


HOSTILE = [
    '"',
    "'",
    '" OR 1=1 --',
    "a AND",
    "NEAR(",
    "title:x",
    "-abc",
    "^abc",
    "*",
    "abc*",
    "{a b}",
    "%",
    "_",
    "\\",
    "%%%",
    "(",
    "?",
    ";",
    "NOT NOT",
    '"""',
    "col : x",
    "\0",
    "abc\0def",
    "\ud800",
    "\u200b\u200b\u200b",
    "\ufffe\uffff",
    "a" * 100_000,
]


@pytest.mark.parametrize("query", HOSTILE)
def test_a_hostile_query_is_only_text(library: History, query: str) -> None:
    assert isinstance(library.conversations(query), list)
    assert len(library.conversations()) == 3


@hypothesis_settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    text=st.text(min_size=1, max_size=40)
    | st.text("ab%_\\\"'*经济货车😀", min_size=1, max_size=20),
    data=st.data(),
)
def test_every_part_of_a_stored_text_is_found(
    history: History, text: str, data: st.DataObject
) -> None:
    text = text.replace("\0", " ")
    start = data.draw(st.integers(0, len(text) - 1))
    part = text[start : data.draw(st.integers(start + 1, len(text)))]
    number = new(history)
    history.add_message(number, "user", text)
    assert number in [c.id for c in history.conversations(part)]
    history.delete(number)
    history.purge_deleted(0)
