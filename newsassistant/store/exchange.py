"""Conversations out of the history and into it, as `chat_file` writes and reads them."""

from __future__ import annotations

from newsassistant.store.chat_file import Chat, portable
from newsassistant.store.history import History

SAME_TIME_S = 0.001  # a file knows microseconds


def take_out(history: History, conversation_id: int) -> Chat:
    """A conversation with its article and turns; raises StoreError."""
    return Chat(
        history.get(conversation_id),
        history.article(conversation_id),
        tuple(history.messages(conversation_id)),
    )


def take_in(history: History, chat: Chat) -> tuple[int, bool]:
    """The number of the conversation in the history, and whether it is new there.

    One that was opened or saved here before is not there twice: it is known by the time when it
    was begun, its article and its turns. It may have gone on since. Raises StoreError.
    """
    for item in history.conversations():
        began = abs(item.created_at - chat.conversation.created_at)
        if began < SAME_TIME_S and _holds(portable(take_out(history, item.id)), chat):
            return item.id, False
    return history.add(chat), True


def _holds(there: Chat, chat: Chat) -> bool:
    turns = _turns(chat)
    return _digest(there) == _digest(chat) and _turns(there)[: len(turns)] == turns


def _digest(chat: Chat) -> str:
    return "" if chat.article is None else chat.article.digest


def _turns(chat: Chat) -> list[tuple[str, str]]:
    return [(turn.role, turn.content) for turn in chat.messages]
