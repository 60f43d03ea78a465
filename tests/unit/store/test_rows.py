"""A row with anything in it becomes a value; what could not be read is marked."""

from __future__ import annotations

import json
import math
from dataclasses import asdict, replace
from datetime import datetime

import pytest

from newsassistant.core.types import UNKNOWN, WAYS, Article, Origin, Reads, Usage
from newsassistant.store import rows
from newsassistant.store.rows import StoredConversation, StoredMessage
from tests.hostile import VALUES, as_json, raw_json

CONVERSATION = (7, "A title", "headline", "glm", "style", 1.7e9, 1.8e9, 1)
MESSAGE = (
    3,
    7,
    "assistant",
    "text",
    1.7e9,
    "done",
    "headline",
    "glm",
    "",
    None,
    "",
    12,
    "[[0, 5], [9, 12]]",
    None,
)
FACTS = ("Jane Smith", "2026-05-06", "https://example.org/wind")
ORIGIN = ("/x/wire.txt", "opened", 1.7e9, "gb18030", 1, *FACTS)
ARTICLE = ("The text.", "A title", "en", "ab" * 32, *ORIGIN)
NO_ORIGIN = (None,) * 8


def test_a_whole_row_is_as_it_was() -> None:
    whole = StoredConversation(*CONVERSATION[:7], pinned=True)
    assert rows.conversation(CONVERSATION) == whole
    message = StoredMessage(*MESSAGE[:-3], ((0, 5), (9, 12)))  # type: ignore[arg-type]
    assert rows.message(MESSAGE) == message
    edited = replace(message, written="as it was")
    assert rows.message((*MESSAGE[:-1], "as it was")) == edited
    assert (message.by_model, edited.by_model) == ("text", "as it was")
    origin = Origin("opened", 1.7e9, "/x/wire.txt", "gb18030", True, *FACTS)
    assert rows.article(ARTICLE) == Article("The text.", "A title", "en", "ab" * 32, origin)


HOSTILE = [*(v for v in VALUES if not isinstance(v, list | dict)), b"", b"\xff\xfe", 10**400]


@pytest.mark.parametrize("value", HOSTILE, ids=lambda v: str(type(v).__name__))
def test_any_value_in_any_column_is_read(value: object) -> None:
    for place in range(len(CONVERSATION)):
        read = rows.conversation((*CONVERSATION[:place], value, *CONVERSATION[place + 1 :]))
        assert isinstance(read.title, str)
        assert isinstance(read.pinned, bool)
        assert math.isfinite(read.updated_at)
        datetime.fromtimestamp(read.updated_at)
        datetime.fromtimestamp(read.created_at)
    for place in range(len(MESSAGE)):
        message = rows.message((*MESSAGE[:place], value, *MESSAGE[place + 1 :]))
        assert message.status in rows.STATUSES
        assert message.role in rows.ROLES
        assert isinstance(message.content + message.error + message.by_model, str)
        for start, end in message.reads or ():
            assert 0 <= start < end
    for place in range(len(ARTICLE)):
        article = rows.article((*ARTICLE[:place], value, *ARTICLE[place + 1 :]))
        assert isinstance(article.text + article.title + article.digest, str)
        origin = article.origin
        assert isinstance(origin.place + origin.encoding, str)
        assert isinstance(origin.author + origin.date + origin.source, str)
        assert origin.way in WAYS
        datetime.fromtimestamp(origin.at)
        assert isinstance(origin.edited, bool)
        assert article.language in ("en", "zh")


@pytest.mark.parametrize(
    ("chars", "spans", "reads", "damaged"),
    [
        (None, None, None, False),
        (12, None, ((0, 12),), False),
        (0, None, (), False),
        (-3, None, None, False),
        (None, "[[0, 5], [9, 12]]", ((0, 5), (9, 12)), False),
        (None, "[]", (), False),
        (None, "[[0, 5], [3, 12]]", None, True),
        (None, "[[0, 5", None, True),
        (None, b"[[0, 5]]", None, True),
        (12, 7, None, True),
    ],
)
def test_what_was_read_comes_from_a_number_or_from_spans(
    chars: object, spans: object, reads: Reads, damaged: bool
) -> None:
    message = rows.message((*MESSAGE[:-3], chars, spans, None))
    assert (message.reads, message.damaged) == (reads, damaged)
    assert rows.message((*MESSAGE[:-3], None, rows.of_reads(reads), None)).reads == reads


@pytest.mark.parametrize(
    ("value", "written"), [(b"so it \xff was", "so it \ufffd was"), (7, None), (1.5, None)]
)
def test_damaged_words_of_the_model_are_read_as_far_as_they_go(
    value: object, written: str | None
) -> None:
    message = rows.message((*MESSAGE[:-1], value))
    assert (message.written, message.content, message.damaged) == (written, "text", True)


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (0, "x"),
        (1, None),
        (1, 5),
        (1, b"bytes"),
        (2, 1.5),
        (5, "yesterday"),
        (5, 1e300),
        (5, float("inf")),
        (5, -1e300),
        (6, None),
        (6, float("nan")),
    ],
)
def test_a_damaged_conversation_says_so(place: int, value: object) -> None:
    assert rows.conversation((*CONVERSATION[:place], value, *CONVERSATION[place + 1 :])).damaged


@pytest.mark.parametrize(
    ("place", "value"),
    [(2, "usfr"), (3, None), (3, b"\xff"), (4, 1e300), (5, "dome"), (5, None), (10, 1)],
)
def test_a_damaged_message_says_so(place: int, value: object) -> None:
    assert rows.message((*MESSAGE[:place], value, *MESSAGE[place + 1 :])).damaged


def test_bytes_in_the_place_of_a_text_are_shown() -> None:
    assert rows.conversation((1, "标题".encode() + b"\xff", *CONVERSATION[2:])).title == "标题�"
    assert rows.article((b"The text", *ARTICLE[1:])).text == "The text"


def test_an_article_without_a_digest_gets_one() -> None:
    assert rows.article(("x", "", "en", None, *NO_ORIGIN)).digest == rows.digest_of("x")


def test_what_is_not_known_of_an_origin_is_not_made_up() -> None:
    text = ARTICLE[:4]
    assert rows.article((*text, *NO_ORIGIN)).origin == UNKNOWN
    assert rows.article((*text, "", "faxed", "noon", None, 7, 1, b"x", None)).origin == UNKNOWN
    assert rows.article((*text, "/x/a.txt", None, 1e300, None, 0, *(None,) * 3)).origin == Origin(
        place="/x/a.txt"
    )


@pytest.mark.parametrize("text", [raw.decode("utf-8", "replace") for _, raw in raw_json()])
def test_what_an_answer_cost_is_read_or_left_out(text: str) -> None:
    usage = rows.message((*MESSAGE[:9], text, *MESSAGE[10:])).usage
    assert usage is None or isinstance(usage, Usage)


@pytest.mark.parametrize("value", VALUES, ids=lambda v: str(type(v).__name__))
def test_no_number_of_an_answer_can_be_anything_else(value: object) -> None:
    for name in asdict(Usage()):
        text = as_json({name: value}).decode()
        usage = rows.message((*MESSAGE[:9], text, *MESSAGE[10:])).usage
        numbers = [] if usage is None else [n for n in asdict(usage).values() if n is not None]
        assert all(math.isfinite(number) and not isinstance(number, bool) for number in numbers)


def test_what_an_answer_cost_comes_back() -> None:
    usage = Usage(120, 100, 30, 0.4, 9.5, seed=7)
    assert rows.message((*MESSAGE[:9], json.dumps(asdict(usage)), *MESSAGE[10:])).usage == usage


def test_what_an_older_version_did_not_write_down_is_not_known() -> None:
    kept = json.dumps({"prompt_tokens": 9, "seed": 7})
    message = rows.message((*MESSAGE[:9], kept, *MESSAGE[10:]))
    assert message.usage == Usage(9, seed=7, temperature=None)

    usage = Usage(9, seed=7, temperature=0.0)
    again = rows.message((*MESSAGE[:9], rows.of_usage(usage), *MESSAGE[10:]))
    assert again.usage == usage
