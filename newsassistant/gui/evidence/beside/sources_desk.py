"""From a sentence of an answer to the article and back: what is shown where, and when it goes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QAction

from newsassistant.core.types import Article, Span
from newsassistant.gui.article.desk import ArticleDesk
from newsassistant.gui.article.view.coverage import CoverageTrack
from newsassistant.gui.article.view.edit import ArticleEdit
from newsassistant.gui.article.view.pointing import Pointing
from newsassistant.gui.article.view.sources import SourceMarks
from newsassistant.gui.conversation.chat_view import ChatView
from newsassistant.gui.evidence.beside.covering import Covered, Covering
from newsassistant.gui.evidence.desk import EvidenceDesk
from newsassistant.gui.evidence.work import CheckWork
from newsassistant.gui.look.theme import Theme

if TYPE_CHECKING:
    from newsassistant.app.checking.moved import Moved
    from newsassistant.evidence.marks import Sourced
    from newsassistant.evidence.reading.spans import Span as Place

_COUNT = "sources-count"


class SourcesDesk(QObject):
    """Joins the article's view and the answers; main thread."""

    shown = Signal()  # a sentence of the article is marked for the reader

    def __init__(
        self,
        theme: Theme,
        edit: ArticleEdit,
        chat: ChatView,
        articles: ArticleDesk,
        evidence: EvidenceDesk,
        checks: CheckWork,
        stop: QAction,
        in_answer: QAction,
        say: Callable[[str], object],
    ) -> None:
        """`stop` is what Esc does while it is possible; `say` tells in the status bar."""
        super().__init__(edit)
        self._edit = edit
        self._chat = chat
        self._articles = articles
        self._evidence = evidence
        self._checks = checks
        self._in_answer = in_answer
        self._say = say
        self._moved: tuple[str, str, Moved] | None = None  # from which text to which
        self._covering: tuple[Moved | None, Covering] | None = None  # by that; None: not known
        self._counted: tuple[Article, int] | None = None  # how many sentences an article has
        self.marks = SourceMarks(edit, theme, is_esc_taken=stop.isEnabled)
        self.track = CoverageTrack(edit, theme)
        self._pointing = Pointing(edit)
        self._pointing.clicked.connect(self._clicked)
        self.marks.gone.connect(lambda: self._evidence.show_sentences({}))
        in_answer.triggered.connect(lambda: self.show_in_answers())
        evidence.sentence_chosen.connect(self._show_sources)
        evidence.place_wanted.connect(self.show_place)
        # The view has another text only after its article has changed.
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._look)
        for changed in (evidence.examined_changed, evidence.article_changed, articles.changed):
            changed.connect(self._look_soon)
        theme.follow(self)

    # --- from the answer to the article ---------------------------------------------------------

    def show_place(self, place: Place) -> None:
        """Mark a piece of the checked article in the view, and scroll to it."""
        self.show_places([(place.start, place.end)])

    def show_places(self, spans: list[Span]) -> bool:
        """The same for two, the likeliest first; False where none is in the view any more."""
        moved = self._way()
        found = [moved.span(span) for span in spans] if moved is not None else []
        places = [place for place in found if place is not None]
        if not places:
            self.marks.clear()
            self._say(self.tr("This sentence is no longer in the article beside"))
            return False
        self.marks.show(places)
        self.shown.emit()
        return True

    def _show_sources(self, number: int, sentence: Sourced) -> None:
        if not sentence.is_clear:
            self.marks.clear()
            self._evidence.show_sentences({number: [(sentence.start, sentence.end)]})
            self._say(self.tr("No clear source in the article: compare this sentence yourself"))
            return
        self._evidence.show_sentences({number: [(sentence.start, sentence.end)]})
        self.show_places([(source.start, source.end) for source in sentence.sources])

    # --- from the article to the answers --------------------------------------------------------

    def show_in_answers(self) -> None:
        """Show which sentences of the answers come from the sentence that the cursor is in."""
        covered = self._covered_at(self._edit.textCursor().position())
        if covered is None:
            self.marks.clear()
            self._say(self.tr("This sentence is in no answer that is shown"))
            return
        self._show_covered(covered)

    def _clicked(self, place: int) -> None:
        covered = self._covered_at(place) if place >= 0 else None
        if covered is None:
            self.marks.clear()
            self._evidence.show_sentences({})
        else:
            self._show_covered(covered)

    def _covered_at(self, place: int) -> Covered | None:
        covering = self.covering()
        if not covering.sentences:
            return None
        return covering.at(self._edit.places().in_article(place, place)[0])

    def _show_covered(self, covered: Covered) -> None:
        self.marks.show([covered.span], reveal=False)
        self._evidence.show_sentences(covered.answers)
        newest = max(covered.answers)
        self._chat.reveal(newest, covered.answers[newest][0])
        count = sum(map(len, covered.answers.values()))
        self._say(self._count_words(count))

    def _count_words(self, count: int) -> str:
        if count == 1:
            return self.tr("One sentence of the answers comes from it")
        return self.tr("{0} sentences of the answers come from it").format(count)

    # --- what is covered ------------------------------------------------------------------------

    def covering(self) -> Covering:
        """What of the article in the view is in the answers that are shown."""
        moved = self._way()
        if self._covering is None or self._covering[0] is not moved:
            examined = {
                number: found
                for number in self._chat.answers.numbers()
                if (found := self._evidence.examined(number)) is not None
            }
            self._covering = (moved, Covering(examined, moved))
        return self._covering[1]

    def forget(self) -> None:
        """Keep nothing of any text."""
        self._moved = self._covering = self._counted = None
        self.marks.clear()
        self.track.set_covered((), "")

    def _look_soon(self) -> None:
        self._covering = None
        self._soon.start()

    def _look(self) -> None:
        """Other answers, another article, or the same one after an edit."""
        covering, article = self.covering(), self._articles.article
        self._in_answer.setEnabled(bool(covering.sentences))
        if article is None or not covering.sentences:
            self._checks.give_up(_COUNT)
            self.track.set_covered((), "")
        elif self._counted is not None and self._counted[0] == article:
            self._show_track()
        else:
            self._count(article)

    def _count(self, article: Article) -> None:
        def take(count: int) -> None:
            self._counted = (article, count)
            if article == self._articles.article:
                self._show_track()

        self._checks.ask(article, lambda index: len(index.sentences.spans), take, key=_COUNT)

    def _show_track(self) -> None:
        covering, counted = self.covering(), self._counted
        if counted is None:
            return
        places = self._edit.places()
        spans = [places.in_view(span) for span in covering.spans()]
        words = self.tr("{0} of {1} sentences are in the answers")
        self.track.set_covered(spans, words.format(len(spans), counted[1]) if spans else "")

    def retranslate(self) -> None:
        self._show_track()

    def _way(self) -> Moved | None:
        """From the article that the answers were checked against to what is in the view."""
        article = self._evidence.article
        if article is None:
            return None
        shown = self._edit.places().text
        if self._moved is None or self._moved[:2] != (article.text, shown):
            from newsassistant.app.checking.moved import Moved

            self._moved = (article.text, shown, Moved(article.text, shown))
        return self._moved[2]
