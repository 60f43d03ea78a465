"""Keeps the article that is in no conversation yet in a file, so that quitting loses nothing."""

from __future__ import annotations

import contextlib
import json
import logging
import os
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from newsassistant.core.errors import InputError
from newsassistant.core.files import read_json, write_whole
from newsassistant.core.outside import Fields, UnfitError
from newsassistant.core.types import Article
from newsassistant.text.articles.article import parse

SAVE_DELAY_MS = 3000
MAX_BYTES = 32 << 20

_log = logging.getLogger(__name__)


class DraftKeeper(QObject):
    """The file is readable by its user alone."""

    def __init__(self, path: Path, current: Callable[[], Article | None]) -> None:
        super().__init__()
        self._path = path
        self._current = current
        self._saved: str | None = None  # digest of what the file holds
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SAVE_DELAY_MS)
        self._timer.timeout.connect(self.save)

    def touch(self) -> None:
        """The article may be another one: it is saved within three seconds."""
        if not self._timer.isActive():
            self._timer.start()

    def save(self) -> None:
        """Write the article, or remove the file if there is none; a full disk is only logged."""
        self._timer.stop()
        article = self._current()
        digest = article.digest if article is not None else None
        if digest is not None and digest == self._saved:
            return
        try:
            if article is None:
                self._path.unlink(missing_ok=True)
            else:
                write_draft(self._path, article)
            self._saved = digest
        except OSError as error:
            _log.warning("the draft could not be saved: %s", error.strerror)

    def load(self) -> Article | None:
        """The article of the last run; None if there is none or the file is not ours.

        What is not ours is put aside, so that the next draft does not take its place.
        """
        article = read_draft(self._path)
        if article is not None:
            self._saved = article.digest
        return article

    def holds(self, article: Article) -> bool:
        """True if the file has this article."""
        return self._saved == article.digest


def read_draft(path: Path) -> Article | None:
    """The article in a draft file; None if there is none or the file is not ours.

    One that is not ours gets another name, which no window looks at.
    """
    if not os.path.lexists(path):
        return None
    try:
        fields = Fields(read_json(path, MAX_BYTES), where=path.name)
        text = fields.text("text", longest=MAX_BYTES)
        source = fields.text("source", longest=MAX_BYTES, default="")
        return parse(text, source=source, typed=True)
    except (UnfitError, InputError, UnicodeError) as error:
        _log.warning("the draft could not be read: %s", type(error).__name__)
        with contextlib.suppress(OSError):
            os.replace(path, path.with_suffix(".unreadable"))
        return None


def write_draft(path: Path, article: Article) -> None:
    """Put an article into a draft file, whole or not at all; raises OSError."""
    text = json.dumps({"text": article.text, "source": article.source}, ensure_ascii=False)
    write_whole(path, text.encode("utf-8", "replace"))
