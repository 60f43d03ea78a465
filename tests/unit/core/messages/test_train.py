"""The words of errors about training name options and packages that really exist."""

from __future__ import annotations

import re

import pytest

from newsassistant.cli.main import build_parser
from newsassistant.core.messages.train import TRAIN_ERRORS
from newsassistant.core.wording import ERRORS

OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*[a-z]")


def texts(code: str) -> dict[str, str]:
    return {language: " ".join(lines) for language, lines in TRAIN_ERRORS[code].items()}


@pytest.mark.parametrize("code", TRAIN_ERRORS)
def test_they_are_among_the_words_of_all_errors(code: str) -> None:
    assert ERRORS[code] == TRAIN_ERRORS[code]


@pytest.mark.parametrize("code", TRAIN_ERRORS)
def test_both_languages_name_the_same_options(code: str) -> None:
    words = texts(code)

    assert OPTION.findall(words["en"]) == OPTION.findall(words["zh"])


def test_the_options_that_they_name_are_those_of_tune(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        build_parser().parse_args(["tune", "--help"])
    known = set(OPTION.findall(capsys.readouterr().out))
    named = {option for code in TRAIN_ERRORS for option in OPTION.findall(texts(code)["en"])}

    assert "--lr" in named
    assert named <= known
