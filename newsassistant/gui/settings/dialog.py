"""The settings: language, colours, motion, zoom, job, style, answers, keys, device, data folder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import cast, get_args

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from newsassistant.core.settings import (
    ANSWER_WORDS,
    HEADLINE_LIMITS,
    HEADLINE_LIMITS_CHINESE,
    KEPT_MEMORY_MB,
    OWN_TEMPERATURE,
    TEMPERATURES,
    UNLOAD_MINUTES,
    Settings,
)
from newsassistant.core.types import Mode
from newsassistant.gui.look.execution_words import mode_label, mode_words
from newsassistant.gui.look.labels import MEGA, job_label, size_words
from newsassistant.gui.look.plain_text import (
    PlainLabel,
    breakable_path,
    one_line,
    set_tip,
    set_title,
)
from newsassistant.gui.look.theme import ZOOM_STEPS, Theme
from newsassistant.gui.widgets.basics import make_button, make_label, make_line
from newsassistant.gui.widgets.flat_combo import FlatCombo
from newsassistant.gui.widgets.placement import room_for
from newsassistant.gui.widgets.scroll_column import FittingColumn
from newsassistant.text.prompts.presets import SHIPPED, Preset

WIDTH = 520
EDGE = 24
FRAME = 40  # px that the system puts around a window
ROWS = (
    "language",
    "scheme",
    "motion",
    "zoom",
    "preset",
    "prefix_for",
    "answer_temperature",
    "answer_words",
    "headline_limit",
    "headline_limit_chinese",
    "send_with",
    "read_ahead",
    "unload_minutes",
    "fetch_private",
    "device",
    "execution",
    "kv_cache_precision",
    "kept_memory_mb",
)


class SettingsDialog(QDialog):
    """Changes take effect while it is open; Close only closes."""

    settings_changed = Signal(object)  # Settings
    data_folder_requested = Signal()
    measure_again_requested = Signal()
    backups_requested = Signal()
    labels_requested = Signal()

    def __init__(
        self,
        theme: Theme,
        settings: Settings,
        data_folder: Path,
        *,
        jobs: Sequence[Preset] = tuple(SHIPPED.values()),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._theme = theme
        self._settings = settings
        self._data_folder = data_folder
        self.setObjectName("settings_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._labels = {name: PlainLabel() for name in ROWS}
        self.choices = {name: FlatCombo(theme) for name in ROWS}
        self._build()
        theme.follow(self)

    def _build(self) -> None:
        self._heading, self.privacy_label = make_label("heading"), make_label("good", wraps=True)
        self.device_label, self.execution_label, self.folder_label, self.backups_label = (
            make_label("muted", wraps=True) for _ in range(4)
        )
        self.labels_label = make_label("muted", wraps=True)
        self.labels_button = make_button("labels_button", "secondary")
        self.labels_button.clicked.connect(self._show_labels)
        self.folder_button = make_button("data_folder_button", "secondary")
        self.folder_button.clicked.connect(self.data_folder_requested)
        self.backups_button = make_button("backups_button", "secondary")
        self.backups_button.clicked.connect(self._show_backups)
        self.measure_again_button = make_button("measure_again_button", "secondary")
        self.measure_again_button.clicked.connect(self._measure_again)
        self.close_button = QPushButton()
        self.close_button.setProperty("role", "primary")
        self.close_button.setDefault(True)
        self.close_button.clicked.connect(self.accept)
        self._lay_out()

    def _lay_out(self) -> None:
        self._scroll = FittingColumn()
        inner = self._scroll.column
        inner.addLayout(self._build_rows())
        inner.addLayout(self._build_loading())
        inner.addWidget(make_line())
        inner.addLayout(self._build_foot())
        inner.addLayout(self._build_backups())
        inner.addLayout(self._build_labels())
        inner.addWidget(self.privacy_label)
        inner.addStretch(1)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self._heading)
        self._column.addWidget(self._scroll, 1)
        right = Qt.AlignmentFlag.AlignRight
        self._column.addWidget(self.close_button, 0, right)

    def _build_rows(self) -> QGridLayout:
        self._grid = QGridLayout()
        self._grid.setColumnStretch(0, 1)
        row = 0
        for name in ROWS:
            choice = self.choices[name]
            choice.setObjectName(f"{name}_choice")
            choice.activated.connect(lambda _, key=name: self._chosen(key))
            self._labels[name].setBuddy(choice)
            self._grid.addWidget(self._labels[name], row, 0)
            self._grid.addWidget(choice, row, 1)
            row += 1
            if name == "execution":
                self._grid.addWidget(self.execution_label, row, 0, 1, 2)
                row += 1
        return self._grid

    def _build_loading(self) -> QHBoxLayout:
        """From when on the last rows count, and the way to measure the model anew."""
        self._loading = QHBoxLayout()
        self._loading.addWidget(self.device_label, 1)
        self._loading.addWidget(self.measure_again_button)
        return self._loading

    def _build_foot(self) -> QHBoxLayout:
        self._foot = QHBoxLayout()
        self._foot.addWidget(self.folder_label, 1)
        self._foot.addWidget(self.folder_button)
        return self._foot

    def _build_backups(self) -> QHBoxLayout:
        self._backups = QHBoxLayout()
        self._backups.addWidget(self.backups_label, 1)
        self._backups.addWidget(self.backups_button)
        return self._backups

    def _build_labels(self) -> QHBoxLayout:
        self._exports = QHBoxLayout()
        self._exports.addWidget(self.labels_label, 1)
        self._exports.addWidget(self.labels_button)
        return self._exports

    def apply_theme(self) -> None:
        px = self._theme.px
        # On a part, not on the dialog: so the layout may ask for more in a wide face.
        room = room_for(self).width() - 2 * px(EDGE)
        self._heading.setMinimumWidth(min(px(WIDTH - 2 * EDGE), room))
        self._column.setContentsMargins(px(EDGE), px(EDGE), px(EDGE), px(16))
        self._column.setSpacing(px(10))
        self._scroll.column.setSpacing(px(12))
        self._grid.setVerticalSpacing(px(6))
        self._grid.setHorizontalSpacing(px(24))
        self._foot.setSpacing(px(16))
        self._backups.setSpacing(px(16))
        self._exports.setSpacing(px(16))
        self._loading.setSpacing(px(16))
        for choice in self.choices.values():
            choice.setMinimumWidth(px(220))
        self._fit()

    def _fit(self) -> None:
        """As high as the words are, or as the screen allows: then the middle scrolls."""
        margins, spacing = self._column.contentsMargins(), self._column.spacing()
        width = self._column.totalMinimumSize().width()
        height = self._scroll.height_for(width - margins.left() - margins.right())
        height += self._heading.sizeHint().height() + self.close_button.sizeHint().height()
        height += 2 * spacing + margins.top() + margins.bottom()
        screen = self.screen().availableGeometry().height() - self._theme.px(FRAME)
        self.resize(width, min(height, screen))

    def set_has_styles(self, has: bool) -> None:
        """Ask what a style is used for only where one is installed."""
        for part in (self._labels["prefix_for"], self.choices["prefix_for"]):
            part.setVisible(has)

    def event(self, event: QEvent) -> bool:
        handled = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:  # words or their faces are others
            self._grow()
        return handled

    def _grow(self) -> None:
        """Other words may take more lines; what the user has made larger stays so."""
        if self.isVisible():
            before = self.size()
            self._fit()
            self.resize(self.size().expandedTo(before))

    def showEvent(self, event: QShowEvent) -> None:
        self._fit()  # style sheets are in force only now
        super().showEvent(event)

    def retranslate(self) -> None:
        set_title(self, self.tr("Settings"))
        self._heading.setText(self.tr("Settings"))
        words = {
            "language": self.tr("&Language"),
            "scheme": self.tr("C&olours"),
            "motion": self.tr("&Motion"),
            "zoom": self.tr("&Zoom"),
            "preset": self.tr("&Default summary"),
            "prefix_for": self.tr("Use the s&tyle for"),
            "answer_temperature": self.tr("Tem&perature"),
            "answer_words": self.tr("Le&ngth of answers"),
            "headline_limit": self.tr("En&glish headline"),
            "headline_limit_chinese": self.tr("Ch&inese headline"),
            "send_with": self.tr("&Send a question with"),
            "read_ahead": self.tr("Read the article &ahead"),
            "unload_minutes": self.tr("&Unload the model"),
            "device": self.tr("&Run on"),
            "execution": self.tr("&Execution"),
            "kv_cache_precision": self.tr("&Cache (KV)"),
            "kept_memory_mb": self.tr("Memory for w&hat was read"),
            "fetch_private": self.tr("&Fetch pages from"),
        }
        for name, text in words.items():
            self._labels[name].setText(text)
            self.choices[name].setAccessibleName(text.replace("&", ""))
        self.device_label.setText(
            self.tr(
                "These four count from the next time a model is loaded. "
                "A device that is not there gives way to the processor."
            )
        )
        self.folder_label.setText(
            self.tr("Conversations and models are in {0}").format(breakable_path(self._data_folder))
        )
        self.folder_button.setText(self.tr("Open data folder"))
        self.backups_label.setText(
            self.tr("The conversations are backed up every day; a backup is kept for seven days.")
        )
        self.backups_button.setText(self.tr("Backups…"))
        set_tip(self.backups_button, self.tr("See the backups and restore one"))
        self.labels_button.setText(self.tr("Labels…"))
        set_tip(self.labels_button, self.tr("What stands on every exported file"))
        self.privacy_label.setText(
            self.tr("Articles, questions and answers stay on this computer. None of them is sent.")
        )
        self.close_button.setText(self.tr("Close"))
        self.measure_again_button.setText(self.tr("Measure again"))
        self._word_measuring()
        self._fill()

    def _fill(self) -> None:
        system = self.tr("As the system")
        self._offer("language", [("system", system), ("en", "English"), ("zh", "中文")])
        schemes = [("light", self.tr("Light")), ("dark", self.tr("Dark"))]
        schemes += [
            ("contrast-light", self.tr("High contrast, light")),
            ("contrast-dark", self.tr("High contrast, dark")),
        ]
        self._offer("scheme", [("system", system), *schemes])
        self._offer("motion", [("system", system), ("reduced", self.tr("Reduced"))])
        self._offer("zoom", [(step, f"{round(step * 100)} %") for step in ZOOM_STEPS])
        self._offer("preset", [(job.id, job_label(job)) for job in self._jobs])
        self._fill_answers()
        self._fill_headlines()
        uses = [("summaries", self.tr("Summaries only"))]
        self._offer("prefix_for", [*uses, ("everything", self.tr("Summaries and questions"))])
        enter, ctrl = self.tr("Enter"), self.tr("Ctrl+Enter")
        self._offer("send_with", [("enter", enter), ("ctrl+enter", ctrl)])
        when = [("always", self.tr("Always")), ("mains", self.tr("Not on battery"))]
        self._offer("read_ahead", [*when, ("never", self.tr("Never"))])
        after = [(m, self.tr("After {0} minutes").format(m)) for m in UNLOAD_MINUTES if m]
        self._offer("unload_minutes", [(0, self.tr("Never")), *after])
        devices = [("CPU", self.tr("Processor (CPU)")), ("GPU", self.tr("Graphics (GPU)"))]
        devices += [("NPU", self.tr("Neural processor (NPU)")), ("AUTO", self.tr("Automatic"))]
        self._offer("device", devices)
        self._offer("execution", [(mode, mode_label(mode)) for mode in get_args(Mode)])
        precisions = [("auto", self.tr("Chosen for this computer")), ("f16", self.tr("16 bit"))]
        precisions += [("u8", self.tr("8 bit (smaller)")), ("f32", self.tr("32 bit (exact)"))]
        self._offer("kv_cache_precision", precisions)
        kept = [(mb, size_words(mb * MEGA)) for mb in KEPT_MEMORY_MB[1:]]
        self._offer("kept_memory_mb", [(0, self.tr("Automatic")), *kept])
        public = self.tr("The internet only")
        both = self.tr("The local network too")
        self._offer("fetch_private", [(False, public), (True, both)])
        tip = self.tr("Intranet pages are on the local network. A page is fetched only when asked.")
        set_tip(self.choices["fetch_private"], tip)
        self._show_execution()
        label = one_line(self._settings.export_label)
        words = self.tr("Exported files bear the label “{0}”").format(label)
        self.labels_label.setText(words if label else self.tr("Exported files bear no label"))

    def _fill_answers(self) -> None:
        """How answers are made; a value that somebody wrote into the file is offered too."""
        settings = self._settings
        warm = {*TEMPERATURES, settings.answer_temperature} - {OWN_TEMPERATURE}
        named = {
            0.0: self.tr("0: always the likeliest word"),
            1.0: self.tr("1: varied"),
        }
        degrees = [(value, named.get(value, f"{value:g}")) for value in sorted(warm)]
        own = self.tr("As the model has it")
        self._offer("answer_temperature", [(OWN_TEMPERATURE, own), *degrees])
        counts = sorted({*ANSWER_WORDS, settings.answer_words} - {0})
        words = self.tr("Up to about {0} words")
        lengths = [(count, words.format(count)) for count in counts]
        self._offer("answer_words", [(0, own), *lengths])
        tip = self.tr("Of answers to questions, and of jobs that say no length")
        set_tip(self.choices["answer_words"], tip)
        tip = self.tr("Higher writes differently each time, and strays from the article sooner")
        set_tip(self.choices["answer_temperature"], tip)

    def _fill_headlines(self) -> None:
        """How long a headline may be; a value that somebody wrote into the file is offered too."""
        settings = self._settings
        no_limit, words = self.tr("Any length"), self.tr("Up to {0} characters")
        tip = self.tr("Headlines that are longer are marked where five are suggested")
        for name, limits in (
            ("headline_limit", {*HEADLINE_LIMITS, settings.headline_limit}),
            ("headline_limit_chinese", {*HEADLINE_LIMITS_CHINESE, settings.headline_limit_chinese}),
        ):
            offered = [(limit, words.format(limit)) for limit in sorted(limits - {0})]
            self._offer(name, [(0, no_limit), *offered])
            set_tip(self.choices[name], tip)

    def _offer(self, name: str, options: Sequence[tuple[object, str]]) -> None:
        choice = self.choices[name]
        with QSignalBlocker(choice):
            choice.clear()
            for value, words in options:
                choice.addItem(words, value)
            index = choice.findData(getattr(self._settings, name))
            choice.setCurrentIndex(max(index, 0))

    def _show_execution(self) -> None:
        words = mode_words(cast(Mode, self.choices["execution"].currentData()))
        self.execution_label.setText(words)
        self.choices["execution"].setAccessibleDescription(words)

    def set_can_measure(self, possible: bool) -> None:
        """Whether a model is loaded and nothing runs, so that it can be measured again."""
        self.measure_again_button.setEnabled(possible)
        self._word_measuring()

    def _word_measuring(self) -> None:
        tip = self.tr("Find out anew how the loaded model runs best on this computer")
        if not self.measure_again_button.isEnabled():
            tip = self.tr("Possible when a model is loaded and nothing runs")
        set_tip(self.measure_again_button, tip)
        self.measure_again_button.setAccessibleDescription(tip)

    def _measure_again(self) -> None:
        """The window shows how far it is, and how to skip the rest: this one gives it free."""
        self.accept()
        self.measure_again_requested.emit()

    def _show_backups(self) -> None:
        """Two sheets on one window would be in each other's way: this one closes first."""
        self.accept()
        self.backups_requested.emit()

    def _show_labels(self) -> None:
        """This one closes first, as above."""
        self.accept()
        self.labels_requested.emit()

    def _chosen(self, name: str) -> None:
        value = self.choices[name].currentData()
        if value != getattr(self._settings, name):
            self.set_settings(replace(self._settings, **{name: value}))
            self.settings_changed.emit(self._settings)

    def set_settings(self, settings: Settings) -> None:
        """Show other settings, such as a zoom changed by the keyboard; signals nothing."""
        self._settings = settings
        self._fill()
