"""Values from outside: strict JSON, typed fields, and a border that nothing foreign crosses."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsassistant.core.errors import CancelledError, InputError, NewsAssistantError
from newsassistant.core.outside import (
    Fields,
    MissingError,
    UnfitError,
    clause_of,
    contained,
    decode_json,
    decode_object,
)
from tests.hostile import VALUES, raw_json

_PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(_PLAIN)
def test_ordinary_json_is_read_as_python_reads_it(value: Any) -> None:
    text = json.dumps(value)

    assert decode_json(text, where="file") == json.loads(text)
    assert decode_json(text.encode("utf-8-sig"), where="file") == json.loads(text)


@pytest.mark.parametrize(("name", "raw"), list(raw_json()))
def test_what_is_no_object_is_refused_in_a_sentence(name: str, raw: bytes) -> None:
    if name == "half a pair":  # valid JSON, and a text that no encoder takes
        assert decode_object(raw, where="config.json") == {"format": "\ud800"}
        return
    with pytest.raises(UnfitError, match=r"^config\.json: ") as caught:
        decode_object(raw, where="config.json")

    assert len(str(caught.value)) < 250
    assert str(caught.value).isprintable()


def test_a_repeated_key_is_named() -> None:
    with pytest.raises(UnfitError, match=r'"b" is there twice'):
        decode_json('{"a": 1, "b": 2, "b": 3}', where="file")


READERS: dict[str, Callable[[Fields], object]] = {
    "text": lambda fields: fields.text("x", longest=100),
    "pattern": lambda fields: fields.text("x", pattern="[a-z]{1,10}"),
    "whole": lambda fields: fields.whole("x", 1, 1000),
    "number": lambda fields: fields.number("x", 0.0, 10.0),
    "flag": lambda fields: fields.flag("x"),
    "one of": lambda fields: fields.one_of("x", "CPU", "GPU"),
    "items": lambda fields: fields.items("x", most=10),
    "wholes": lambda fields: fields.wholes("x", 0, 10, most=10),
    "texts": lambda fields: fields.texts("x", longest=10, most=10),
    "fields": lambda fields: fields.fields("x").names(most=10),
}
FITS: dict[str, Callable[[Any], bool]] = {
    "text": lambda value: isinstance(value, str) and len(value) <= 100,
    "pattern": lambda value: False,
    "whole": lambda value: type(value) is int and 1 <= value <= 1000,
    "number": lambda value: type(value) in (int, float) and 0 <= value <= 10,
    "flag": lambda value: isinstance(value, bool),
    "one of": lambda value: False,
    "items": lambda value: isinstance(value, list) and len(value) <= 10,
    "wholes": lambda value: value == [],
    "texts": lambda value: value == [],
    "fields": lambda value: isinstance(value, dict) and len(value) <= 10,
}


@pytest.mark.parametrize("kind", list(READERS))
def test_a_field_is_what_it_must_be_or_refused(kind: str) -> None:
    for value in VALUES:
        fields = Fields({"x": value}, where="manifest.json")
        if FITS[kind](value):
            READERS[kind](fields)
            continue
        with pytest.raises(UnfitError, match=r"manifest\.json: x\b") as caught:
            READERS[kind](fields)
        assert len(str(caught.value)) < 400
        assert str(caught.value).isprintable()


def test_fields_give_values_of_their_type() -> None:
    fields = Fields(
        {"name": "GLM", "layers": 28, "eps": 1, "tied": False, "ids": [1, 2], "in": {"a": 1}},
        where="config.json",
    )

    assert fields.text("name") == "GLM"
    assert fields.whole("layers", 1, 100) == 28
    assert repr(fields.number("eps", 0, 2)) == "1.0"
    assert fields.flag("tied") is False
    assert fields.wholes("ids", 0, 9) == (1, 2)
    assert fields.fields("in").names() == ("a",)
    assert "name" in fields
    assert "nothing" not in fields


def test_a_missing_field_has_its_default_or_is_an_error() -> None:
    fields = Fields({"layers": None}, where="config.json")

    assert fields.whole("layers", 1, 100, default=28) == 28
    assert fields.text("name", default=None) is None
    with pytest.raises(MissingError, match=r"layers is missing, expected a whole number"):
        fields.whole("layers", 1, 100)


def test_names_that_are_no_texts_are_refused() -> None:
    with pytest.raises(UnfitError, match="has a field 1"):
        Fields({1: 2}, where="table").names()


def test_no_object_is_refused() -> None:
    with pytest.raises(UnfitError, match="config is list of 0, expected an object"):
        Fields([], where="config")


# --- the border ----------------------------------------------------------------------------------


class _Panic(BaseException):
    """As a library written in Rust raises it."""


def _input_error(detail: str) -> InputError:
    return InputError("unexpected", detail=detail)


@pytest.mark.parametrize(
    "error",
    [
        ValueError("bad\nvalue"),
        MemoryError(),
        RecursionError("maximum"),
        OSError(28, "No space left on device", "/secret/place"),
        _Panic("index out of bounds"),
        AssertionError(),
        UnfitError("config.json: x is 1"),
    ],
)
def test_nothing_foreign_leaves_a_border(error: BaseException) -> None:
    with pytest.raises(InputError) as caught, contained(_input_error):
        raise error

    detail = str(caught.value.params["detail"])
    assert detail
    assert detail.isprintable()
    assert "/secret" not in detail


@pytest.mark.parametrize(
    "error",
    [
        InputError("article-empty"),
        CancelledError(),
        KeyboardInterrupt(),
        SystemExit(3),
        GeneratorExit(),
    ],
)
def test_our_own_errors_and_ends_pass_a_border(error: BaseException) -> None:
    with pytest.raises(type(error)) as caught, contained(_input_error):
        raise error

    assert caught.value is error


def test_a_border_keeps_the_cause() -> None:
    cause = ValueError("why")
    with pytest.raises(NewsAssistantError) as caught, contained(_input_error):
        raise cause

    assert caught.value.__cause__ is cause


class _UnwritableError(Exception):
    def __str__(self) -> str:
        raise RuntimeError("no words")


@pytest.mark.parametrize(
    ("error", "clause"),
    [
        (KeyError("name"), "KeyError: 'name'"),
        (ZeroDivisionError(), "ZeroDivisionError"),
        (MemoryError("x"), "not enough memory"),
        (UnfitError("a: b"), "a: b"),
        (_UnwritableError(), "_UnwritableError"),
        (OSError(2, "No such file", "/x"), "No such file"),
    ],
)
def test_the_clause_of_an_error(error: BaseException, clause: str) -> None:
    assert clause_of(error) == clause


def test_numbers_by_name() -> None:
    fields = Fields({"vocab": {"a": 0, "b": 9}, "list": [1]}, where="file")

    assert fields.numbering("vocab", 0, 9) == {"a": 0, "b": 9}
    for name, options in (
        ("list", {}),
        ("none", {}),
        ("vocab", {"most": 1}),
        ("vocab", {"longest": 0}),
    ):
        with pytest.raises(UnfitError, match=name):
            fields.numbering(name, 0, 9, **options)
    for value in (True, 1.0, -1, 10, "1", None, 10**400):
        with pytest.raises(UnfitError, match="whole number from 0 to 9"):
            Fields({"vocab": {"a": value}}, where="file").numbering("vocab", 0, 9)
