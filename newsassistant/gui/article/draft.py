"""Keeps the article that is in no conversation yet in a file, so that quitting loses nothing."""

from __future__ import annotations

import contextlib
import json
import logging
import os
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from newsassistant.core.errors import InputError
from newsassistant.core.files import read_json, write_whole
from newsassistant.core.outside import Fields, UnfitError
from newsassistant.core.types import UNKNOWN, WAYS, Article, Origin, Reads
from newsassistant.gui.article.choices import Choices
from newsassistant.store.rows import EARLIEST, LATEST
from newsassistant.text.articles.article import parse
from newsassistant.text.articles.passages import chosen
from newsassistant.text.articles.spans import checked, spans_of
from newsassistant.text.articles.title import with_title

SAVE_DELAY_MS = 3000
MAX_BYTES = 32 << 20
LONGEST_TITLE = 10_000
MOST_SPANS = 1_000_000
LONGEST_PLACE = 32_767  # characters of a path, or of an address

_Held = tuple[str, Origin, Reads]  # the article's digest

_log = logging.getLogger(__name__)


class DraftKeeper(QObject):
    """The file is readable by its user alone."""

    def __init__(
        self,
        path: Path,
        current: Callable[[], Article | None],
        choices: Choices | None = None,
    ) -> None:
        """`choices` know what is read of the article, and are told by `load`."""
        super().__init__()
        self.choices = choices or Choices()
        self._path = path
        self._current = current
        self._saved: _Held | None = None  # what the file holds
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
        held = self._held(article) if article is not None else None
        if held is not None and held == self._saved:
            return
        try:
            if article is None:
                self._path.unlink(missing_ok=True)
            else:
                write_draft(self._path, article, self.choices)
            self._saved = held
        except OSError as error:
            _log.warning("the draft could not be saved: %s", error.strerror)

    def load(self) -> Article | None:
        """The article of the last run; None if there is none or the file is not ours.

        What is not ours is put aside, so that the next draft does not take its place.
        """
        article = read_draft(self._path, self.choices)
        if article is not None:
            self._saved = self._held(article)
        return article

    def _held(self, article: Article) -> _Held:
        return article.digest, article.origin, self.choices.of(article)

    def holds(self, article: Article) -> bool:
        """True if the file has this article."""
        return self._saved is not None and self._saved[0] == article.digest


def read_draft(path: Path, choices: Choices | None = None) -> Article | None:
    """The article in a draft file; None if there is none or the file is not ours.

    `choices` are told what is read of it.

    One that is not ours gets another name, which no window looks at.
    """
    if not os.path.lexists(path):
        return None
    try:
        fields = Fields(read_json(path, MAX_BYTES), where=path.name)
        text = fields.text("text", longest=MAX_BYTES)
        title = fields.text("title", longest=LONGEST_TITLE, default="")
        article = with_title(parse(text, origin=_origin(fields), typed=True), title)
    except (UnfitError, InputError, UnicodeError) as error:
        _log.warning("the draft could not be read: %s", type(error).__name__)
        with contextlib.suppress(OSError):
            os.replace(path, path.with_suffix(".unreadable"))
        return None
    if choices is not None and "reads" in fields:
        with contextlib.suppress(UnfitError):  # no reason to lose the text
            spans = checked(fields.items("reads", most=MOST_SPANS))
            choices.note(article, chosen(article.text, spans))
    return article


def _origin(fields: Fields) -> Origin:
    """What is said of how the text came in; an older version has said the file alone, if any."""
    try:
        if "origin" not in fields:
            return Origin(place=fields.text("source", longest=LONGEST_PLACE, default=""))
        origin = fields.fields("origin")
        return Origin(
            origin.one_of("way", *WAYS, default=""),
            origin.number("at", EARLIEST, LATEST, default=None) or 0.0,
            origin.text("place", longest=LONGEST_PLACE, default=""),
            origin.text("encoding", default=""),
            origin.flag("edited", default=False),
            *(origin.text(name, default="") for name in ("author", "date", "source")),
        )
    except UnfitError:  # no reason to lose the text
        return UNKNOWN


def write_draft(path: Path, article: Article, choices: Choices | None = None) -> None:
    """Put an article, and what is read of it, into a file, whole or not at all; raises OSError."""
    origin = {name: value for name, value in asdict(article.origin).items() if value}
    reads = spans_of((choices or Choices()).of(article), len(article.text))
    values = {"text": article.text, "title": article.title, "origin": origin, "reads": reads}
    text = json.dumps(values, ensure_ascii=False)
    write_whole(path, text.encode("utf-8", "replace"))
