"""Checks of option values, and what they change."""

from __future__ import annotations

import argparse

import pytest

from newsassistant.cli.shared.arguments import (
    add_generation_options,
    encoding_name,
    file_name,
    generation_params,
    number,
    some_text,
    whole,
)
from newsassistant.core.types import GenerationParams


def test_values_at_the_borders() -> None:
    assert [whole(0, 9)("0"), whole(0, 9)("9")] == [0, 9]
    assert [number(0, 2)("0"), number(0, 2)("2"), number(0, 1, above=True)("0.01")] == [0, 2, 0.01]
    assert [some_text(" a "), file_name("a")] == ["a", "a"]


@pytest.mark.parametrize("text", ["-1", "10", "1.5", "", "x", "1e1"])
def test_whole_numbers_only(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match="expected a whole number from 0"):
        whole(0, 9)(text)


@pytest.mark.parametrize("text", ["-0.1", "2.1", "nan", "inf", "", "x"])
def test_numbers_in_range_only(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match="expected a number from 0 to 2"):
        number(0, 2)(text)


@pytest.mark.parametrize("text", ["", "-"])
def test_files_need_a_name(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError):
        file_name(text)


def test_encodings_by_any_usual_name() -> None:
    assert [encoding_name("GBK"), encoding_name("utf8")] == ["gb18030", "utf-8"]
    for text in ("", "rot13", "klingon"):
        with pytest.raises(argparse.ArgumentTypeError, match="expected one of utf-8"):
            encoding_name(text)


def test_what_is_not_given_stays_the_model_s() -> None:
    parser = argparse.ArgumentParser()
    add_generation_options(parser)
    defaults = GenerationParams(max_tokens=7, repetition_penalty=1.06)

    assert generation_params(parser.parse_args([]), defaults) == defaults
    given = parser.parse_args(["--temperature", "0", "--seed", "0", "--top-k", "3"])
    assert generation_params(given, defaults) == GenerationParams(
        max_tokens=7, repetition_penalty=1.06, temperature=0, seed=0, top_k=3
    )
