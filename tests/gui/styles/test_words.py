"""The words for styles in both languages, with whatever is not known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication

from newsassistant.gui.look.i18n import Translations
from newsassistant.gui.styles.words import (
    base_words,
    detail_rows,
    reason_words,
    style_facts,
)
from newsassistant.model.base import Base
from tests.gui.example_styles import GLM, HOUSE, MODEL, PACKAGE, SENT


@pytest.fixture
def chinese(qapp: QApplication) -> Iterator[None]:
    translations = Translations()
    translations.use("zh")
    yield
    translations.use("en")


def test_one_line_says_what_matters() -> None:
    facts = "For ChatGLM3-6B · 128 tokens long · 7.3 MB · CC BY 4.0"

    assert style_facts(HOUSE) == facts
    assert style_facts(replace(HOUSE, licence="")).endswith("licence not stated")


def test_details_name_origin_model_and_training() -> None:
    rows = dict(detail_rows(HOUSE))

    assert rows["Origin"] == "ChatGLM P-Tuning v2, imported"
    assert rows["Model"] == "chatglm, 28 layers, 2 KV heads of 128"
    assert rows["Fingerprint of the weights"] == "a" * 16
    assert (rows["Training pairs"], rows["Training loss"]) == ("1200", "2.235")
    assert "2026" in rows["Made"]


def test_what_is_not_known_is_said_to_be_so() -> None:
    bare = replace(HOUSE, base=Base("", 28, 2, 128), created_at="", training={"my_fact": "x"})
    rows = dict(detail_rows(bare))

    assert rows["Fingerprint of the weights"] == "not known"
    assert rows["Made"] == "not known"
    assert rows["my fact"] == "x"
    assert base_words(bare.base) == "28 layers, 2 KV heads of 128"


def test_what_training_here_writes_has_words() -> None:
    facts: dict[str, str | int | float | bool] = {"preset": "one-sentence", "projection": False}
    rows = dict(detail_rows(replace(HOUSE, training={**facts, "minutes": 41.5, "batch": 2})))

    assert rows["Kind of summary"] == "One line"
    assert rows["With projection"] == "no"
    assert (rows["Minutes of training"], rows["Pairs in a step"]) == ("41.5", "2")


def test_a_date_that_is_none_is_shown_as_it_is() -> None:
    assert dict(detail_rows(replace(HOUSE, created_at="last week")))["Made"] == "last week"


def test_the_reason_names_the_model() -> None:
    assert "made for ChatGLM3-6B" in reason_words("House style", GLM, None)
    assert "other weights" in reason_words("House style", GLM, MODEL)


def test_the_words_follow_the_language(chinese: None) -> None:
    assert "适用于 ChatGLM3-6B" in style_facts(HOUSE)
    assert "训练数据条数" in dict(detail_rows(HOUSE))


def test_what_people_said_is_told_where_they_did() -> None:
    rows = dict(detail_rows(SENT))

    assert rows["Signed off"].startswith("A. Editor on ")
    assert (rows["Remark"], rows["Notes"]) == ("Read with 40 stories.", "For the night's wire")
    assert rows["SHA-256 of its file"].replace(" ", "") == PACKAGE
    assert "Identifier" not in rows
    assert "Signed off" not in dict(detail_rows(HOUSE))
    assert dict(detail_rows(HOUSE))["Identifier"] == "house-style"
