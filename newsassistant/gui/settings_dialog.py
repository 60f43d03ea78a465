"""The settings: language, colours, zoom, preset, style, keys, device, KV cache, the data folder.

Knows nothing of how a setting takes effect; every change is signalled at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from newsassistant.core.settings import Settings
from newsassistant.gui.flat_combo import FlatCombo
from newsassistant.gui.labels import preset_label
from newsassistant.gui.theme import ZOOM_STEPS, Theme
from newsassistant.text.presets import PRESETS

WIDTH = 520
ROWS = (
    "language",
    "scheme",
    "zoom",
    "preset",
    "prefix_for",
    "send_with",
    "device",
    "kv_cache_precision",
)


class SettingsDialog(QDialog):
    """Changes take effect while it is open; Close only closes. Main thread only."""

    settings_changed = Signal(object)  # Settings
    data_folder_requested = Signal()

    def __init__(
        self, theme: Theme, settings: Settings, data_folder: Path, *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._settings = settings
        self._data_folder = data_folder
        self.setObjectName("settings_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._labels = {name: QLabel() for name in ROWS}
        self.choices = {name: FlatCombo(theme) for name in ROWS}
        self._build()
        theme.changed.connect(self._resize)
        self._resize()
        self.retranslate()

    def _build(self) -> None:
        self._heading, self.privacy_label, self.folder_label = QLabel(), QLabel(), QLabel()
        self.device_label = QLabel()
        self._heading.setProperty("role", "heading")
        self.folder_label.setProperty("role", "muted")
        self.device_label.setProperty("role", "muted")
        self.privacy_label.setProperty("role", "good")
        for label in (self.device_label, self.folder_label, self.privacy_label):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.folder_button, self.close_button = QPushButton(), QPushButton()
        self.folder_button.setObjectName("data_folder_button")
        self.folder_button.setProperty("role", "secondary")
        self.folder_button.setAutoDefault(False)
        self.folder_button.clicked.connect(self.data_folder_requested)
        self.close_button.setProperty("role", "primary")
        self.close_button.setDefault(True)
        self.close_button.clicked.connect(self.accept)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self._heading)
        self._column.addLayout(self._build_rows())
        self._column.addWidget(self.device_label)
        self._column.addWidget(_line())
        self._column.addLayout(self._build_foot())
        self._column.addWidget(self.privacy_label)
        self._column.addStretch(1)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        self._column.addLayout(buttons)

    def _build_rows(self) -> QGridLayout:
        self._grid = QGridLayout()
        self._grid.setColumnStretch(0, 1)
        for row, name in enumerate(ROWS):
            choice = self.choices[name]
            choice.setObjectName(f"{name}_choice")
            choice.activated.connect(lambda _, key=name: self._chosen(key))
            self._labels[name].setBuddy(choice)
            self._grid.addWidget(self._labels[name], row, 0)
            self._grid.addWidget(choice, row, 1)
        return self._grid

    def _build_foot(self) -> QHBoxLayout:
        self._foot = QHBoxLayout()
        self._foot.addWidget(self.folder_label, 1)
        self._foot.addWidget(self.folder_button)
        return self._foot

    def _resize(self) -> None:
        px = self._theme.px
        self.setMinimumWidth(px(WIDTH))
        self._column.setContentsMargins(px(24), px(24), px(24), px(16))
        self._column.setSpacing(px(16))
        self._grid.setVerticalSpacing(px(10))
        self._grid.setHorizontalSpacing(px(24))
        self._foot.setSpacing(px(16))
        for choice in self.choices.values():
            choice.setMinimumWidth(px(220))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """Put all words in the current language and show the settings."""
        self.setWindowTitle(self.tr("Settings"))
        self._heading.setText(self.tr("Settings"))
        words = {
            "language": self.tr("&Language"),
            "scheme": self.tr("C&olours"),
            "zoom": self.tr("&Zoom"),
            "preset": self.tr("&First summary"),
            "prefix_for": self.tr("Use the s&tyle for"),
            "send_with": self.tr("&Send a question with"),
            "device": self.tr("&Run on"),
            "kv_cache_precision": self.tr("&KV cache"),
        }
        for name, text in words.items():
            self._labels[name].setText(text)
            self.choices[name].setAccessibleName(text.replace("&", ""))
        self.device_label.setText(
            self.tr(
                "These two count from the next time a model is loaded. "
                "A device that is not there gives way to the processor."
            )
        )
        self.folder_label.setText(
            self.tr("Conversations and models are in {0}").format(self._data_folder)
        )
        self.folder_button.setText(self.tr("Open data folder"))
        self.privacy_label.setText(
            self.tr("Articles, questions and answers stay on this computer. Nothing is sent.")
        )
        self.close_button.setText(self.tr("Close"))
        self._fill()

    def _fill(self) -> None:
        system = self.tr("As the system")
        self._offer("language", [("system", system), ("en", "English"), ("zh", "中文")])
        schemes = [("light", self.tr("Light")), ("dark", self.tr("Dark"))]
        self._offer("scheme", [("system", system), *schemes])
        self._offer("zoom", [(step, f"{round(step * 100)} %") for step in ZOOM_STEPS])
        self._offer("preset", [(preset, preset_label(preset)) for preset in PRESETS])
        uses = [("summaries", self.tr("Summaries only"))]
        self._offer("prefix_for", [*uses, ("everything", self.tr("Summaries and questions"))])
        enter, ctrl = self.tr("Enter"), self.tr("Ctrl+Enter")
        self._offer("send_with", [("enter", enter), ("ctrl+enter", ctrl)])
        devices = [("CPU", self.tr("Processor (CPU)")), ("GPU", self.tr("Graphics (GPU)"))]
        devices += [("NPU", self.tr("Neural processor (NPU)")), ("AUTO", self.tr("Automatic"))]
        self._offer("device", devices)
        precisions = [("f16", self.tr("16 bit (best choice)")), ("u8", self.tr("8 bit (smaller)"))]
        self._offer("kv_cache_precision", [*precisions, ("f32", self.tr("32 bit (exact)"))])

    def _offer(self, name: str, options: Sequence[tuple[object, str]]) -> None:
        choice = self.choices[name]
        with QSignalBlocker(choice):
            choice.clear()
            for value, words in options:
                choice.addItem(words, value)
            index = choice.findData(getattr(self._settings, name))
            choice.setCurrentIndex(max(index, 0))

    def _chosen(self, name: str) -> None:
        value = self.choices[name].currentData()
        if value != getattr(self._settings, name):
            self.set_settings(replace(self._settings, **{name: value}))
            self.settings_changed.emit(self._settings)

    def set_settings(self, settings: Settings) -> None:
        """Show other settings, such as a zoom changed by the keyboard; signals nothing."""
        self._settings = settings
        self._fill()


def _line() -> QFrame:
    line = QFrame()
    line.setProperty("role", "line")
    return line
