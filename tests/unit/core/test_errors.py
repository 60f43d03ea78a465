"""Errors carry a code and parameters; the words come from the messages, in either language."""

from __future__ import annotations

import pytest

from newsassistant.core import errors
from newsassistant.core.errors import CancelledError, NewsAssistantError, StoreError


def test_an_error_reads_as_what_happened_and_what_to_do() -> None:
    error = StoreError("store-too-new", actual=9, expected=1)
    assert str(error) == f"{error.what()} {error.advice()}"
    assert "version 9" in error.what()
    assert "up to 1" in error.what()
    assert (error.code, error.params) == ("store-too-new", {"actual": 9, "expected": 1})


def test_chinese_sentences_follow_without_a_space() -> None:
    error = StoreError("store-too-new", actual=9, expected=1)
    assert error.text("zh") == error.what("zh") + error.advice("zh")
    assert " 。" not in error.text("zh")


def test_an_unknown_language_reads_english() -> None:
    error = NewsAssistantError("article-empty")
    assert error.text("fr") == error.text("en")


def test_every_kind_is_a_news_assistant_error_with_a_docstring() -> None:
    kinds = {kind for kind in vars(errors).values() if isinstance(kind, type)}
    kinds.remove(CancelledError)
    assert len(kinds) >= 8
    for kind in kinds:
        assert issubclass(kind, NewsAssistantError)
        assert kind.__doc__
        assert kind.__name__ in str(errors.__doc__)


def test_what_is_cancelled_is_no_failure_to_be_told() -> None:
    assert not issubclass(CancelledError, NewsAssistantError)


def test_a_checkpoint_error_is_a_model_error() -> None:
    with pytest.raises(errors.ModelError, match="ends early"):
        raise errors.CheckpointError("checkpoint-invalid", detail="ends early")
