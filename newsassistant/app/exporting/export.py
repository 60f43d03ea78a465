"""A conversation or an answer as a file: composed, written in a format, put where the user says."""

from __future__ import annotations

import time
from pathlib import Path

from newsassistant.app.exporting.choice import CHAT, Choice, Names
from newsassistant.app.exporting.compose import compose
from newsassistant.core.errors import InputError
from newsassistant.core.files import write_users
from newsassistant.store import chat_file
from newsassistant.store.chat_file import Chat
from newsassistant.writers.formats import FORMATS

ENDINGS = (*FORMATS, CHAT)
"""Of all formats, in the order in which they are offered; `Choice.form` is one of them."""


def content_of(chat: Chat, choice: Choice, names: Names, *, at: float | None = None) -> bytes:
    """The bytes of the file, in any format but `CHAT`; any thread.

    `at` is the time of the export, now if None. Raises InputError as `compose` does.
    """
    document = compose(chat, choice, names, at=time.time() if at is None else at)
    return FORMATS[choice.form].write(document)


def export(path: Path, chat: Chat, choice: Choice, names: Names) -> None:
    """Put an export into a file, whole or not at all; blocks on the disk.

    What is at `path` is replaced. Raises InputError: as `compose`, "export-whole",
    "output-unwritable", "chat-too-large".
    """
    if choice.form == CHAT:
        if choice.answer is not None:
            raise InputError("export-whole")
        chat_file.write(path, chat)
        return
    content = content_of(chat, choice, names)
    try:
        write_users(path, content)
    except OSError as error:
        detail = error.strerror or str(error)
        raise InputError("output-unwritable", path=path, detail=detail) from error
