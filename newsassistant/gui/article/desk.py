"""The article that is being worked on: text to `Article`, its length, files."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Signal, Slot

from newsassistant.core.addresses import lone_address
from newsassistant.core.errors import InputError, NewsAssistantError
from newsassistant.core.types import Article, Measured, Origin, Reads, Way
from newsassistant.gui.article.leaving_out import LeavingOut
from newsassistant.gui.article.length_words import Length
from newsassistant.gui.article.panel import ArticlePanel
from newsassistant.gui.opening.changed_bar import difference
from newsassistant.gui.opening.fetching import Fetching
from newsassistant.gui.opening.link_file import link_in
from newsassistant.gui.opening.opening import Opened, Opening, is_quick, opened_text
from newsassistant.gui.opening.password_sheet import PasswordSheet
from newsassistant.gui.widgets.dialogs import Dialogs
from newsassistant.store.chat_file import is_chat_file
from newsassistant.text.articles.article import parse, read_bytes
from newsassistant.text.articles.origin import origin_after
from newsassistant.text.articles.spans import first
from newsassistant.text.articles.title import with_title

if TYPE_CHECKING:
    from newsassistant.app.long.plan import Plan
    from newsassistant.gui.article.offers import Offer, OfferFor

MOST_ORIGINS = 200  # as many steps of undo as anybody takes
PATTERNS = (
    *("*.txt", "*.md", "*.docx", "*.odt", "*.rtf", "*.pdf", "*.html", "*.htm", "*.xhtml"),
    *("*.mhtml", "*.mht", "*.eml", "*.xml", "*.newschat"),
)
"""What the dialog shows, in Qt's spelling; by its content any file is read that can be."""
_TYPED = ("typed", "", "")
STYLE_SUFFIXES = frozenset({".safetensors", ".bin", ".pt"})

WithRoom = Callable[[Article, Reads], object]


class ArticleDesk(QObject):
    """`measure` asks for an article's length, for `take_measured`; `executor` reads files."""

    changed = Signal()
    measured = Signal()  # the article's length is known, or known no more
    failed = Signal(object)  # NewsAssistantError
    replaced = Signal(object)  # Article: a file took this one's place
    style_dropped = Signal(object)  # Path: what was dropped is a folder, or may be a house style
    chat_named = Signal(object)  # Path: no article, but a saved conversation
    reading_changed = Signal()  # a file is being read, or is no more

    def __init__(
        self,
        panel: ArticlePanel,
        dialogs: Dialogs,
        executor: Executor,
        measure: Callable[[Article, Reads], None],
        *,
        clock: Callable[[], float] = time.time,
    ) -> None:
        super().__init__()
        self._panel = panel
        self._dialogs = dialogs
        self._measure = measure
        self._clock = clock
        self._measured: Measured | None = None
        self._agreed: dict[tuple[str, str], bool] = {}  # by digest and offer: whether it was taken
        self._waiting: Callable[[], None] | None = None
        self._opening = Opening(executor)
        self.fetching = Fetching(executor, clock=clock)
        self.may_fetch_here: Callable[[], bool] = lambda: False  # from the local network too
        self._opened: Opened | None = None  # only while it is doubtful how it was read
        self._came = _TYPED  # how what the next edit puts in has come, from where, its headline
        self._origins: dict[str, Origin] = {}  # of the latest texts, by digest: for undo
        self._answered: tuple[Article | None] | None = None  # None where there are no answers
        self.article: Article | None = None
        self.leaving = LeavingOut(panel, lambda: self.article)
        self.leaving.changed.connect(self._take_choice)
        self.leaving.failed.connect(self.failed)
        self._panel.article_edited.connect(self._edited)
        self._panel.text_came.connect(self._take_way)
        self._panel.cleared.connect(self._cleared)
        self._panel.open_requested.connect(self.ask_open)
        self._panel.file_dropped.connect(self.take_dropped)
        self._panel.file_pasted.connect(self.take_pasted)
        self._panel.read_as.connect(self.read_as)
        self._panel.reading.stop_requested.connect(self.stop_reading)
        self._opening.changed.connect(self._show_reading)
        self._opening.done.connect(self._take_opened)
        self._opening.failed.connect(self.failed)
        self._opening.locked.connect(self._ask_password)
        self._panel.page_offer.taken.connect(self.fetch_page)
        self.fetching.changed.connect(self._show_reading)
        self.fetching.done.connect(self._take_fetched)
        self.fetching.failed.connect(self.failed)

    # --- the text -------------------------------------------------------------------------------

    def show(self, article: Article | None) -> None:
        """Put an article, or nothing, on the desk."""
        if article is None or not self._is_here(article):
            self._set(article)
            self._forget_file()
        self._present()  # the same text keeps the origin that it has

    def _present(self) -> None:
        self._panel.set_article(self.article)
        self.leaving.show()
        self._show_measured()

    def forget(self) -> None:
        """Show nothing, and know nothing of what was here: no undo, no origin, no file."""
        self.stop_reading()
        self._agreed, self._came, self._answered = {}, _TYPED, None
        self._set(None)
        self.leaving.choices.forget()
        self.fetching.forget()
        self._origins.clear()
        self._forget_file()
        self._panel.forget()

    def set_answered(self, article: Article | None, *, exists: bool = True) -> None:
        """Name the article that the answers beside the desk are about, if there are answers."""
        self._answered = (article,) if exists else None
        if article is not None:
            self._note_origin(article)
        self._show_difference()

    def _show_difference(self) -> None:
        there = self._answered
        self._panel.changed.tell("" if there is None else difference(self.article, there[0]))

    def measure(self) -> None:
        """Ask for the article's length, for example because another model was loaded."""
        self._measured = None
        self.measured.emit()
        if self.article is not None:
            self._measure(self.article, self.reads())

    def is_measured(self) -> bool:
        """True once the length of the article on the desk is known."""
        return self._measured is not None

    def reads(self) -> Reads:
        """What the model shall read of the article."""
        return self.leaving.choices.of(self.article) if self.article is not None else None

    def readable(self) -> Reads:
        """What the model has room for of what it shall read; all where that is not known."""
        measured, reads = self._measured, self.reads()
        if measured is None or measured.tokens <= measured.room or self.article is None:
            return reads
        return first(measured.reads, measured.fit_chars, len(self.article.text))

    def take_measured(self, measured: Measured) -> None:
        """The answer to `measure`; one for an earlier text is dropped."""
        if self.article is None or measured.digest != self.article.digest:
            return
        if measured.reads != self.reads():
            return
        self._measured = measured
        self._panel.set_measured(measured)
        self.measured.emit()
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            waiting()

    def plan(self, article: Article | None) -> Plan | None:
        """How to read that article in parts; None where it is not the one that was measured."""
        measured = self._measured
        if article is None or measured is None or measured.digest != article.digest:
            return None
        from newsassistant.app.long.plan import plan_of  # no part of the window's start

        return plan_of(article, measured, always=True)

    def with_room(self, done: WithRoom, offer_for: OfferFor | None = None) -> None:
        """Call `done` with the article and what the model may read of it.

        Asks the user first if only a part fits, and waits for a length that is not known yet.
        `offer_for` gives what can be done with all of it; then it is that which may be called.
        """
        article, measured = self.article, self._measured
        if article is None:
            return
        if measured is None:
            self._waiting = lambda: self.with_room(done, offer_for)
        elif measured.tokens <= measured.room:
            done(article, self.reads())
        else:
            offer = offer_for(article, measured) if offer_for is not None else None
            self._choose(article, measured, done, offer)

    def _choose(
        self, article: Article, measured: Measured, done: WithRoom, offer: Offer | None
    ) -> None:
        key = (article.digest, offer.kind if offer is not None else "")
        agreed = self._agreed.get(key)
        if agreed and offer is not None:
            offer.done()
        elif agreed is False:
            done(article, self.readable())
        else:
            self._ask_too_long(article, measured, done, offer)

    def _ask_too_long(
        self, article: Article, measured: Measured, done: WithRoom, offer: Offer | None
    ) -> None:
        key = (article.digest, offer.kind if offer is not None else "")

        def agree() -> None:
            self._agreed[key] = False
            done(article, self.readable())

        def take() -> None:
            if offer is not None:
                if offer.lasts:
                    self._agreed[key] = True
                offer.done()

        length, theme = Length.of(article, measured), self._dialogs.theme
        shown = replace(offer, done=take) if offer is not None else None
        choose = self._panel.edit.setFocus
        from newsassistant.gui.article.too_long import TooLongSheet

        sheet = TooLongSheet(
            theme, measured, length, agree, choose, parent=self._panel, offer=shown
        )
        self._dialogs.open(sheet)

    def _edited(self, raw: str) -> None:
        try:
            article = parse(raw, typed=True)
            if self.article is not None:
                article = with_title(article, self.article.title)
            article = with_title(article, self._came[2])
        except InputError:  # nothing readable: the same as no article
            article = None
            self._forget_file()
        way, place, _ = self._came
        came = Origin(cast(Way, way), self._clock(), place)
        self._came = _TYPED
        if article is None:
            self._set(None)
        elif not self._is_here(article):
            origin = self._origin_of_edit(article, came)
            if self.article is not None and origin.place != self.article.origin.place:
                self._forget_file()
            self.leaving.choices.follow(self.article, article)
            self._set(replace(article, origin=origin))
        self._present()

    def _take_way(self, way: str, place: str, title: str) -> None:
        self._came = (way, place, title)

    def _origin_of_edit(self, article: Article, came: Origin) -> Origin:
        """An undo brings a text back with its own origin."""
        known = self._origins.get(article.digest) if came.way == "typed" else None
        return known or origin_after(self.article, article.text, came)

    def _note_origin(self, article: Article) -> None:
        self._origins.pop(article.digest, None)
        self._origins[article.digest] = article.origin
        if len(self._origins) > MOST_ORIGINS:
            del self._origins[next(iter(self._origins))]

    def _is_here(self, article: Article) -> bool:
        return self.article is not None and article.digest == self.article.digest

    def _take_choice(self) -> None:
        self.measure()
        self.changed.emit()

    def _cleared(self) -> None:
        self._set(None)
        self.leaving.show()
        self._forget_file()

    def _set(self, article: Article | None) -> None:
        self.article = article
        if article is not None:
            self._note_origin(article)
        self._waiting = None
        self._show_difference()
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
            self.tr("Open an article or a conversation"),
            self.tr("Articles and saved conversations ({0})").format(" ".join(PATTERNS)),
            self.open_file,
        )

    def take_dropped(self, path: Path) -> None:
        """A file or folder was dropped: a text is opened, what may be a style is told."""
        self._take(path, "dropped")

    def take_pasted(self, path: Path) -> None:
        """The same for one from the clipboard of a file manager."""
        self._take(path, "pasted")

    def _take(self, path: Path, way: Way) -> None:
        if path.is_dir() or path.suffix.lower() in STYLE_SUFFIXES:
            self.style_dropped.emit(path)
            return
        try:
            address = link_in(path)
        except InputError as error:
            self.failed.emit(error)
            return
        if address:
            self._take_opened(Opened(parse(address, origin=Origin(way, self._clock(), address))))
        else:
            self.open_file(path, way)

    def open_file(self, path: Path, way: Way = "opened") -> None:
        """Read a file and show it; `failed` tells why that was not possible.

        All but a small text is read outside the main thread: the present article stays meanwhile.
        What is named as a saved conversation is not looked into: `chat_named` tells it.
        """
        if is_chat_file(path):
            self.chat_named.emit(path)
            return
        self.fetching.stop()
        origin = Origin(way, self._clock(), str(path))
        if not is_quick(path):
            self._opening.read(origin)
            return
        from newsassistant.readers.formats import is_plain  # no part of the window's start

        try:
            raw = read_bytes(path)
            if not is_plain(raw, path.name):
                self._opening.read(origin)
                return
            opened = opened_text(raw, origin)
        except NewsAssistantError as error:
            self.failed.emit(error)
            return
        self._opening.stop()
        self._take_opened(opened)

    def is_reading(self) -> bool:
        """True while a file or a page is on its way that will be shown."""
        return bool(self._opening.name() or self.fetching.host())

    def stop_reading(self) -> None:
        """Give up the file or page that is on its way, if any; the present article stays."""
        self._opening.stop()
        self.fetching.stop()

    def is_busy(self) -> bool:
        """True while a thread reads, even what was given up: the program waits for it."""
        return self._opening.is_busy() or self.fetching.is_busy()

    def _show_reading(self) -> None:
        name, host = self._opening.name(), self.fetching.host()
        self._panel.reading.set_name(name or host, fetched=bool(host))
        if host and self._panel.page_offer.button.hasFocus():
            self._panel.edit.setFocus()  # where the page will be
        self._panel.page_offer.set_taken(bool(host))
        self.reading_changed.emit()

    def fetch_page(self) -> None:
        """Fetch the page whose address is the article on the desk; the only way to the network."""
        self._panel.tell_edited()
        address = self._panel.page_offer.address()
        if address:
            self._opening.stop()
            self.fetching.fetch(address, local_network=self.may_fetch_here())

    def awaits_page(self) -> bool:
        """True where the text is nothing but the address of a page: nothing can be asked of it."""
        return self.article is not None and bool(lone_address(self.article.text))

    @Slot(object, str)
    def _take_fetched(self, opened: Opened, address: str) -> None:
        """The address makes room for its page; a text that was written meanwhile is put aside."""
        self._panel.tell_edited()
        if self.article is not None and lone_address(self.article.text) == address:
            self._put(opened)
        else:
            self._take_opened(opened)

    def _ask_password(self, origin: Origin, wrong: bool) -> None:
        def read(password: str) -> None:
            self._opening.read(origin, password)

        name = Path(origin.place).name
        theme, panel = self._dialogs.theme, self._panel
        self._dialogs.open(PasswordSheet(theme, name, read, wrong=wrong, parent=panel))

    def read_as(self, encoding: str) -> None:
        """Read the bytes of the file on the desk in another encoding.

        Where that gives no text, `failed` tells so and nothing changes. A text that was edited
        meanwhile is offered by `replaced`.
        """
        opened = self._opened
        if opened is None:
            return
        try:
            again = opened_text(opened.raw, opened.article.origin, encoding)
        except NewsAssistantError as error:
            self.failed.emit(error)
            self._show_doubts(opened)  # the mark goes back in the menu
            return
        self._panel.tell_edited()
        present = self.article
        self._put(again)
        known = (opened.article.digest, again.article.digest)
        if present is not None and present.digest not in known:
            self.replaced.emit(present)

    @Slot(object)
    def _take_opened(self, opened: Opened) -> None:
        self._panel.tell_edited()
        previous = self.article
        self._put(opened)
        if previous is not None and previous.digest != opened.article.digest:
            self.replaced.emit(previous)

    def _put(self, opened: Opened) -> None:
        self.show(opened.article)
        self._forget_file()
        self._panel.reading.set_warnings(opened.warnings)
        decoded = opened.decoded
        if decoded is not None and (decoded.doubtful or opened.chosen):
            self._opened = opened
            self._show_doubts(opened)

    def _show_doubts(self, opened: Opened) -> None:
        if opened.decoded is not None:
            self._panel.encoding.show_reading(opened.decoded)

    def _forget_file(self) -> None:
        self._opened = None
        self._panel.encoding.clear()
        self._panel.reading.clear()
