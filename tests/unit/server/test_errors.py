"""Our own errors as clients hear of them: a status, a code, nothing of this machine."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsassistant.core.errors import (
    EngineError,
    InputError,
    ModelError,
    NewsAssistantError,
    PrefixError,
    PromptError,
)
from newsassistant.server.errors import ApiError, no_such_model, not_now, told


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (PromptError("context-full", tokens=9000, room=2048), 400, "context_length_exceeded"),
        (InputError("article-empty"), 400, "article_empty"),
        (EngineError("out-of-memory"), 503, "out_of_memory"),
        (EngineError("inference-failed", detail="secret"), 503, "engine_failed"),
        (ModelError("model-missing", model="fake"), 503, "engine_failed"),
        (PrefixError("prefix-damaged", path=Path("/srv/anna"), detail="x"), 500, "style_unusable"),
    ],
)
def test_each_kind(error: NewsAssistantError, status: int, code: str) -> None:
    found = told(error)

    assert (found.status, found.code) == (status, code)
    shown = str(found.body())
    assert "secret" not in shown
    assert "/srv" not in shown
    assert found.body()["error"]["newsassistant"]["code"] == error.code


def test_a_long_prompt_tells_its_tokens() -> None:
    error = told(PromptError("context-full", tokens=9000, room=2048)).body()["error"]

    assert (error["newsassistant"]["tokens"], error["newsassistant"]["room"]) == (9000, 2048)


def test_what_may_be_tried_again_says_when() -> None:
    assert int(not_now("loading", "The model is being loaded.").headers()["Retry-After"]) > 0
    assert no_such_model().headers() == {}
    assert ApiError(401, "invalid_api_key", "").headers() == {"WWW-Authenticate": "Bearer"}
