"""Where models are fetched from, and how exact their weights shall be."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from newsassistant.download.hub import ENDPOINT_VARIABLE
from newsassistant.gui.look.labels import FAMILY_NAMES, interface_language
from newsassistant.gui.look.plain_text import PlainLabel, set_tip
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.models.weight_words import weight_words
from newsassistant.gui.widgets.flat_combo import FlatCombo

HUB_NAMES = {"huggingface": "Hugging Face", "modelscope": "ModelScope"}
"""Names, the same in every language."""


class SourceOptions(QWidget):
    """Where a model comes from and how it is kept; `weights` and `family` say what was chosen."""

    mirror_changed = Signal(str)  # an address, "" for the hub itself
    weights_changed = Signal()  # another precision, which needs other room

    def __init__(self, theme: Theme, mirror: str) -> None:
        super().__init__()
        self._theme = theme
        self._labels = [PlainLabel() for _ in range(4)]
        self._source, self._weights = FlatCombo(theme), FlatCombo(theme)
        self._family = FlatCombo(theme)
        self._family.setObjectName("family_choice")
        self._source.setObjectName("source_choice")
        self._weights.setObjectName("weights_choice")
        self.mirror_edit = QLineEdit(mirror)
        self.mirror_edit.setObjectName("mirror_edit")
        self.mirror_edit.setClearButtonEnabled(True)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        fields = (self._source, self.mirror_edit, self._weights, self._family)
        for number, (label, field) in enumerate(zip(self._labels, fields, strict=True)):
            row, column = 2 * (number // 2), number % 2
            label.setBuddy(field)
            label.setProperty("role", "muted")
            self._grid.addWidget(label, row, column)
            self._grid.addWidget(field, row + 1, column)
        self._grid.setColumnStretch(1, 1)
        self.weights_label = PlainLabel()
        self.weights_label.setObjectName("weights_label")
        self.weights_label.setProperty("role", "muted")
        self.weights_label.setWordWrap(True)
        self._grid.addWidget(self.weights_label, 4, 0, 1, 2)
        self._speeds: Mapping[str, float] = {}
        self._measuring = False
        self._best = "int8"
        self._chosen: set[FlatCombo] = set()  # by the user: what is usual counts no more
        self._weights.currentIndexChanged.connect(self._weights_chosen)
        self._source.currentIndexChanged.connect(self._source_chosen)
        self.mirror_edit.editingFinished.connect(self._tell_mirror)
        self._told = mirror
        theme.follow(self)

    def source(self) -> str:
        """ "huggingface" or "modelscope"."""
        return str(self._source.currentData())

    def weights(self) -> str:
        """ "int8", "int4" or "fp16"."""
        return str(self._weights.currentData())

    def family(self) -> str:
        """The family that an imported checkpoint is of, "" to find out by its files."""
        return str(self._family.currentData())

    def mirror(self) -> str:
        """The address of a mirror of Hugging Face, "" for the hub itself."""
        return self.mirror_edit.text().strip()

    def set_best(self, weights: str) -> None:
        """The precision that suits this computer best; taken unless another one was chosen."""
        if weights != self._best:
            self._best = weights
            self._offer_weights()
            self._show_weights()

    def choose_source(self, source: str) -> None:
        """Fetch from "huggingface" or "modelscope" from now on."""
        self._source.setCurrentIndex(self._source.findData(source))

    def set_speeds(self, speeds: Mapping[str, float], *, measuring: bool) -> None:
        """How fast kinds of weights are here, relative to int8; {} while nothing is known."""
        self._speeds, self._measuring = speeds, measuring
        self._show_weights()

    def retranslate(self) -> None:
        words = (
            *(self.tr("Download &from"), self.tr("&Mirror (optional)")),
            *(self.tr("&Precision"), self.tr("Fami&ly")),
        )
        for label, text in zip(self._labels, words, strict=True):
            label.setText(text)
        self._offer_sources()
        self._offer_weights()
        known = [(name, words) for name, words in FAMILY_NAMES.items() if name != "llama"]
        self._offer(self._family, [("", self.tr("As its files say")), *known])
        self._family.setAccessibleName(self.tr("Family of an imported model"))
        set_tip(self._family, self.tr("For a checkpoint whose files do not say what it is"))
        self._show_weights()
        self._source.setAccessibleName(self.tr("Download from"))
        self._weights.setAccessibleName(self.tr("Precision of the weights"))
        set_tip(self._weights, self.tr("Holds for the next download or import"))
        self.mirror_edit.setAccessibleName(self.tr("Address of a mirror"))
        set_tip(
            self.mirror_edit,
            self.tr("A server with the same files, where Hugging Face cannot be reached"),
        )
        self.mirror_edit.setPlaceholderText("https://huggingface.co")

    def _offer_sources(self) -> None:
        """Where Chinese is read Hugging Face often cannot be reached, but for a mirror."""
        has_mirror = bool(self.mirror() or os.environ.get(ENDPOINT_VARIABLE, "").strip())
        first = "modelscope" if interface_language() == "zh" and not has_mirror else "huggingface"
        options = sorted(HUB_NAMES.items(), key=lambda option: option[0] != first)
        self._offer(self._source, options, usual=first)
        self._show_mirror()

    def _offer_weights(self) -> None:
        words = {
            "int8": self.tr("int8 (nearly exact)"),
            "int4": self.tr("int4 (least memory)"),
            "fp16": self.tr("fp16 (exact, large)"),
        }
        words[self._best] = self.tr("{0} (best for this computer)").format(self._best)
        self._offer(self._weights, list(words.items()), usual=self._best)

    def _offer(
        self, combo: FlatCombo, options: Sequence[tuple[str, str]], *, usual: str = ""
    ) -> None:
        with QSignalBlocker(combo):
            value = combo.currentData() if combo in self._chosen or not usual else usual
            combo.clear()
            for option, words in options:
                combo.addItem(words, option)
            combo.setCurrentIndex(max(0, combo.findData(value)))
        combo.updateGeometry()

    def _weights_chosen(self) -> None:
        self._chosen.add(self._weights)
        self._show_weights()
        self.weights_changed.emit()

    def _source_chosen(self) -> None:
        self._chosen.add(self._source)
        self._show_mirror()

    def _show_weights(self) -> None:
        words = weight_words(self.weights(), self._speeds, measuring=self._measuring)
        self.weights_label.setText(words)
        self._weights.setAccessibleDescription(words)

    def _show_mirror(self) -> None:
        self.mirror_edit.setEnabled(self.source() == "huggingface")

    def _tell_mirror(self) -> None:
        if self.mirror() != self._told:
            self._told = self.mirror()
            self.mirror_changed.emit(self._told)

    def apply_theme(self) -> None:
        self._grid.setHorizontalSpacing(self._theme.px(12))
        self._grid.setVerticalSpacing(self._theme.px(4))
