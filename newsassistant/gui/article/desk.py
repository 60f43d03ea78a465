"""The article that is being worked on: text to `Article`, its length, files."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from newsassistant.core.errors import InputError, NewsAssistantError
from newsassistant.core.types import Article, Measured
from newsassistant.gui.article.panel import ArticlePanel
from newsassistant.gui.article.too_long import TooLongSheet
from newsassistant.gui.widgets.dialogs import Dialogs
from newsassistant.text.articles.article import parse, read_as, read_bytes
from newsassistant.text.articles.encodings import Decoded

INLINE_BYTES = 1_000_000  # larger files are read outside the main thread
STYLE_SUFFIXES = frozenset({".safetensors", ".bin", ".pt"})

WithRoom = Callable[[Article, int | None], object]


@dataclass(frozen=True, slots=True)
class Opened:
    """An article from a file, and the file's bytes, which may be read in another encoding."""

    article: Article
    decoded: Decoded
    raw: bytes
    chosen: bool = False  # the encoding, by the user


class ArticleDesk(QObject):
    """`measure` asks for an article's length, for `take_measured`; large files go to `executor`."""

    changed = Signal()
    failed = Signal(object)  # NewsAssistantError
    replaced = Signal(object)  # Article: a file took this one's place
    style_dropped = Signal(object)  # Path: what was dropped is no text, but may be a house style
    _file_read = Signal(object, object)  # Path, Future[Opened]

    def __init__(
        self,
        panel: ArticlePanel,
        dialogs: Dialogs,
        executor: Executor,
        measure: Callable[[Article], None],
    ) -> None:
        super().__init__()
        self._panel = panel
        self._dialogs = dialogs
        self._executor = executor
        self._measure = measure
        self._measured: Measured | None = None
        self._agreed = ""  # digest of the article of which the user takes a part
        self._waiting: WithRoom | None = None
        self._opened: Opened | None = None  # only while it is doubtful how it was read
        self.article: Article | None = None
        self._panel.article_edited.connect(self._edited)
        self._panel.cleared.connect(self._cleared)
        self._panel.open_requested.connect(self.ask_open)
        self._panel.file_dropped.connect(self.take_dropped)
        self._panel.read_as.connect(self.read_as)
        self._file_read.connect(self._take_file)

    # --- the text -------------------------------------------------------------------------------

    def show(self, article: Article | None) -> None:
        """Put an article, or nothing, on the desk."""
        if article is None or self.article is None or article.digest != self.article.digest:
            self._set(article)
            self._forget_file()
        self._panel.set_article(article)
        self._show_measured()

    def measure(self) -> None:
        """Ask for the article's length, for example because another model was loaded."""
        self._measured = None
        if self.article is not None:
            self._measure(self.article)

    def is_measured(self) -> bool:
        """True once the length of the article on the desk is known."""
        return self._measured is not None

    def take_measured(self, measured: Measured) -> None:
        """The answer to `measure`; one for an earlier text is dropped."""
        if self.article is None or measured.digest != self.article.digest:
            return
        self._measured = measured
        self._panel.set_measured(measured)
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            self.with_room(waiting)

    def with_room(self, done: WithRoom) -> None:
        """Call `done` with the article and how many of its characters the model may read.

        None means all of them. Asks the user first if only a part fits, and waits for a length
        that is not known yet.
        """
        article, measured = self.article, self._measured
        if article is None:
            return
        if measured is None:
            self._waiting = done
        elif measured.tokens <= measured.room:
            done(article, None)
        elif self._agreed == article.digest:
            done(article, measured.fit_chars)
        else:
            self._ask_too_long(article, measured, done)

    def _ask_too_long(self, article: Article, measured: Measured, done: WithRoom) -> None:
        def agree() -> None:
            self._agreed = article.digest
            done(article, measured.fit_chars)

        sheet = TooLongSheet(self._dialogs.theme, measured, agree, parent=self._panel)
        self._dialogs.open(sheet)

    def _edited(self, raw: str) -> None:
        try:
            article = parse(raw, typed=True)
        except InputError:  # nothing readable: the same as no article
            article = None
            self._forget_file()
        if article is None or self.article is None or article.digest != self.article.digest:
            self._set(article)
        self._panel.set_article(article)
        self._show_measured()

    def _cleared(self) -> None:
        self._set(None)
        self._forget_file()

    def _set(self, article: Article | None) -> None:
        self.article = article
        self._waiting = None
        self.measure()
        self.changed.emit()

    def _show_measured(self) -> None:
        if self._measured is not None:
            self._panel.set_measured(self._measured)

    # --- files ----------------------------------------------------------------------------------

    def ask_open(self) -> None:
        """Let the user choose a file."""
        self._dialogs.ask_file(
            self._panel,
            self.tr("Open an article"),
            self.tr("Text files (*.txt *.md)"),
            self.open_file,
        )

    def take_dropped(self, path: Path) -> None:
        """A file or folder was dropped: a text is opened, what may be a style is told."""
        if path.is_dir() or path.suffix.lower() in STYLE_SUFFIXES:
            self.style_dropped.emit(path)
        else:
            self.open_file(path)

    def open_file(self, path: Path) -> None:
        """Read a text file and show it; `failed` tells why that was not possible."""
        try:
            large = path.stat().st_size > INLINE_BYTES
        except OSError:
            large = False  # reading it gives the error with its words
        if large:
            future = self._executor.submit(_read, path)
            future.add_done_callback(lambda done: self._file_read.emit(path, done))
            return
        finished: Future[Opened] = Future()
        try:
            finished.set_result(_read(path))
        except NewsAssistantError as error:
            finished.set_exception(error)
        self._take_file(path, finished)

    def read_as(self, encoding: str) -> None:
        """Read the bytes of the file on the desk in another encoding.

        Where that gives no text, `failed` tells so and nothing changes. A text that was edited
        meanwhile is offered by `replaced`.
        """
        opened = self._opened
        if opened is None:
            return
        path = Path(opened.article.source)
        try:
            again = _opened(opened.raw, path, encoding)
        except NewsAssistantError as error:
            self.failed.emit(error)
            self._panel.encoding.show_reading(opened.decoded)  # the mark goes back in the menu
            return
        self._panel.tell_edited()
        present = self.article
        self._put(again)
        known = (opened.article.digest, again.article.digest)
        if present is not None and present.digest not in known:
            self.replaced.emit(present)

    @Slot(object, object)
    def _take_file(self, path: Path, future: Future[Opened]) -> None:
        try:
            opened = future.result()
        except NewsAssistantError as error:
            self.failed.emit(error)
            return
        previous = self.article
        self._put(opened)
        if previous is not None and previous.digest != opened.article.digest:
            self.replaced.emit(previous)

    def _put(self, opened: Opened) -> None:
        self.show(opened.article)
        self._forget_file()
        if opened.decoded.doubtful or opened.chosen:
            self._opened = opened
            self._panel.encoding.show_reading(opened.decoded)

    def _forget_file(self) -> None:
        self._opened = None
        self._panel.encoding.clear()


def _read(path: Path) -> Opened:
    return _opened(read_bytes(path), path, "")


def _opened(raw: bytes, path: Path, encoding: str) -> Opened:
    decoded = read_as(raw, encoding, name=path.name)
    article = parse(decoded.text, source=str(path))
    return Opened(article, decoded, raw, chosen=bool(encoding))
