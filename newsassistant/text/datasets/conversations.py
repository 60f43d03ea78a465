"""One row of training data -> what is asked and what is answered, in any of the known schemas.

The last answer is learnt; what stood before it is history.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from newsassistant.core.outside import UnfitError, decode_json
from newsassistant.core.plain import shown

REFERENCES_COLUMN = "references"
MOST_TURNS = 1000
ARTICLES = (
    *("content", "article", "document", "text", "body", "source", "input"),
    *("原文", "正文", "文章", "内容", "新闻", "新闻内容"),
)
SUMMARIES = (
    *("summary", "highlights", "title", "headline", "target", "output", "response"),
    *("摘要", "总结", "概要", "标题"),
)
# These are read without being asked for; "text" and "title" may be anything.
_SURE = (
    ("content", "article", "document", "原文", "正文", "文章", "新闻", "新闻内容"),
    ("summary", "highlights", "摘要", "总结", "概要"),
)
_SURROGATES = re.compile("[\ud800-\udfff]")
_LISTS = ("messages", "conversations", "conversation")
_REQUESTS = (("prompt", "response"), ("query", "response"))
_ROLES = {
    **dict.fromkeys(("user", "human"), "user"),
    **dict.fromkeys(("assistant", "gpt", "chatgpt", "bot", "model"), "assistant"),
    **dict.fromkeys(("system", "developer"), "system"),
}
_TOOL_ROLES = ("tool", "tools", "observation", "function", "function_call", "function_response")
_TOOL_FIELDS = ("tool_calls", "function_call", "tool_call_id")
_TOOLS = "it calls tools, which cannot be trained here"

Turns = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Conversation:
    """What a row holds. `content` is the last question or the article, `summary` its answer.

    `schema` names the form that was read. `asks` tells that `content` holds its own request, so
    that none is to be put behind it. `history` holds (question, answer), the oldest first.
    """

    schema: str
    content: str
    summary: str
    references: tuple[str, ...]
    history: Turns = ()
    system: str = ""
    asks: bool = False


@dataclass(frozen=True, slots=True)
class Columns:
    """The names that were asked for; `automatic`: other schemas may be recognised by their keys."""

    prompt: str
    response: str
    history: str | None = None
    automatic: bool = True


def conversation_of(row: Mapping[str, Any], columns: Columns) -> Conversation | None:
    """The conversation in a row; None where it has no such columns. Any thread.

    Raises UnfitError for a value of another type or shape, and for what cannot be trained.
    """
    named = _named(row, columns.prompt), _named(row, columns.response)
    if named[0] is not None and named[1] is not None:
        return _of_columns(row, (named[0], named[1]), columns)
    if not columns.automatic:
        return None
    for name in _LISTS:
        key = _named(row, name)
        if key is not None and isinstance(row[key], list):
            return _of_turns(row, key)
    if (found := _of_alpaca(row)) is not None:
        return found
    for prompt, response in _REQUESTS:
        keys = _named(row, prompt), _named(row, response)
        if keys[0] is not None and keys[1] is not None:
            return _of_request(row, keys[0], keys[1])
    names = tuple(row)
    sure = _pick(names, _SURE[0], ""), _pick(names, _SURE[1], "")
    return _of_columns(row, sure, columns) if all(sure) else None


def is_known(row: Mapping[str, Any]) -> bool:
    """True for a row that is read by its keys alone, so that nobody has to name columns."""
    names = {name.strip().casefold() for name in row}
    requests = any({*pair} <= names for pair in (*_REQUESTS, ("instruction", "output")))
    return requests or any(
        (key := _named(row, name)) is not None and isinstance(row[key], list) for name in _LISTS
    )


def guess_columns(names: Sequence[str]) -> tuple[str, str]:
    """The names that look like those of articles and of summaries, "" where none does."""
    article = _pick(names, ARTICLES, "")
    return article, _pick(names, SUMMARIES, article)


def _pick(names: Sequence[str], known: Sequence[str], taken: str) -> str:
    free = {name.strip().casefold(): name for name in reversed(names) if name != taken}
    return next((free[name] for name in known if name in free), "")


def _named(row: Mapping[str, Any], name: str) -> str | None:
    """The key of that name; letters' case and spaces around it do not count if it is not there."""
    if name in row:
        return name
    wanted = name.strip().casefold()
    return next((key for key in row if key.strip().casefold() == wanted), None)


def _get(row: Mapping[str, Any], name: str) -> Any:
    key = _named(row, name)
    return None if key is None else row[key]


# --- schemas -------------------------------------------------------------------------------------


def _of_columns(row: Mapping[str, Any], keys: tuple[str, str], columns: Columns) -> Conversation:
    """An article and its summary; earlier turns where there are any."""
    content, summary = (_text(row[key], key) for key in keys)
    others = _get(row, REFERENCES_COLUMN)
    texts = [_text(other, REFERENCES_COLUMN) for other in _listed(others)]
    references = dict.fromkeys([summary, *(text for text in texts if text.strip())])
    history: Turns = ()
    if columns.history is not None:
        history = _pairs(_get(row, columns.history), columns.history)
    elif columns.automatic:
        history = _pairs(_get(row, "history"), "history")
    return Conversation(", ".join(keys), content, summary, tuple(references), history)


def _listed(value: Any) -> Sequence[Any]:
    return value[:MOST_TURNS] if isinstance(value, list) else ()


def _of_request(row: Mapping[str, Any], prompt: str, response: str) -> Conversation:
    """ChatGLM-6B and ChatGLM2-6B: prompt, response, history of pairs."""
    _refuse_tools(row)
    question, answer = _text(row[prompt], prompt), _text(row[response], response)
    return _asked(f"{prompt}, {response}", row, question, answer)


def _of_alpaca(row: Mapping[str, Any]) -> Conversation | None:
    """instruction and input are one question, a line break between them."""
    keys = _named(row, "instruction"), _named(row, "output")
    if keys[0] is None or keys[1] is None:
        return None
    _refuse_tools(row)
    parts = [_text(row[keys[0]], keys[0]), _text(_get(row, "input"), "input")]
    question = "\n".join(part for part in parts if part.strip())
    return _asked("instruction, output", row, question, _text(row[keys[1]], keys[1]))


def _asked(schema: str, row: Mapping[str, Any], question: str, answer: str) -> Conversation:
    history = _pairs(_get(row, "history"), "history")
    system = _text(_get(row, "system"), "system")
    return Conversation(schema, question, answer, (answer,), history, system, asks=True)


def _of_turns(row: Mapping[str, Any], key: str) -> Conversation:
    """A list of turns: role and content, or ShareGPT's from and value."""
    _refuse_tools(row)
    turns = row[key]
    if len(turns) > MOST_TURNS:
        raise UnfitError(f'"{key}" has {len(turns)} turns, expected up to {MOST_TURNS}')
    system = _text(_get(row, "system"), "system")
    rounds: list[tuple[str, str]] = []
    question: str | None = None
    for role, text in (_turn(turn, key) for turn in turns):
        if role == "system":
            if rounds or question is not None or system:
                raise UnfitError("a system turn that is not the first")
            system = text
        elif role == "user":
            question = text if question is None else f"{question}\n\n{text}"
        elif question is None:
            raise UnfitError("an answer without a question in front of it")
        else:
            rounds.append((question, text))
            question = None
    if question is not None or not rounds:
        raise UnfitError("the last turn is no answer")
    content, summary = rounds[-1]
    history = tuple(rounds[:-1])
    return Conversation(key, content, summary, (summary,), history, system, asks=True)


def _turn(turn: Any, key: str) -> tuple[str, str]:
    """(user, assistant or system, text)."""
    if not isinstance(turn, dict):
        raise UnfitError(f'"{key}" holds {_kind(turn)}, expected turns of role and content')
    _refuse_tools(turn)
    role = turn.get("role", turn.get("from"))
    wanted = role.strip().casefold() if isinstance(role, str) else ""
    if wanted in _TOOL_ROLES:
        raise UnfitError(_TOOLS)
    if wanted not in _ROLES:
        raise UnfitError(f"a turn of {shown(role)}, expected user, assistant or system")
    name = "content" if "content" in turn else "value"
    if name not in turn:
        raise UnfitError("a turn without content")
    return _ROLES[wanted], _content(turn[name], name)


def _content(value: Any, name: str) -> str:
    """A text, or OpenAI's list of parts if all of them are text."""
    if not isinstance(value, list):
        return _text(value, name)
    if not all(isinstance(part, dict) and part.get("type") == "text" for part in value):
        raise UnfitError(f'"{name}" holds other parts than text')
    return "".join(_text(part.get("text"), "text") for part in value[:MOST_TURNS])


def _refuse_tools(row: Mapping[str, Any]) -> None:
    tools = _get(row, "tools")
    if any(row.get(name) for name in _TOOL_FIELDS) or tools not in (None, "", [], "[]", {}):
        raise UnfitError(_TOOLS)


# --- values --------------------------------------------------------------------------------------


def _text(value: Any, column: str) -> str:
    """A text without lone surrogates, which no tokenizer takes; null is empty."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise UnfitError(f"{shown(column)} is {_kind(value)}, not text")
    return _SURROGATES.sub("\ufffd", value)


def _pairs(value: Any, column: str) -> Turns:
    """[[question, answer], ...] as in the official multi-turn example; in a table as JSON."""
    if isinstance(value, str) and value.lstrip()[:1] in ("", "["):
        value = decode_json(value, where=column) if value.strip() else None
    if value is None:
        return ()
    if not isinstance(value, list) or not all(
        isinstance(turn, list) and len(turn) == 2 for turn in value
    ):
        raise UnfitError(f"{shown(column)} is no list of [question, answer]")
    if len(value) > MOST_TURNS:
        raise UnfitError(f"{shown(column)} has {len(value)} turns, expected up to {MOST_TURNS}")
    return tuple((_text(ask, column), _text(answer, column)) for ask, answer in value)


def _kind(value: Any) -> str:
    kinds = {bool: "a truth value", list: "a list", dict: "an object", str: "a text"}
    return kinds.get(type(value), "a number" if value is not None else "nothing")
