"""The key sentences of the article on the desk: found beside the window, shown, copied.

No model is asked: they are there as soon as the article is, in its own words.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAction

from newsassistant.core.settings import Settings
from newsassistant.core.types import Article, Language, Reads, Span
from newsassistant.gui.article.desk import ArticleDesk
from newsassistant.gui.article.origin_words import ADDRESSES, facts_words, place_name
from newsassistant.gui.article.view.edit import ArticleEdit
from newsassistant.gui.article.view.key_marks import KeyMarks
from newsassistant.gui.evidence.work import CheckWork
from newsassistant.gui.look.flavours import copy, unmarked
from newsassistant.gui.look.labels import interface_language
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.settings.preferences import Preferences
from newsassistant.text.articles.article import parse
from newsassistant.text.articles.spans import left_out

if TYPE_CHECKING:
    from newsassistant.evidence.index import Index

READY_MS = 3000
"""After the start: nothing is asked then, and the word lists can be read."""

_KEY, _COPY, _READY = "key-sentences", "key-copy", "key-ready"
_MOST = 5
_SAMPLES: dict[Language, str] = {"en": "It said so on 4 May.", "zh": "王小明5月4日说。"}


@dataclass(frozen=True, slots=True)
class KeyWords:
    """The key sentences of one article as it is read."""

    article: Article
    reads: Reads
    spans: tuple[Span, ...]

    def sentences(self) -> list[str]:
        """Letter by letter."""
        return [self.article.text[slice(*span)] for span in self.spans]


class KeyDesk(QObject):
    """`shown` and `copied` are the window's actions; main thread."""

    def __init__(
        self,
        theme: Theme,
        edit: ArticleEdit,
        articles: ArticleDesk,
        checks: CheckWork,
        preferences: Preferences,
        shown: QAction,
        copied: QAction,
        say: Callable[[str], object],
    ) -> None:
        """`say` tells in the status bar what was done."""
        super().__init__(edit)
        self._articles = articles
        self._checks = checks
        self._preferences = preferences
        self._shown = shown
        self._copied = copied
        self._say = say
        self._found: KeyWords | None = None
        self._ready: set[Language] = set()
        self._busy = False  # one article after the other: a long one takes a second
        self.marks = KeyMarks(edit, theme)
        shown.toggled.connect(self._toggled)
        copied.triggered.connect(lambda: self.copy())
        articles.changed.connect(self._look)
        preferences.changed.connect(self._use)
        self._use(preferences.settings)
        soon = QTimer(self)
        soon.setSingleShot(True)
        soon.timeout.connect(lambda: self._prepare(interface_language()))
        soon.start(READY_MS)

    def found(self) -> KeyWords | None:
        """What was found in the article on the desk; None: not yet, or there is none."""
        return self._found

    def copy(self) -> None:
        """Put headline, key sentences and source into the clipboard, as soon as they are found."""
        article = self._article()
        if article is None:
            return

        def put(found: KeyWords) -> None:
            if found.spans:
                copy(unmarked(digest(found, self.tr("Source: {0}"))))
                self._say(self.tr("The key sentences were copied"))
            else:
                self._say(self.tr("No sentence of this article is long enough"))

        self._ask(article, put, _COPY)

    def forget(self) -> None:
        """Keep nothing of any text."""
        self._found = None
        self._busy = False
        self._checks.give_up(_KEY)
        self.marks.clear()

    # --- inside ---------------------------------------------------------------------------------

    def _article(self) -> Article | None:
        return None if self._articles.awaits_page() else self._articles.article

    def _use(self, settings: Settings) -> None:
        self._shown.setChecked(settings.key_sentences)
        self._look()

    def _toggled(self, on: bool) -> None:
        self._preferences.set(replace(self._preferences.settings, key_sentences=on))

    def _look(self) -> None:
        """The article, what is read of it, or the wish to see them may be another."""
        article = self._article()
        self._copied.setEnabled(article is not None)
        if article is None:
            self.forget()
        elif not self._preferences.settings.key_sentences:
            self.marks.clear()
        elif self._is_found(article):
            self._show()
        elif not self._busy:
            self._busy = True
            self._ask(article, self._take, _KEY, self._failed)

    def _is_found(self, article: Article) -> bool:
        found, reads = self._found, self._articles.reads()
        return found is not None and found.reads == reads and _same(found.article, article)

    def _ask(
        self,
        article: Article,
        done: Callable[[KeyWords], object],
        key: str,
        failed: Callable[[], object] = lambda: None,
    ) -> None:
        reads = self._articles.reads()

        def use(index: Index) -> KeyWords:
            return key_words(index, article, reads)

        self._checks.ask(article, use, done, key=key, failed=failed)

    def _take(self, found: KeyWords) -> None:
        self._busy = False
        self._found = found
        self._look()  # the article may be another one by now
        self._prepare(found.article.language)

    def _failed(self) -> None:
        self._busy = False

    def _show(self) -> None:
        found = self._found
        if found is not None and self._preferences.settings.key_sentences:
            self.marks.show(found.article.text, found.spans)

    def _prepare(self, language: Language) -> None:
        """Have the word lists of a language read before the first answer needs them."""
        if language in self._ready:
            return
        self._ready.add(language)
        text = _SAMPLES[language]

        def use(index: Index) -> None:
            from newsassistant.app.checking.examined import examine

            examine(index, text)

        sample = replace(parse(text), language=language)
        self._checks.ask(sample, use, lambda _: None, key=_READY)


def key_words(index: Index, article: Article, reads: Reads) -> KeyWords:
    """The key sentences among what is read of an article; linear time, a worker thread."""
    from newsassistant.evidence.key_sentences import key_sentences

    rest = left_out(reads, len(article.text))
    most = _MOST + 3 * bool(rest)  # some of them may be of what is not read
    found = key_sentences(index, article.title, most=most)
    spans = [(span.start, span.end) for span in found]
    read = [span for span in spans if not any(a < span[1] and span[0] < b for a, b in rest)]
    return KeyWords(article, reads, tuple(read[:_MOST]))


def digest(found: KeyWords, source: str) -> str:
    """Headline, key sentences and where they are from; `source` is that line's words, with {0}."""
    article = found.article
    paragraphs = [article.title, "\n".join(f"• {text}" for text in found.sentences())]
    origin = article.origin
    is_address = origin.place.lower().startswith(ADDRESSES)
    place = origin.place if is_address else place_name(origin.place)
    known = [words for words in (facts_words(origin), place) if words]
    if known:
        paragraphs.append(source.format(" · ".join(known)))
    return "\n\n".join(filter(None, paragraphs))


def _same(one: Article, other: Article) -> bool:
    return (one.digest, one.language) == (other.digest, other.language)
