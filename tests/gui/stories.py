"""Messages for the tests of the conversation."""

from __future__ import annotations

from newsassistant.core.types import Role, Usage
from newsassistant.store.history import StoredMessage

USAGE = Usage(prompt_tokens=100, completion_tokens=50, ttft_s=0.4, tokens_per_s=9.81)


def message(
    number: int,
    role: Role,
    content: str,
    *,
    status: str = "",
    preset: str = "",
    prefix: str = "",
    usage: Usage | None = None,
    error: str = "",
    written: str | None = None,
) -> StoredMessage:
    """A message of conversation 1, by default sent or done."""
    return StoredMessage(
        id=number,
        conversation_id=1,
        role=role,
        content=content,
        created_at=1_790_000_000.0 + number,
        status=status or ("sent" if role == "user" else "done"),
        preset=preset,
        model="ChatGLM3-6B" if role == "assistant" else "",
        prefix=prefix,
        usage=usage,
        error=error,
        written=written,
    )
