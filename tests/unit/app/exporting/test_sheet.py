"""What the provenance sheet says of an article, an answer and a file."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from newsassistant.app.exporting.choice import Choice, Names
from newsassistant.app.exporting.sheet import (
    Answered,
    answer_group,
    article_group,
    edited_words,
    export_group,
    moment,
)
from newsassistant.core.types import UNKNOWN, ModelInfo, Reads, Usage
from newsassistant.writers.document import Group
from tests.unit.app.exporting.chats import ANSWER, ASKED, AT, TEXT, article, chat, turn

NAMES = Names(
    {"starter-bullets": "Bullets"},
    [ModelInfo("starter", "SmolLM2", "int8", 2048, fingerprint="f00d")],
    lambda key: key.upper(),
)


def values(group: Group) -> dict[str, str]:
    return {fact.name: fact.value for fact in group.facts}


def of_answer(number: int, choice: Choice = Choice(), text: str | None = None) -> dict[str, str]:  # noqa: B008
    messages = chat().messages
    answer, request = messages[2 * number - 1], messages[2 * number - 2]
    answered = Answered(number, answer, request, answer.content if text is None else text)
    return values(answer_group(answered, article(), choice, NAMES, "Answer"))


def test_an_article() -> None:
    assert values(article_group(article(), "en")) == {
        "title": "Wind costs £1.2bn",
        "sha256": hashlib.sha256(TEXT.encode()).hexdigest(),
        "length": f"{len(TEXT)} characters",
        "place": "/secret/folder/wind.docx",
        "author": "Ann",
        "date": "2026-02-01",
        "encoding": "utf-8",
        "came-in": "opened from a file",
        "came-in-at": moment(AT - 100),
        "by-hand": "no",
    }


def test_of_an_unknown_origin_nothing_is_made_up() -> None:
    found = values(article_group(replace(article(), origin=UNKNOWN), "zh"))

    assert set(found) == {"title", "sha256", "length", "came-in", "by-hand"}
    assert found["came-in"] == "未记录"


def test_an_answer_to_a_job() -> None:
    assert of_answer(1) == {
        "job": "THREE-BULLETS",
        "instruction": ASKED,
        "asked-at": moment(AT),
        "answered-at": moment(AT + 1),
        "model": "SmolLM2 · int8",
        "model-id": "starter",
        "model-fingerprint": "f00d",
        "style": "Bullets (starter-bullets)",
        "temperature": "0.5",
        "seed": "7",
        "read": f"its first 20 of {len(TEXT)} characters",
        "ended": "complete",
        "text-sha256": hashlib.sha256(ANSWER.encode()).hexdigest(),
        "text-edited": "as the model wrote it",
    }


def test_an_answer_to_a_question() -> None:
    found = of_answer(2)

    assert found["job"] == "a typed question"
    assert found["style"] == "none, the base model"
    assert found["read"] == "all of it"
    assert (found["temperature"], found["seed"]) == (
        "0",
        "not used: always the likeliest word",
    )


@pytest.mark.parametrize(
    ("reads", "words"),
    [
        (None, "all of it"),
        (((0, len(TEXT)),), "all of it"),
        ((), "nothing of it"),
        (((3, 10),), f"7 of {len(TEXT)} characters (parts: 1)"),
        (((0, 10), (20, 25)), f"15 of {len(TEXT)} characters (parts: 2)"),
    ],
)
def test_what_was_read_is_told_in_characters(reads: Reads, words: str) -> None:
    answered = Answered(1, turn("assistant", "a", reads=reads), None, "a")

    found = values(answer_group(answered, article(), Choice(), Names(), "Answer"))
    assert found["read"] == words


@pytest.mark.parametrize(
    ("usage", "seed"),
    [(None, "not written down"), (Usage(), "not written down"), (Usage(seed=5), "5")],
)
def test_what_an_older_version_did_not_write_down(usage: Usage | None, seed: str) -> None:
    answered = Answered(1, turn("assistant", "a", usage=usage), None, "a")
    found = values(answer_group(answered, None, Choice(), Names(), "Answer"))

    assert (found["temperature"], found["seed"]) == ("not written down", seed)
    assert found["read"] == "there was no article"
    assert "instruction" not in found
    assert "model-id" not in found


def test_a_person_who_edited_is_named_and_the_sentences_are_counted() -> None:
    text = "- The plan costs £1.3bn.\n- It was told on Tuesday."

    assert of_answer(1, Choice(editor=" Ann Lee "), text)["text-edited"] == (
        "edited by Ann Lee before the export: 1 of 2 sentences changed or removed, 1 new"
    )
    assert edited_words(ANSWER, text, Choice(language="zh")) == (
        "导出前经人工编辑：2 句中 1 句改动或删除，新增 1 句"
    )


WRITTEN = "He said “We **never** go.” Then he left."
EDITED = "He said “We **do not** go.” Then he left."


def test_an_answer_that_was_edited_in_the_window_tells_what_was_put_where() -> None:
    answer = turn("assistant", EDITED, written=WRITTEN)
    found = values(answer_group(Answered(1, answer, None, EDITED), None, Choice(), NAMES, "A"))

    assert found["edits"] == "“We never go.” → “We do not go.”"
    assert found["text-sha256"] == hashlib.sha256(WRITTEN.encode()).hexdigest()
    assert found["text-edited"].startswith("edited before the export: 1 of 2 sentences changed")


def test_an_edit_that_was_taken_out_for_the_export_is_not_told() -> None:
    answer = turn("assistant", EDITED, written=WRITTEN)
    found = values(answer_group(Answered(1, answer, None, WRITTEN), None, Choice(), NAMES, "A"))

    assert "edits" not in found
    assert found["text-edited"] == "as the model wrote it"


def test_the_file() -> None:
    group = export_group(Choice(editor="Ann"), program="P 1", at=AT, label="L", notice="")

    assert values(group) == {
        "exported-at": moment(AT),
        "program": "P 1",
        "editor": "Ann",
        "label": "L",
    }


def test_an_answer_from_elsewhere_says_from_where() -> None:
    message = replace(turn("assistant", "a"), model="House 7B · @desk.example:8443")
    found = values(
        answer_group(Answered(1, message, None, "a"), article(), Choice(), Names(), "Answer")
    )

    assert (found["model"], found["answered-by"]) == ("House 7B", "desk.example:8443")
    assert "answered-by" not in of_answer(1)
