"""One job as a form: what it is called, what it says, how long, in which style, where it ends."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QGridLayout, QLineEdit, QPlainTextEdit, QWidget

from newsassistant.gui.jobs.words import FIELD_OF, flaw_words, flaws_of
from newsassistant.gui.look.labels import job_label
from newsassistant.gui.look.plain_text import PlainLabel, set_tip
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.basics import make_label
from newsassistant.gui.widgets.flat_combo import FlatCombo
from newsassistant.text.prompts.library import LONGEST_NAME, tidy
from newsassistant.text.prompts.presets import BASE, Preset

LINE = "\n"
ROWS = ("name", "instruction", "chinese", "length", "style", "end", "stop")
_BRACES = re.compile(r"\{(?!language\}|length\})[^{}\n]{1,40}\}")


class JobForm(QWidget):
    """Main thread; `edited` for every change of the user's."""

    edited = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._job = Preset("", "")
        self._label = ""
        self._taken: Collection[str] = ()
        self.name_edit = QLineEdit()
        self.name_edit.setMaxLength(2 * LONGEST_NAME)
        self.length_edit = QLineEdit()
        self.length_edit.setValidator(QIntValidator(0, 99_999, self.length_edit))
        self.instruction_edit, self.chinese_edit, self.stop_edit = (
            QPlainTextEdit() for _ in range(3)
        )
        self.style_choice, self.end_choice = FlatCombo(theme), FlatCombo(theme)
        self.fields: dict[str, QWidget] = {
            "name": self.name_edit,
            "instruction": self.instruction_edit,
            "chinese": self.chinese_edit,
            "length": self.length_edit,
            "style": self.style_choice,
            "end": self.end_choice,
            "stop": self.stop_edit,
        }
        self._labels = {name: PlainLabel() for name in ROWS}
        self.flaw_labels = {name: make_label("warning", wraps=True) for name in FIELD_OF.values()}
        self.note_label = make_label("muted", wraps=True)
        self._styles: Mapping[str, str] = {}
        self._build()
        self._connect()
        theme.follow(self)

    def _build(self) -> None:
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(0, 1)
        row = 0
        for name in ROWS:
            field, label = self.fields[name], self._labels[name]
            field.setObjectName(f"job_{name}_edit")
            label.setBuddy(field)
            self._grid.addWidget(label, row, 0)
            self._grid.addWidget(field, row + 1, 0)
            row += 2
            if name in self.flaw_labels:
                self.flaw_labels[name].setObjectName(f"job_{name}_flaw")
                self._grid.addWidget(self.flaw_labels[name], row, 0)
                row += 1
            if name == "chinese":
                self._grid.addWidget(self.note_label, row, 0)
                row += 1
        for edit in self._texts():
            edit.setProperty("role", "report")
            edit.setTabChangesFocus(True)
        self._grid.setRowStretch(row, 1)

    def _texts(self) -> tuple[QPlainTextEdit, ...]:
        return self.instruction_edit, self.chinese_edit, self.stop_edit

    def _connect(self) -> None:
        for line in (self.name_edit, self.length_edit):
            line.textEdited.connect(self._changed)
        for edit in self._texts():
            edit.textChanged.connect(self._changed)
        for choice in (self.style_choice, self.end_choice):
            choice.activated.connect(self._changed)

    # --- what it is told ------------------------------------------------------------------------

    def set_job(self, job: Preset, taken: Collection[str], styles: Mapping[str, str]) -> None:
        """Show a job; `taken` are the names of others in lower case, `styles` names by ids."""
        self._job, self._taken, self._styles = job, taken, styles
        self._label = job_label(replace(job, name=""))
        blocked = [QSignalBlocker(field) for field in self.fields.values()]
        self.name_edit.setText(job_label(job) if job.name or job.english else "")
        self.instruction_edit.setPlainText(job.english)
        self.chinese_edit.setPlainText(job.chinese)
        self.length_edit.setText(str(job.length) if job.length else "")
        self.stop_edit.setPlainText("\n".join(_written(t) for t in job.stop if t != LINE))
        self._offer()
        del blocked
        self._show_flaws(asked=False)

    def job(self) -> Preset:
        """The job as the form has it, tidied; `flaws` says whether it can be used.

        One of the program without a name has its translated one.
        """
        name = self.name_edit.text()
        stops = [LINE] if self.end_choice.currentData() else []
        stops += [_read(line) for line in self.stop_edit.toPlainText().splitlines() if line]
        length = self.length_edit.text().strip()
        found = replace(
            self._job,
            name=name,
            english=self.instruction_edit.toPlainText(),
            chinese=self.chinese_edit.toPlainText(),
            length=int(length) if length.isdecimal() else 0,
            style=str(self.style_choice.currentData()),
            stop=tuple(stops),
        )
        found = tidy(found)
        return replace(found, name="") if found.name in ("", self._label) else found

    def flaws(self) -> list[str]:
        """What must be corrected before the job can be saved."""
        return flaws_of(self.job(), self._taken)

    def show_flaws(self) -> None:
        """Say all that is wrong, and go to the first field of it."""
        found = self._show_flaws(asked=True)
        if found:
            self.fields[FIELD_OF[found[0]]].setFocus()

    # --- inside ---------------------------------------------------------------------------------

    def _changed(self, *_: object) -> None:
        self._show_flaws(asked=False)
        self.edited.emit()

    def _show_flaws(self, *, asked: bool) -> list[str]:
        """What is only missing yet is not told before somebody wants to save it."""
        found = self.flaws()
        told = [flaw for flaw in found if asked or not flaw.endswith("-missing")]
        for name, label in self.flaw_labels.items():
            words = " ".join(flaw_words(flaw) for flaw in told if FIELD_OF[flaw] == name)
            label.setText(words)
            label.setVisible(bool(words))
            self.fields[name].setAccessibleDescription(words)
        self._show_note()
        return found

    def _show_note(self) -> None:
        words = self.tr(
            "In both, {language} becomes the language of the article and {length} the length below."
        )
        texts = self.instruction_edit.toPlainText() + self.chinese_edit.toPlainText()
        unknown = list(dict.fromkeys(_BRACES.findall(texts)))
        if unknown:
            stays = self.tr("This stays as it is: {0}").format(", ".join(unknown[:4]))
            words = f"{words} {stays}"
        self.note_label.setText(words)

    def _offer(self) -> None:
        """The styles that there are, and the one that the job names."""
        styles = {"": self.tr("As chosen"), BASE: self.tr("Base model"), **self._styles}
        wanted = self._job.style
        if wanted not in styles:
            styles[wanted] = self.tr("{0} (not installed)").format(wanted)
        self.style_choice.clear()
        for style, name in styles.items():
            self.style_choice.addItem(name, style)
        self.style_choice.setCurrentIndex(self.style_choice.findData(wanted))
        self.end_choice.clear()
        self.end_choice.addItem(self.tr("Where the model ends it"), False)
        self.end_choice.addItem(self.tr("With its first line"), True)
        self.end_choice.setCurrentIndex(int(self._job.one_line))

    def retranslate(self) -> None:
        words = {
            "name": self.tr("&Name"),
            "instruction": self.tr("&Instruction"),
            "chinese": self.tr("For &Chinese articles, if in other words"),
            "length": self.tr("&Length, in words (Chinese: characters)"),
            "style": self.tr("St&yle"),
            "end": self.tr("The answer &ends"),
            "stop": self.tr("Or &before one of these texts, one a line (\\n is a line break)"),
        }
        tips = {
            "name": self.tr("What it is called under the article and in the menu"),
            "instruction": self.tr("What the model reads behind the article"),
            "chinese": self.tr("Left empty, the instruction above is used for them too"),
            "length": self.tr("About how long the answer shall be; empty: as in the settings"),
            "style": self.tr("Who writes it; a style that is not installed gives way"),
            "end": self.tr("A headline is one line, for example"),
            "stop": self.tr("The answer ends before the first of them and does not show it"),
        }
        for name, text in words.items():
            self._labels[name].setText(text)
            self.fields[name].setAccessibleName(text.replace("&", ""))
            set_tip(self.fields[name], tips[name])
        self.length_edit.setPlaceholderText(self.tr("As in the settings"))
        self.chinese_edit.setPlaceholderText(self.tr("As above"))
        current = self.job()
        self._job = replace(self._job, style=current.style, stop=current.stop)
        self._offer()
        self._show_flaws(asked=False)

    def apply_theme(self) -> None:
        px = self._theme.px
        self._grid.setVerticalSpacing(px(4))
        for edit, height in zip(self._texts(), (92, 60, 44), strict=True):
            edit.setFixedHeight(px(height))


def _written(text: str) -> str:
    """A text to end before as a line of its field."""
    return text.replace("\\", "\\\\").replace("\n", "\\n")


def _read(line: str) -> str:
    return re.sub(r"\\([\\n])", lambda mark: "\n" if mark[1] == "n" else "\\", line)
