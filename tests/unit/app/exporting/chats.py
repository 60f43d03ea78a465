"""A conversation to export: an article that was not read to its end, a summary, a question."""

from __future__ import annotations

from newsassistant.core.types import Article, Origin, Usage
from newsassistant.store.chat_file import Chat
from newsassistant.store.rows import StoredConversation, StoredMessage, digest_of
from newsassistant.text.prompts.presets import SHIPPED

AT = 1_770_000_000.0
TEXT = "Wind costs £1.2bn\n\nThe plan was told on Tuesday. Lawmakers said no."
ASKED = SHIPPED["three-bullets"].instruction("en")
ANSWER = "- The plan costs **£1.2bn**.\n- It was told on Tuesday."
ORIGIN = Origin("opened", AT - 100, "/secret/folder/wind.docx", "utf-8", False, "Ann", "2026-02-01")


def article() -> Article:
    return Article(TEXT, "Wind costs £1.2bn", "en", digest_of(TEXT), ORIGIN)


def turn(role: str, content: str, **more: object) -> StoredMessage:
    values: dict[str, object] = {
        "created_at": AT,
        "status": "sent" if role == "user" else "done",
        "preset": "",
        "model": "" if role == "user" else "SmolLM2 · int8",
        "prefix": "",
    }
    return StoredMessage(0, 0, role, content, **{**values, **more})  # type: ignore[arg-type]


def chat(*turns: StoredMessage, about: Article | None = None) -> Chat:
    """The turns given, or a summary and a question about the article."""
    messages = turns or (
        turn("user", ASKED, preset="three-bullets"),
        turn(
            "assistant",
            ANSWER,
            created_at=AT + 1,
            prefix="starter-bullets",
            usage=Usage(9, 0, 9, 0.1, 9.0, seed=7, temperature=0.5),
            reads=((0, 20),),
        ),
        turn("user", "Who said *no*?", created_at=AT + 5),
        turn("assistant", "Lawmakers.", created_at=AT + 6, usage=Usage(seed=7, temperature=0.0)),
    )
    kept = StoredConversation(0, "Wind", "three-bullets", "SmolLM2", "", AT, AT + 6)
    return Chat(kept, about or article(), tuple(messages))
