"""The article column: what came in and how, the text itself, its length and Summarise."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from newsassistant.core.types import Article, Measured, Reads
from newsassistant.gui.article.language_offer import LanguageOffer
from newsassistant.gui.article.length_words import Length
from newsassistant.gui.article.meter import TokenMeter
from newsassistant.gui.article.origin_words import facts_words, origin_label, origin_tip
from newsassistant.gui.article.unread_line import UnreadLine
from newsassistant.gui.article.view.edit import MAX_TEXT_WIDTH, TEXT_MARGIN, ArticleEdit
from newsassistant.gui.article.view.part_rule import PartRule, Rule
from newsassistant.gui.look.labels import job_label, job_request, language_label
from newsassistant.gui.look.plain_text import PlainLabel, set_tip
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.opening.changed_bar import ChangedBar
from newsassistant.gui.opening.encoding_bar import EncodingBar
from newsassistant.gui.opening.page_offer import PageOffer
from newsassistant.gui.opening.reading_bar import ReadingBar
from newsassistant.gui.widgets.elided_label import ElidedLabel
from newsassistant.gui.widgets.find_bar import FindBar
from newsassistant.gui.widgets.segmented import SegmentedChoice
from newsassistant.text.articles.article import clean
from newsassistant.text.prompts.presets import DEFAULT_PRESET, SHIPPED, Preset

DEBOUNCE_MS = 200
MIN_WIDTH = 330  # px at any zoom: large letters fill a narrow column, but are not cut
JOBS_SHOWN = 4  # the others are in the menu behind them
MIN_TEXT = 24  # px at 100 % that the text keeps above its foot bar


class ArticlePanel(QFrame):
    """The middle column; main thread."""

    article_edited = Signal(str)  # the raw text, 200 ms after the last change
    summarize_requested = Signal(str)  # preset id
    text_came = Signal(str, str, str)  # how the next text comes: "pasted" or "dropped", page, title
    file_dropped = Signal(object)  # Path
    file_pasted = Signal(object)  # Path
    open_requested = Signal()
    read_as = Signal(str)  # the encoding that the opened file shall be read in
    cleared = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._article: Article | None = None
        self._measured: Measured | None = None
        self._length: Length | None = None
        self._lead: QPushButton | None = None
        self._quiet = False
        self._jobs: Sequence[Preset] = tuple(SHIPPED.values())
        self.setProperty("role", "panel")
        self.edit = ArticleEdit(theme, self)
        self.rule = PartRule(theme, self.edit)
        self.encoding = EncodingBar(theme, self)
        self.changed = ChangedBar(theme, self)
        self.reading = ReadingBar(theme, self)
        self.offer = LanguageOffer(theme, self)
        self.unread = UnreadLine(theme, self)
        self.page_offer = PageOffer(theme, self)
        self.find_bar = FindBar(theme, lambda: [self.edit], self)
        self._make_header()
        self._make_foot()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        column.addWidget(self._header)
        column.addWidget(self.find_bar)
        column.addWidget(self.changed)
        column.addWidget(self._facts)
        column.addWidget(self.reading)
        column.addWidget(self.encoding)
        column.addWidget(self.edit, 1)
        column.addWidget(self.unread)
        column.addWidget(self.page_offer)
        column.addWidget(self.offer)
        column.addWidget(self._foot)
        self._debounce = QTimer(self)
        self._debounce.setSingleShot(True)
        self._debounce.setInterval(DEBOUNCE_MS)
        self._connect()
        theme.follow(self)
        self.set_can_summarize(False)

    # --- what the window calls --------------------------------------------------------------

    def text(self) -> str:
        """The text as it stands in the view."""
        return self.edit.toPlainText()

    def preset(self) -> str:
        """The id of the chosen job."""
        return str(self.presets.currentData())

    def set_jobs(self, jobs: Sequence[Preset]) -> None:
        """What there is to choose; the chosen one stays if it is still there."""
        self._jobs = jobs
        self.presets.set_items([(job_label(job), job.id, job_request(job)) for job in jobs])

    def set_job_note(self, words: str) -> None:
        """What is to be known of the chosen job; "" for nothing."""
        self._job_note.setText(words)
        self._job_note.setVisible(bool(words))

    def set_lead(self, button: QPushButton) -> None:
        """Put a button at the left of the header; whoever made it shows and hides it."""
        self._lead = button
        self._header_row.insertWidget(0, button)

    def set_preset(self, preset_id: str) -> None:
        """Choose a preset; an unknown id changes nothing."""
        self.presets.setCurrentIndex(self.presets.findData(preset_id))

    def set_article(self, article: Article | None) -> None:
        """Show an article, or nothing; text that the view already holds keeps its undo history.

        No `article_edited` follows: the caller knows the text already.
        """
        self._debounce.stop()
        known = self._article is not None and article is not None
        self._article = article
        wanted = article.text if article else ""
        if clean(self.text()) != wanted:
            self._quiet = True
            self.edit.set_text(wanted)
            self._quiet = False
            known = False
        if not known:
            self.set_measured(None)
        self._show_chips()

    def set_reads(self, article: Article | None, reads: Reads) -> None:
        """Say how much of an article is not read; the view dims that itself."""
        self.unread.set_reads(article, reads)
        self._describe()

    def _describe(self) -> None:
        hint = self.tr("Paste, drop or type the news article here")
        said = (hint, self.unread.text())
        self.edit.setAccessibleDescription(" ".join(filter(None, said)))

    def forget(self) -> None:
        """Show nothing, and keep nothing that undo or the find line would bring back."""
        self._quiet = True
        self.edit.set_text("")
        self._quiet = False
        self.find_bar.forget()
        self.set_article(None)

    def set_measured(self, measured: Measured | None) -> None:
        """Show the article's length and grey what does not fit."""
        if measured is not None and self._article and measured.digest != self._article.digest:
            return
        self._measured = measured
        pending = measured is None and not self.edit.is_empty()
        self._length = Length.of(self._article, measured) if measured and self._article else None
        self.meter.set_measured(measured, self._length, pending=pending)
        self._show_fit()
        self._show_notice()

    def set_rules(self, rules: Sequence[Rule]) -> None:
        """Mark the parts or passages that are read; what is read is not grey meanwhile."""
        self.rule.set_rules(rules)
        self._show_fit()

    def _show_fit(self) -> None:
        measured = self._measured
        too_long = measured is not None and measured.tokens > measured.room
        greyed = too_long and not self.rule.rules()
        self.edit.set_fit(measured.fit_chars if measured and greyed else None)

    def tell_edited(self) -> None:
        """Emit `article_edited` now if it is due: the last keystrokes belong to the article too."""
        if self._debounce.isActive():
            self._debounce.stop()
            self._tell_edited()

    def set_can_summarize(self, possible: bool) -> None:
        """Enable Summarise: there is an article, and a model that is free."""
        self.summarize.setEnabled(possible)

    def retranslate(self) -> None:
        self._title.setText(self.tr("Article"))
        self.set_jobs(self._jobs)
        self._name(self.presets, self.tr("Kind of summary"), self.tr("What Summarise writes"))
        self._name(self.presets.more_button, self.tr("All jobs"), "")
        self._name(self.edit, self.tr("Article text"), "")
        self._describe()
        open_keys = QKeySequence(QKeySequence.StandardKey.Open).toString(NATIVE)
        paste_keys = QKeySequence(QKeySequence.StandardKey.Paste).toString(NATIVE)
        self._name(self._open, self.tr("Open a text or a saved conversation"), open_keys)
        self._name(self._clear, self.tr("Clear the article"), "")
        self.summarize.setText(self.tr("Summarise"))
        self._name(self.summarize, self.tr("Summarise the article"), "")
        hint = self.tr("Paste a news article here ({0}),\ndrop a document or open one ({1})")
        self.edit.set_hint(hint.format(paste_keys, open_keys))
        self._show_chips()
        self._show_notice()

    # --- events -----------------------------------------------------------------------------

    def minimumSizeHint(self) -> QSize:
        # In one row the foot bar is wider than the column may become: it folds then, down to the
        # widest of its parts.
        margins = self._grid.contentsMargins()
        parts = (self.meter, self.presets, self.summarize)
        foot = max(part.minimumSizeHint().width() for part in parts)
        foot += margins.left() + margins.right()
        least = max(MIN_WIDTH, foot)
        return QSize(least, super().minimumSizeHint().height())

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # words or their faces are others
            self._lay_foot()
            self._fit_header()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_foot()
        self._fit_header()

    # --- inside -----------------------------------------------------------------------------

    def _make_header(self) -> None:
        self._header = QFrame(self)
        self._header.setProperty("role", "header")
        self._title = ElidedLabel(self._header)
        self._title.setProperty("role", "title")
        self._origin_chip = self._chip()
        self._language_chip = self._chip()
        self._open = self._icon_button("open_article_button", "folder")
        self._clear = self._icon_button("clear_article_button", "close")
        row = QHBoxLayout(self._header)
        row.setSpacing(10)
        row.addWidget(self._title)
        for chip in (self._origin_chip, self._language_chip):
            row.addWidget(chip, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        row.addWidget(self._open)
        row.addWidget(self._clear)
        self._header_row = row
        self._facts = ElidedLabel(self)
        self._facts.setObjectName("article_facts_label")
        self._facts.setProperty("role", "muted")

    def _make_foot(self) -> None:
        self._foot = QFrame(self)
        self._foot.setProperty("role", "footer")
        self._notice = PlainLabel(self._foot)
        self._notice.setObjectName("too_long_label")
        self._notice.setProperty("role", "warning")
        self._notice.setWordWrap(True)
        self._job_note = PlainLabel(self._foot)
        self._job_note.setObjectName("job_note_label")
        self._job_note.setProperty("role", "warning")
        self._job_note.setWordWrap(True)
        self._job_note.hide()
        self.meter = TokenMeter(self._theme, self._foot)
        self.presets = SegmentedChoice(self._theme, self._foot)
        self.presets.setObjectName("preset_combo")
        self.presets.set_most(JOBS_SHOWN)
        self.set_jobs(self._jobs)
        self.set_preset(DEFAULT_PRESET)
        self.summarize = QPushButton(self._foot)
        self.summarize.setObjectName("summarize_button")
        self.summarize.setProperty("role", "primary")
        self.summarize.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._grid = QGridLayout(self._foot)
        self._folds: int | None = None
        self._lay_foot()

    def _connect(self) -> None:
        self.edit.textChanged.connect(self._text_changed)
        self.edit.text_came.connect(self.text_came)
        self.edit.filled.connect(self.tell_edited)
        self.edit.file_dropped.connect(self.file_dropped)
        self.edit.file_pasted.connect(self.file_pasted)
        self._debounce.timeout.connect(self._tell_edited)
        self.encoding.read_as.connect(self.read_as)
        self._open.clicked.connect(self.open_requested)
        self._clear.clicked.connect(self._clear_text)
        self.summarize.clicked.connect(self._ask_summary)

    def _chip(self) -> ElidedLabel:
        chip = ElidedLabel(self._header)
        chip.setProperty("role", "chip")
        chip.hide()
        return chip

    def _icon_button(self, name: str, icon: str) -> QPushButton:
        button = QPushButton(self._header)
        button.setObjectName(name)
        button.setProperty("role", "icon")
        self._theme.set_icon(button, icon)
        return button

    @staticmethod
    def _name(widget: QWidget, name: str, keys: str) -> None:
        widget.setAccessibleName(name)
        set_tip(widget, f"{name} ({keys})" if keys else name)

    def _lay_foot(self) -> None:
        """All in one row, the presets below, or each in a row of its own: as the width allows."""
        folds = self._folds_for(self.width())
        if folds == self._folds:
            return
        self._folds = folds
        for widget in (self._notice, self._job_note, self.meter, self.presets, self.summarize):
            self._grid.removeWidget(widget)
        self._grid.addWidget(self._notice, 0, 0, 1, 3)
        self._grid.addWidget(self._job_note, 1, 0, 1, 3)
        if folds == 2:
            self._grid.addWidget(self.meter, 2, 0, 1, 3)
            self._grid.addWidget(self.summarize, 3, 0, 1, 3)
            self._grid.addWidget(self.presets, 4, 0, 1, 3)
        else:
            self._grid.addWidget(self.meter, 2, 0)
            self._grid.addWidget(self.summarize, 2, 2)
            self._grid.addWidget(self.presets, *((3, 0, 1, 3) if folds else (2, 1)))
        self._grid.setColumnStretch(1, 1)
        self._spare_meter()

    def _spare_meter(self) -> None:
        """With very large letters the height is short too, and the notice says what it says."""
        self.meter.setVisible(self._folds != 2 or self._notice.isHidden())

    def _folds_for(self, width: int) -> int:
        margins, gap = self._grid.contentsMargins(), self._grid.horizontalSpacing()
        room = width - margins.left() - margins.right()
        above = self.meter.minimumWidth() + gap + self.summarize.sizeHint().width()
        if room >= above + gap + self.presets.sizeHint().width():
            return 0
        return 1 if room >= above else 2

    def _text_changed(self) -> None:
        self._clear.setEnabled(not self.edit.is_empty())
        if self._quiet:
            return
        if self.edit.is_empty():
            self.encoding.clear()
        self._debounce.start()

    def _tell_edited(self) -> None:
        self.article_edited.emit(self.text())

    def _clear_text(self) -> None:
        self.edit.set_text("", undoable=True)
        self._article = None
        self.set_measured(None)
        self._show_chips()
        self.edit.setFocus()
        self.cleared.emit()

    def _ask_summary(self) -> None:
        self.tell_edited()
        self.summarize_requested.emit(self.preset())

    def _show_chips(self) -> None:
        article = None if self.edit.is_empty() else self._article
        self.page_offer.set_text(article.text if article is not None else "")
        self.offer.set_article(None if self.page_offer.address() else article)
        self._show_facts(article)
        origin = article.origin if article is not None else None
        self._origin_chip.set_full_text(
            origin_label(origin) if origin is not None else "",
            origin_tip(origin) if origin is not None else "",
        )
        self._language_chip.set_full_text(language_label(article.language) if article else "")
        self._fit_header()
        self._clear.setEnabled(not self.edit.is_empty())

    def _show_facts(self, article: Article | None) -> None:
        words = facts_words(article.origin) if article is not None else ""
        tip = origin_tip(article.origin) if article is not None and words else ""
        self._facts.set_full_text(words, tip)
        self._facts.setVisible(bool(words))

    def _fit_header(self) -> None:
        """A chip that has no room beside the title is left out: of the origin a few letters do.

        The line below begins where the text does.
        """
        px = self._theme.px
        side = max(px(TEXT_MARGIN), (self.width() - px(MAX_TEXT_WIDTH)) // 2)
        self._facts.setContentsMargins(side, px(8), px(16), px(4))
        margins, gap = self._header_row.contentsMargins(), self._header_row.spacing()
        fixed = (self._title.sizeHint(), self._open.sizeHint(), self._clear.sizeHint())
        room = self.width() - margins.left() - margins.right()
        room -= sum(part.width() + gap for part in fixed)
        if self._lead is not None and not self._lead.isHidden():
            room -= self._lead.sizeHint().width() + gap
        self._title.setMinimumWidth(max(0, self._title.sizeHint().width() + min(0, room)))
        self._language_chip.setMinimumWidth(self._language_chip.sizeHint().width())
        for chip in (self._language_chip, self._origin_chip):
            needed = max(chip.minimumSizeHint().width(), chip.minimumWidth()) + gap
            fits = bool(chip.text()) and needed <= room
            chip.setVisible(fits)
            room -= needed if fits else 0

    def _show_notice(self) -> None:
        measured, length = self._measured, self._length
        is_too_long = measured is not None and measured.tokens > measured.room
        if is_too_long and length is not None:
            self._notice.setText(
                self.tr(
                    "Too long by {0}: summarise it in parts, mark the passages that count, "
                    "or use what is not grey."
                ).format(length.amount_words(length.units - length.room))
            )
        self._notice.setVisible(is_too_long)
        self._spare_meter()

    def apply_theme(self) -> None:
        px = self._theme.px
        self._header.setFixedHeight(px(48))
        self._header_row.setContentsMargins(px(16), 0, px(16), 0)
        self._grid.setContentsMargins(px(16), px(12), px(16), px(12))
        self._grid.setHorizontalSpacing(px(10))
        self._grid.setVerticalSpacing(px(8))
        self.edit.setMinimumHeight(px(MIN_TEXT))
        self._lay_foot()
        self._fit_header()


NATIVE = QKeySequence.SequenceFormat.NativeText
