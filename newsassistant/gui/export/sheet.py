"""What goes into an exported file: its format, the article, the sheet, who edited it, the label."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QPlainTextEdit, QWidget

from newsassistant.app.exporting.choice import CHAT, Choice
from newsassistant.app.exporting.export import ENDINGS
from newsassistant.app.exporting.labels import NOTICE, filled, names_editor
from newsassistant.app.exporting.sheet import edited_words
from newsassistant.core.settings import Settings
from newsassistant.gui.export.words import form_label
from newsassistant.gui.look.plain_text import PlainLabel, set_tip
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.basics import make_button, make_label, restyle
from newsassistant.gui.widgets.dialogs import Sheet
from newsassistant.gui.widgets.flat_combo import FlatCombo
from newsassistant.gui.widgets.scroll_column import FittingColumn

LONGEST_NAME = 100  # characters of an editor's
WIDTH = 560
TEXT_HEIGHT = 160
FOCUS_RING = 3  # px around a field


class ExportSheet(Sheet):
    """Of a conversation, or of one answer, whose text can be edited here; main thread."""

    labels_requested = Signal()

    def __init__(
        self,
        theme: Theme,
        choice: Choice,
        done: Callable[[Choice], None],
        *,
        answer: str | None = None,
        by_model: str = "",
        model: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """`answer` is the text of the only one that is exported, None for a conversation.

        `by_model` is what the model wrote of it, "" where that is the same.
        `done` gets what was chosen; `model` is what the label may name.
        """
        super().__init__(theme, "", parent=parent)
        self._choice = choice
        self._done = done
        self._answer = answer
        self._by_model = by_model or answer or ""
        self._model = model
        self.setObjectName("export_dialog")
        self.setMinimumWidth(theme.px(WIDTH))
        heading = self.tr("Export the conversation")
        self.set_heading(heading if answer is None else self.tr("Export the answer"))
        self.forms, self.articles, self.checks, self.sheets = (FlatCombo(theme) for _ in range(4))
        self.editor = QLineEdit(choice.editor)
        self.label = make_label("muted", wraps=True)
        self.label_button = make_button("export_label_button", "link")
        self.label_button.setText(self.tr("Change the label…"))
        set_tip(self.label_button, self.tr("The label on all exports, and those of China's rules"))
        self.text = QPlainTextEdit("" if answer is None else answer)
        self.changes = make_label("muted", wraps=True)
        self._lay_out()
        self._fill()
        self.cancel = self.add_cancel()
        self.export = self.add_button(self.tr("Export…"), primary=True, done=self._finished)
        self._connect()
        self._show()
        self.forms.setFocus()

    def choice(self) -> Choice:
        """What is chosen now."""
        text = self.text.toPlainText()
        return replace(
            self._choice,
            form=str(self.forms.currentData()),
            with_article=bool(self.articles.currentData()),
            with_checks=bool(self.checks.currentData()),
            with_sheet=bool(self.sheets.currentData()),
            editor=self.editor.text().strip(),
            text=None if self._answer is None or text == self._answer else text,
        )

    def set_labels(self, settings: Settings) -> None:
        """Other labels were chosen meanwhile."""
        choice = Choice.of(settings, self._choice.language)
        self._choice = replace(
            self._choice, label=choice.label, chinese=choice.chinese, producer=choice.producer
        )
        self._show()

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        grid.setHorizontalSpacing(self._theme.px(16))
        grid.setVerticalSpacing(self._theme.px(8))
        rows: tuple[tuple[str, str, QWidget], ...] = (
            ("format", self.tr("&Format"), self.forms),
            ("article", self.tr("&Article"), self.articles),
            ("checks", self.tr("&Notes"), self.checks),
            ("sheet", self.tr("&Provenance"), self.sheets),
            ("editor", self.tr("Edited &by"), self.editor),
        )
        for row, (name, words, field) in enumerate(rows):
            label = PlainLabel(words)
            label.setBuddy(field)
            field.setObjectName(f"export_{name}")
            field.setAccessibleName(words.replace("&", ""))
            grid.addWidget(label, row, 0)
            grid.addWidget(field, row, 1)
        grid.addWidget(PlainLabel(self.tr("Label")), len(rows), 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.label, len(rows), 1)
        grid.addWidget(self.label_button, len(rows) + 1, 1, Qt.AlignmentFlag.AlignLeft)
        # Large letters on a small screen: all but the buttons scrolls.
        self._scroll = FittingColumn()
        ring = self._theme.px(FOCUS_RING)
        self._scroll.column.setContentsMargins(0, ring, ring, ring)
        self._scroll.column.setSpacing(self._theme.px(8))
        self._scroll.column.addLayout(grid)
        self._lay_out_text()
        self.body.addWidget(self._scroll, 1)

    def _lay_out_text(self) -> None:
        words = self.tr("&Text; what you change here is in the file only")
        label = PlainLabel(words)
        label.setBuddy(self.text)
        self.text.setObjectName("export_text")
        self.text.setProperty("role", "report")
        self.text.setAccessibleName(words.replace("&", ""))
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(self._theme.px(TEXT_HEIGHT))
        self.changes.setObjectName("export_changes")
        self.label.setObjectName("export_label")
        for part in (label, self.text, self.changes):
            part.setVisible(self._answer is not None)
            self._scroll.column.addWidget(part)

    def _fill(self) -> None:
        for form in ENDINGS:
            if form != CHAT or self._answer is None:
                self.forms.addItem(form_label(form), form)
        self.articles.addItem(self.tr("With the article"), True)
        self.articles.addItem(self.tr("Without the article"), False)
        self.checks.addItem(self.tr("With notes on what is not in the article"), True)
        self.checks.addItem(self.tr("Without notes"), False)
        self.sheets.addItem(self.tr("With a sheet that says where it comes from"), True)
        self.sheets.addItem(self.tr("Without a sheet"), False)
        for combo, value in (
            (self.forms, self._choice.form),
            (self.articles, self._choice.with_article),
            (self.checks, self._choice.with_checks),
            (self.sheets, self._choice.with_sheet),
        ):
            combo.setCurrentIndex(max(0, combo.findData(value)))
        self.editor.setMaxLength(LONGEST_NAME)
        self.editor.setPlaceholderText(self.tr("Name or initials"))
        set_tip(self.forms, self.tr("The kind of file that is written"))
        set_tip(self.articles, self.tr("Whether the whole article stands behind the text"))
        set_tip(
            self.checks,
            self.tr(
                "Numbers, dates, names and quotes of the answers: comments in Word, else notes"
            ),
        )
        set_tip(
            self.sheets,
            self.tr("Article and its hash, model, style, instruction, seed, times, who edited"),
        )
        set_tip(self.editor, self.tr("Who answers for the text; remembered for the next export"))
        set_tip(self.text, self.tr("The answer as Markdown; the conversation keeps its own"))

    def _connect(self) -> None:
        for combo in (self.forms, self.articles, self.checks, self.sheets):
            combo.currentIndexChanged.connect(self._show)
        self.editor.textChanged.connect(self._show)
        self.text.textChanged.connect(self._show)
        self.label_button.clicked.connect(self.labels_requested)

    def _show(self) -> None:
        """What the label will say, what was changed, and whether anything is missing."""
        choice = self.choice()
        whole = choice.form == CHAT
        for part in (self.articles, self.checks, self.sheets, self.editor):
            part.setEnabled(not whole)
        missing = not whole and names_editor(choice.label) and not choice.editor
        empty = self._answer is not None and not self.text.toPlainText().strip()
        self.label.setText(self._label_words(choice, whole=whole, missing=missing))
        restyle(self.label, "role", "warning" if missing else "muted")
        self.changes.setText(self._changes_words(choice))
        self.export.setEnabled(not (missing or empty))
        why_not = self.tr("The label names an editor: enter who edited the text") if missing else ""
        if empty:
            why_not = self.tr("There is no text to export")
        set_tip(self.export, why_not or self.tr("Choose where the file goes"))

    def _label_words(self, choice: Choice, *, whole: bool, missing: bool) -> str:
        if whole:
            return self.tr("None: the file holds the conversation as it is, with its article")
        if missing:
            return self.tr("It names an editor: enter who edited the text")
        words = filled(
            choice.label,
            editor=choice.editor,
            date=date.today().isoformat(),
            model=self._model,
        )
        found = [part for part in (NOTICE if choice.chinese else "", words) if part]
        return "\n".join(found) or self.tr("None")

    def _changes_words(self, choice: Choice) -> str:
        if self._answer is None or not choice.with_sheet:
            return ""
        words = edited_words(self._by_model, self.text.toPlainText(), choice)
        return self.tr("The sheet will say: {0}").format(words)

    def _finished(self) -> None:
        self._done(self.choice())
