"""Reads files for the desk outside the main thread, one at a time; documents in a child process."""

from __future__ import annotations

from concurrent.futures import Executor, Future
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from newsassistant.core.errors import CancelledError, InputError, NewsAssistantError
from newsassistant.core.types import Article, CancelToken, Origin
from newsassistant.text.articles.article import parse, read_as
from newsassistant.text.articles.encodings import Decoded

INLINE_BYTES = 1_000_000  # larger texts are read outside the main thread
QUICK = (".txt", ".text")
_MARKDOWN = (".md", ".markdown", ".mdown", ".mkd")
_LOCKED = {"document-password-wanted": False, "document-password-wrong": True}


@dataclass(frozen=True, slots=True)
class Opened:
    """An article from a file, and of a text its bytes, which may be read in another encoding.

    `decoded` is None for a document; `warnings` are codes of `READING_WARNINGS`.
    """

    article: Article
    decoded: Decoded | None = None
    raw: bytes = b""
    chosen: bool = False  # the encoding, by the user
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class _Run:
    origin: Origin
    cancel: CancelToken


class Opening(QObject):
    """`done`, `failed` or `locked` ends each `read` that nothing else has ended; main thread."""

    changed = Signal()  # `name` gives another one
    done = Signal(object)  # Opened
    failed = Signal(object)  # NewsAssistantError
    locked = Signal(object, bool)  # Origin of a file with a password; True: that was not it
    _ended = Signal(object)  # (_Run, Future[Opened])

    def __init__(self, executor: Executor) -> None:
        super().__init__()
        self._executor = executor
        self._run: _Run | None = None
        self._futures: list[Future[Opened]] = []
        self._ended.connect(self._take)

    def name(self) -> str:
        """The name of the file that is being read, "" without one."""
        return Path(self._run.origin.place).name if self._run is not None else ""

    def read(self, origin: Origin, password: str = "") -> None:
        """Begin to read the file at `origin.place`; one that is being read is given up."""
        self._give_up()
        run = self._run = _Run(origin, CancelToken())
        future = self._executor.submit(_read, run.origin, password, run.cancel)
        self._futures = [each for each in self._futures if not each.done()]
        self._futures.append(future)
        self.changed.emit()
        future.add_done_callback(lambda ended: self._ended.emit((run, ended)))

    def stop(self) -> None:
        """Give up what is being read, if anything; returns at once."""
        if self._run is not None:
            self._give_up()
            self.changed.emit()

    def is_busy(self) -> bool:
        """True while a thread is at work, even for what was given up."""
        return not all(future.done() for future in self._futures)

    def _give_up(self) -> None:
        run, self._run = self._run, None
        if run is not None:
            run.cancel.cancel()

    @Slot(object)
    def _take(self, ended: tuple[_Run, Future[Opened]]) -> None:
        run, future = ended
        if run is not self._run:
            return
        self._run = None
        self.changed.emit()
        try:
            opened = future.result()
        except InputError as error:
            if error.code in _LOCKED:
                self.locked.emit(run.origin, _LOCKED[error.code])
            else:
                self.failed.emit(error)
        except NewsAssistantError as error:
            self.failed.emit(error)
        except CancelledError:
            return
        else:
            self.done.emit(opened)


def is_quick(path: Path) -> bool:
    """True for what is a small text by its name, which the main thread may read."""
    try:
        return path.suffix.lower() in QUICK and path.stat().st_size <= INLINE_BYTES
    except OSError:
        return path.suffix.lower() in QUICK  # reading it gives the error with its words


def opened_text(raw: bytes, origin: Origin, encoding: str = "") -> Opened:
    """The article of a plain text; raises InputError. Any thread."""
    path = Path(origin.place)
    decoded = read_as(raw, encoding, name=path.name)
    if path.suffix.lower() in _MARKDOWN:
        from newsassistant.app.reading import article_of, read_document

        article = article_of(read_document(raw, path.name, encoding=encoding), origin)
    else:
        article = parse(decoded.text, origin=replace(origin, encoding=decoded.encoding))
    return Opened(article, decoded, raw, chosen=bool(encoding))


def _read(origin: Origin, password: str, cancel: CancelToken) -> Opened:
    # Here and not above: the window starts without them, and no document may ever come.
    from newsassistant.app.reading import article_of, read_document, read_file
    from newsassistant.readers.formats import is_plain

    path = Path(origin.place)
    cancel.check()
    data = read_file(path)
    if is_plain(data, path.name):
        return opened_text(data, origin)
    reading = read_document(data, path.name, password=password, cancel=cancel)
    return Opened(article_of(reading, origin), warnings=reading.warnings)
