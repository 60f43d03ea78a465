"""Rows of every schema that people have: what is learnt, what is history, what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from newsassistant.core.outside import UnfitError
from newsassistant.text.datasets.conversations import (
    Columns,
    Conversation,
    conversation_of,
    guess_columns,
    is_known,
)

USUAL = Columns("content", "summary")


def read(row: dict[str, Any], columns: Columns = USUAL) -> Conversation:
    found = conversation_of(row, columns)
    assert found is not None
    return found


def turn(role: str, content: Any) -> dict[str, Any]:
    return {"role": role, "content": content}


CHAT = [turn("system", "S"), turn("user", "q"), turn("assistant", "a"), turn("user", "Q")]
WHOLE = [*CHAT, turn("assistant", "A")]
NAMES = {"system": "system", "user": "human", "assistant": "gpt"}
SHARED = [{"from": NAMES[each["role"]], "value": each["content"]} for each in WHOLE]
TURNS = {"history": [["q", "a"]], "system": "S"}


@pytest.mark.parametrize(
    "row",
    [
        {"messages": WHOLE},
        {"messages": WHOLE, "tools": []},
        {"conversations": WHOLE},
        {"conversations": SHARED},
        {"conversations": SHARED[1:], "system": "S"},
        {"Messages ": [{**each, "role": each["role"].upper()} for each in WHOLE]},
        {
            "messages": [
                turn(each["role"], [{"type": "text", "text": each["content"]}]) for each in WHOLE
            ]
        },
        {"prompt": "Q", "response": "A", **TURNS},
        {"query": "Q", "response": "A", **TURNS},
        {"instruction": "Q", "input": "", "output": "A", **TURNS},
        {"instruction": "Q", "output": "A", **TURNS},
    ],
)
def test_the_last_answer_is_learnt_and_the_rest_is_history(row: dict[str, Any]) -> None:
    found = read(row)

    assert (found.content, found.summary, found.references) == ("Q", "A", ("A",))
    assert (found.history, found.system, found.asks) == ((("q", "a"),), "S", True)
    assert is_known(row)


def test_an_input_stands_behind_its_instruction() -> None:
    found = read({"instruction": "Sum up.", "input": "A storm.", "output": "Storm"})

    assert (found.content, found.summary) == ("Sum up.\nA storm.", "Storm")


def test_questions_in_a_row_are_one() -> None:
    row = {"messages": [turn("user", "one"), turn("user", "two"), turn("assistant", "A")]}

    assert read(row).content == "one\n\ntwo"


@pytest.mark.parametrize(
    ("row", "schema"),
    [
        ({"Content": "c", " SUMMARY ": "s"}, "Content,  SUMMARY "),
        ({"文章": "c", "摘要": "s"}, "文章, 摘要"),
        ({"document": "c", "highlights": "s", "id": 3}, "document, highlights"),
    ],
)
def test_columns_by_other_names(row: dict[str, Any], schema: str) -> None:
    found = read(row)

    assert (found.content, found.summary, found.schema, found.asks) == ("c", "s", schema, False)
    assert not is_known(row)


def test_named_columns_come_first_and_others_alone() -> None:
    row = {"content": "c", "summary": "s", "messages": WHOLE, "article": "x"}

    assert read(row).content == "c"
    assert read(row, Columns("article", "summary", automatic=False)).content == "x"
    assert conversation_of({"messages": WHOLE}, Columns("x", "y", automatic=False)) is None
    assert conversation_of({"other": "c"}, USUAL) is None


def test_history_in_a_cell_is_json() -> None:
    assert read({"content": "c", "summary": "s", "history": ""}).history == ()
    row = {"content": "c", "summary": "s", "history": '[["q", "a"]]'}
    assert read(row).history == (("q", "a"),)


@pytest.mark.parametrize(
    ("row", "word"),
    [
        ({"messages": CHAT}, "no answer"),
        ({"messages": []}, "no answer"),
        ({"messages": [turn("assistant", "A")]}, "without a question"),
        ({"messages": [*WHOLE, turn("system", "S")]}, "system"),
        ({"messages": [*WHOLE[1:3], turn("tool", "x"), WHOLE[-1]]}, "tools"),
        ({"messages": WHOLE, "tools": [{"name": "search"}]}, "tools"),
        ({"messages": [WHOLE[1], {**WHOLE[2], "tool_calls": [{}]}]}, "tools"),
        ({"conversations": [{"from": "observation", "value": "x"}]}, "tools"),
        ({"messages": [turn("narrator", "x")]}, "narrator"),
        ({"messages": [{"role": "user"}]}, "without content"),
        ({"messages": ["x"]}, "a text"),
        ({"messages": [turn("user", 5)]}, "a number"),
        ({"messages": [turn("user", [{"type": "image_url"}])]}, "other parts"),
        ({"messages": WHOLE * 1000}, "1000"),
        ({"prompt": "p", "response": {}}, "an object"),
        ({"prompt": "p", "response": "r", "history": [["x"]]}, "question, answer"),
        ({"prompt": "p", "response": "r", "history": [["q", "a"]] * 2000}, "1000"),
        ({"content": "c", "summary": True}, "a truth value"),
    ],
)
def test_what_cannot_be_trained_is_refused_in_words(row: dict[str, Any], word: str) -> None:
    with pytest.raises(UnfitError, match=word):
        conversation_of(row, USUAL)


def test_guesses() -> None:
    assert guess_columns(("id", "Body", "Title")) == ("Body", "Title")
    assert guess_columns(("x",)) == ("", "")
    assert guess_columns(("title",)) == ("", "title")
