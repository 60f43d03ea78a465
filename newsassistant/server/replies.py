"""Answers in OpenAI's shapes: whole, in chunks, and as server-sent events. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from newsassistant.core.types import Done, Usage

DONE = b"data: [DONE]\n\n"
WAITING = b": waiting\n\n"


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer's envelope; `created` in Unix seconds."""

    id: str
    created: int
    model: str
    fingerprint: str

    def whole(self, text: str, done: Done) -> dict[str, Any]:
        """`chat.completion`."""
        return {
            **self._envelope("chat.completion"),
            "choices": [
                {
                    "index": 0,
                    "message": {"role": "assistant", "content": text, "refusal": None},
                    "logprobs": None,
                    "finish_reason": done.reason,
                }
            ],
            "usage": usage_of(done.usage),
            "newsassistant": _ours(done.usage),
        }

    def first(self, *, with_usage: bool) -> dict[str, Any]:
        """The chunk that names who speaks."""
        return self._chunk({"role": "assistant", "content": ""}, None, with_usage)

    def more(self, text: str, *, with_usage: bool) -> dict[str, Any]:
        """A chunk of text."""
        return self._chunk({"content": text}, None, with_usage)

    def last(self, done: Done, *, with_usage: bool) -> dict[str, Any]:
        """The chunk that says why it has ended."""
        chunk = self._chunk({}, done.reason, with_usage)
        return {**chunk, "newsassistant": _ours(done.usage)}

    def cost(self, done: Done) -> dict[str, Any]:
        """The chunk behind the last."""
        chunk = self._envelope("chat.completion.chunk")
        return {**chunk, "choices": [], "usage": usage_of(done.usage)}

    def _chunk(
        self, delta: Mapping[str, str], reason: str | None, with_usage: bool
    ) -> dict[str, Any]:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": reason}
        chunk = {**self._envelope("chat.completion.chunk"), "choices": [choice]}
        return {**chunk, "usage": None} if with_usage else chunk

    def _envelope(self, kind: str) -> dict[str, Any]:
        return {
            "id": self.id,
            "object": kind,
            "created": self.created,
            "model": self.model,
            "system_fingerprint": self.fingerprint,
        }


def usage_of(usage: Usage) -> dict[str, int]:
    """In tokens. What was reused is not told: it would tell what others have asked."""
    return {
        "prompt_tokens": usage.prompt_tokens,
        "completion_tokens": usage.completion_tokens,
        "total_tokens": usage.prompt_tokens + usage.completion_tokens,
    }


def _ours(usage: Usage) -> dict[str, Any]:
    return {"seed": usage.seed, "temperature": usage.temperature}


def event(value: Mapping[str, Any]) -> bytes:
    """One server-sent event."""
    return b"data: " + json_bytes(value) + b"\n\n"


def json_bytes(value: Mapping[str, Any]) -> bytes:
    """Half a character, which JSON can hold and UTF-8 cannot, is replaced."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "replace")
