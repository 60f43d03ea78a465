"""Which house style answers: chosen, remembered, switched off, and whether it fits the model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from newsassistant.app.turns import Task
from newsassistant.core.errors import PrefixError
from newsassistant.core.types import ModelInfo
from newsassistant.gui.settings.preferences import Preferences
from newsassistant.gui.styles.words import base_words, reason_words
from newsassistant.model.base import Base
from newsassistant.model.prefixes.files import PrefixInfo


class InstalledStyles(Protocol):
    """What the choice needs of `app.installed.styles.StyleLibrary`."""

    def list(self) -> list[PrefixInfo]:
        """All that can be used."""

    def fits(self, info: PrefixInfo, base: Base) -> PrefixError | None:
        """Why a style cannot be used with a model, if so."""


@dataclass(frozen=True, slots=True)
class StyleOption:
    """A style to choose; `reason` says why it cannot be used now, "" if it can."""

    id: str
    name: str
    base: str
    reason: str = ""


class StyleChoice(QObject):
    """A choice counts from the next answer on and needs no loading."""

    changed = Signal()  # the styles, the one in use, or what it is used for
    said = Signal(str)  # what the user has just brought about
    warned = Signal(str)  # the chosen style cannot be used

    def __init__(self, preferences: Preferences, library: InstalledStyles) -> None:
        super().__init__()
        self._preferences = preferences
        self._library = library
        self._model: ModelInfo | None = None
        self._styles: Sequence[PrefixInfo] = ()
        self._errors: dict[str, PrefixError | None] = {}
        preferences.changed.connect(lambda _: self.changed.emit())

    # --- what there is --------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the disk again; a chosen style that is gone gives way to the base model."""
        self._styles = self._library.list()
        self._judge()
        chosen = self._preferences.settings.prefix
        if chosen and self._find(chosen) is None:
            self._set(prefix="")
            words = self.tr("The style {0} is no longer installed. The base model answers.")
            self.warned.emit(words.format(chosen))
        self.changed.emit()

    def set_model(self, model: ModelInfo) -> None:
        """Another model is loaded; a style that was made for another one is not used with it."""
        self._model = model
        self._judge()
        chosen = self._find(self._preferences.settings.prefix)
        if chosen is not None and self._preferences.settings.prefix_on and not self._fits(chosen):
            words = reason_words(chosen.name, chosen.base, model)
            self.warned.emit(self.tr("{0} The base model answers meanwhile.").format(words))
        self.changed.emit()

    def styles(self) -> Sequence[PrefixInfo]:
        """All that are installed."""
        return self._styles

    def names(self) -> dict[str, str]:
        """The names of the installed styles by their ids."""
        return {style.id: style.name for style in self._styles}

    def options(self) -> list[StyleOption]:
        """All that are installed, those that fit first."""
        found = [
            StyleOption(style.id, style.name, base_words(style.base), self.reason(style))
            for style in self._styles
        ]
        return sorted(found, key=lambda option: (bool(option.reason), option.name.casefold()))

    def reason(self, style: PrefixInfo) -> str:
        """Why a style cannot be used now, in the window's language; "" if it can."""
        return "" if self._fits(style) else reason_words(style.name, style.base, self._model)

    # --- which one answers ----------------------------------------------------------------------

    def style_for(self, task: Task) -> str:
        """The id of the style that answers such a request, "" for the base model."""
        everything = self._preferences.settings.prefix_for == "everything"
        return self.in_use() if task == "summary" or everything else ""

    def in_use(self) -> str:
        """The id of the style that writes the summaries, "" for the base model."""
        settings = self._preferences.settings
        style = self._find(settings.prefix) if settings.prefix_on else None
        return style.id if style is not None and self._fits(style) else ""

    def used_for(self) -> str:
        """ "summaries" or "everything"."""
        return self._preferences.settings.prefix_for

    # --- what the user wants --------------------------------------------------------------------

    def choose(self, style_id: str) -> None:
        """Let a style answer from now on; "" is the base model, and the style is remembered."""
        style = self._find(style_id)
        if style is None:
            self._set(prefix_on=False)
        elif self._fits(style):
            self._set(prefix=style_id, prefix_on=True)
        else:
            self.said.emit(self.reason(style))
            return
        self._say()

    def use_for(self, tasks: str) -> None:
        """Use the style for "summaries", or for "everything"."""
        self._set(prefix_for=tasks)
        self._say()

    def toggle(self) -> None:
        """Change between the base model and the style that was chosen last."""
        if self.in_use():
            self.choose("")
            return
        chosen = self._find(self._preferences.settings.prefix)
        usable = [style for style in (chosen, *self._styles) if style and self._fits(style)]
        if usable:
            self.choose(usable[0].id)
        else:
            self.said.emit(self.tr("No installed style fits this model."))

    # --- inside ---------------------------------------------------------------------------------

    def _say(self) -> None:
        name = self.names().get(self.in_use(), "")
        if not name:
            words = self.tr("The base model answers from now on")
        elif self.used_for() == "everything":
            words = self.tr("{0} answers everything from now on")
        else:
            words = self.tr("{0} writes the summaries from now on; questions use the base model")
        self.said.emit(words.format(name))

    def _set(self, **values: object) -> None:
        self._preferences.set(replace(self._preferences.settings, **values))  # type: ignore[arg-type]

    def _find(self, style_id: str) -> PrefixInfo | None:
        return next((style for style in self._styles if style.id == style_id), None)

    def _judge(self) -> None:
        model = self._model
        # A scripted model has no layers: nothing is known against a style.
        base = Base.of_info(model) if model is not None and model.layers else None
        self._errors = {
            style.id: self._library.fits(style, base) if base is not None else None
            for style in self._styles
        }

    def _fits(self, style: PrefixInfo) -> bool:
        return self._errors.get(style.id) is None
