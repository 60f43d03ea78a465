"""Conversations out of the history and into it, as `chat_file` writes and reads them."""

from __future__ import annotations

import hashlib

from newsassistant.store.branches import BEGINS
from newsassistant.store.chat_file import Chat, Turn, portable
from newsassistant.store.history import History

SAME_TIME_S = 0.001  # a file knows microseconds


def take_out(history: History, conversation_id: int) -> Chat:
    """A conversation with its article and all its turns, shown or not; raises StoreError."""
    messages, branches, last = history.all_messages(conversation_id)
    told = [number for number, message in messages.items() if message.role != "system"]
    places = {BEGINS: BEGINS} | {number: place for place, number in enumerate(told, start=1)}
    shown = [number for number in branches.path_to(last) if number in places]

    def turn(number: int) -> Turn:
        before = branches.before(number)
        while before not in places:
            before = branches.before(before)
        return Turn(places[number], places[before], messages[number])

    return Chat(
        history.get(conversation_id),
        history.article(conversation_id),
        tuple(messages[number] for number in shown),
        tuple(turn(number) for number in told if number not in set(shown)),
    )


def take_in(history: History, chat: Chat) -> tuple[int, bool]:
    """The number of the conversation in the history, and whether it is new there.

    One that was opened or saved here before is not there twice: it is known by the time when it
    was begun, its article and its turns. It may have gone on since, and show other versions of
    them. Raises StoreError.
    """
    for item in history.conversations():
        began = abs(item.created_at - chat.conversation.created_at)
        if began < SAME_TIME_S and _holds(portable(take_out(history, item.id)), chat):
            return item.id, False
    return history.add(chat), True


def _holds(there: Chat, chat: Chat) -> bool:
    return _digest(there) == _digest(chat) and _ways(chat) <= _ways(there, also_written=True)


def _digest(chat: Chat) -> str:
    return "" if chat.article is None else chat.article.digest


def _ways(chat: Chat, *, also_written: bool = False) -> set[bytes]:
    """For each turn, what tells it and all that it follows from others.

    What it follows is told by what the model wrote, so that an edit does not make others of the
    turns behind it. With `also_written` an edited answer counts as the unedited one too: a file may
    be older than the edit.
    """
    by_model, found = {BEGINS: b""}, {b""}
    for turn in chat.turns():
        message, before = turn.message, by_model[turn.after]
        by_model[turn.number] = _way(before, message.role, message.by_model)
        found.add(_way(before, message.role, message.content))
        if also_written:
            found.add(by_model[turn.number])
    return found


def _way(before: bytes, role: str, content: str) -> bytes:
    return hashlib.sha256(before + f"{role}\n{content}".encode()).digest()
