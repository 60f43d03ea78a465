"""A conversation or an answer as a file: composed, written in a format, put where the user says."""

from __future__ import annotations

import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from newsassistant.app.exporting.choice import CHAT, Choice, Names
from newsassistant.app.exporting.compose import compose
from newsassistant.core.errors import InputError
from newsassistant.core.files import write_users
from newsassistant.store import chat_file
from newsassistant.store.chat_file import Chat
from newsassistant.writers.formats import FORMATS

if TYPE_CHECKING:
    from newsassistant.app.exporting.notes import Check
    from newsassistant.evidence.index import Index

ENDINGS = (*FORMATS, CHAT)
"""Of all formats, in the order in which they are offered; `Choice.form` is one of them."""


def content_of(
    chat: Chat,
    choice: Choice,
    names: Names,
    *,
    at: float | None = None,
    index: Index | None = None,
) -> bytes:
    """The bytes of the file, in any format but `CHAT`; any thread.

    `at` is the time of the export, now if None; `index` that of the article where there is one
    already. Raises InputError as `compose` does.
    """
    moment = time.time() if at is None else at
    document = compose(chat, choice, names, at=moment, check=_check_of(chat, choice, index))
    return FORMATS[choice.form].write(document)


def _check_of(chat: Chat, choice: Choice, index: Index | None) -> Check | None:
    if not choice.with_checks or chat.article is None:
        return None
    from newsassistant.app.checking.examined import examine
    from newsassistant.evidence.index import Index

    article = chat.article
    return partial(examine, index or Index.of(article.text, article.language))


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
    put(path, content_of(chat, choice, names))


def put(path: Path, content: bytes) -> None:
    """Write what `content_of` made; raises InputError("output-unwritable")."""
    try:
        write_users(path, content)
    except OSError as error:
        detail = error.strerror or str(error)
        raise InputError("output-unwritable", path=path, detail=detail) from error
