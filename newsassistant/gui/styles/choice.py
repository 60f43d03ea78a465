"""Which house style answers: chosen, remembered, switched off, and whether it fits the model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from newsassistant.app.installed.shipped import ShippedStyles
from newsassistant.app.turns import JobFor
from newsassistant.core.errors import PrefixError
from newsassistant.core.places import is_remote
from newsassistant.core.types import ModelInfo
from newsassistant.gui.settings.preferences import Preferences
from newsassistant.gui.styles.words import base_words, reason_words
from newsassistant.model.base import Base
from newsassistant.model.prefixes.manifest import PrefixInfo
from newsassistant.text.prompts.presets import BASE, SHIPPED

BY_JOB = "*"
"""Stands for the styles that came with the program, one for each job; no id can be it."""


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


class Elsewhere(Protocol):
    """What the choice needs of the servers' styles, where there are servers."""

    def styles_of(self, model: ModelInfo) -> Sequence[PrefixInfo]:
        """Those by which a server's model answers; none for a model here."""

    def names(self) -> Mapping[str, str]:
        """The names of all, by their ids."""


class StyleChoice(QObject):
    """A choice counts from the next answer on and needs no loading."""

    changed = Signal()  # the styles, the one in use, or what it is used for
    said = Signal(str)  # what the user has just brought about
    warned = Signal(str)  # the chosen style cannot be used

    def __init__(
        self,
        preferences: Preferences,
        library: InstalledStyles,
        shipped: ShippedStyles,
        *,
        job_for: JobFor = SHIPPED.get,
    ) -> None:
        super().__init__()
        self._job_for = job_for
        self._preferences = preferences
        self._library = library
        self._shipped = shipped
        self._by_job: Mapping[str, PrefixInfo] = {}
        self._model: ModelInfo | None = None
        self._styles: Sequence[PrefixInfo] = ()
        self._errors: dict[str, PrefixError | None] = {}
        self._elsewhere: Elsewhere | None = None
        self._offered: Sequence[PrefixInfo] = ()
        preferences.changed.connect(lambda _: self.changed.emit())

    # --- what there is --------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the disk again; a chosen style that is gone gives way to the base model."""
        self._styles = self._library.list()
        self._judge()
        chosen = self._preferences.settings.prefix
        # One of a server is there again when a model of that server is.
        if chosen and self._find(chosen) is None and not is_remote(chosen):
            self._set(prefix="")
            gone = self.tr("The style {0} is no longer installed.").format(chosen)
            self.warned.emit(f"{gone} {self._instead()}")
        self.changed.emit()

    def set_elsewhere(self, elsewhere: Elsewhere) -> None:
        """From now on servers' models may be loaded, which answer in their own styles."""
        self._elsewhere = elsewhere
        if self._model is not None:
            self._take_offered(self._model)
        self.changed.emit()

    def _take_offered(self, model: ModelInfo) -> None:
        offered = self._elsewhere.styles_of(model) if self._elsewhere is not None else ()
        by_job = {str(job): style for style in offered if (job := style.training.get("preset"))}
        self._offered = [style for style in offered if style not in by_job.values()]
        self._by_job = by_job or self._shipped.for_model(model)

    def set_model(self, model: ModelInfo) -> None:
        """Another model is loaded; a style that was made for another one is not used with it."""
        self._model = model
        self._take_offered(model)
        self._judge()
        chosen = self._find(self._preferences.settings.prefix)
        if chosen is not None and self._preferences.settings.prefix_on and not self._fits(chosen):
            words = reason_words(chosen.name, chosen.base, model)
            self.warned.emit(f"{words} {self._instead()}")
        self.changed.emit()

    def styles(self) -> Sequence[PrefixInfo]:
        """All that are installed."""
        return self._styles

    def by_job(self) -> Mapping[str, PrefixInfo]:
        """The styles that came with the program for the loaded model, by preset."""
        return self._by_job

    def names(self) -> dict[str, str]:
        """The names of all styles by their ids."""
        built_in = self.tr("Built-in")  # which one is told by the job
        shipped = {style.id: built_in for style in self._shipped.list()}
        elsewhere = self._elsewhere.names() if self._elsewhere is not None else {}
        return {**shipped, **elsewhere, **{style.id: style.name for style in self._styles}}

    def options(self) -> list[StyleOption]:
        """All that are installed, those that fit first; not those that came with the program."""
        found = [
            StyleOption(style.id, style.name, base_words(style.base), self.reason(style))
            for style in (*self._offered, *self._styles)
        ]
        return sorted(found, key=lambda option: (bool(option.reason), option.name.casefold()))

    def reason(self, style: PrefixInfo) -> str:
        """Why a style cannot be used now, in the window's language; "" if it can."""
        return "" if self._fits(style) else reason_words(style.name, style.base, self._model)

    def reason_for(self, style: PrefixInfo) -> str:
        """The same of one that is not installed."""
        model = self._model
        fits = (
            model is None or not model.layers or not self._library.fits(style, Base.of_info(model))
        )
        return "" if fits else reason_words(style.name, style.base, model)

    # --- which one answers ----------------------------------------------------------------------

    def style_for(self, preset_id: str) -> str:
        """The id of the style that does a preset's job or answers a question (""); "" for none.

        A job's own style comes first; where that cannot be used, it is as for other jobs.
        """
        job = self._job_for(preset_id)
        own = job.style if job is not None else ""
        if own == BASE:
            return ""
        if (style := self._find(own)) is not None and self._fits(style):
            return style.id
        current = self.current()
        if current == BY_JOB:
            style = self._by_job.get(preset_id)
            return "" if style is None else style.id
        everything = self._preferences.settings.prefix_for == "everything"
        return current if preset_id or everything else ""

    def current(self) -> str:
        """The id of the style that writes the summaries, BY_JOB, or "" for the base model."""
        settings = self._preferences.settings
        if not settings.prefix_on:
            return ""
        style = self._find(settings.prefix)
        if style is not None and self._fits(style):
            return style.id
        return BY_JOB if self._by_job else ""

    def job_note(self, preset_id: str) -> str:
        """Why a job is not done in its own style, and who does it; "" where it is."""
        job, model = self._job_for(preset_id), self._model
        if model is None or job is None or job.style in ("", BASE):
            return ""
        style = self._find(job.style)
        if style is not None and self._fits(style):
            return ""
        words = self.tr("The style {0} of this job is not installed.").format(job.style)
        if style is not None:
            words = reason_words(style.name, style.base, model)
        who = self.names().get(self.style_for(preset_id), "")
        instead = self.tr("{0} answers meanwhile.").format(who) if who else self._base()
        return f"{words} {instead}"

    def used_for(self) -> str:
        """ "summaries" or "everything"."""
        return self._preferences.settings.prefix_for

    # --- what the user wants --------------------------------------------------------------------

    def choose(self, style_id: str) -> None:
        """Let a style or those BY_JOB answer from now on; "" is the base model.

        The base model does not forget which style was chosen.
        """
        style = self._find(style_id)
        if style_id == BY_JOB:
            self._set(prefix="", prefix_on=True)
        elif style is None:
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
        if self.current():
            self.choose("")
            return
        chosen = self._find(self._preferences.settings.prefix)
        known = (*self._offered, *self._styles)
        usable = [style for style in known if self._fits(style)]
        if chosen is not None and self._fits(chosen):
            self.choose(chosen.id)
        elif self._by_job:
            self.choose(BY_JOB)
        elif usable:
            self.choose(usable[0].id)
        else:
            self.said.emit(self.tr("No installed style fits this model."))

    # --- inside ---------------------------------------------------------------------------------

    def _say(self) -> None:
        current = self.current()
        name = self.names().get(current, "")
        if current == BY_JOB:
            words = self.tr("Each job has its built-in style from now on")
        elif not name:
            words = self.tr("The base model answers from now on")
        elif self.used_for() == "everything":
            words = self.tr("{0} answers everything from now on")
        else:
            words = self.tr("{0} writes the summaries from now on; questions use the base model")
        self.said.emit(words.format(name))

    def _instead(self) -> str:
        """Who answers in the place of a style that cannot."""
        if self._by_job:
            return self.tr("The built-in styles answer meanwhile.")
        return self._base()

    def _base(self) -> str:
        return self.tr("The base model answers meanwhile.")

    def _set(self, **values: object) -> None:
        self._preferences.set(replace(self._preferences.settings, **values))  # type: ignore[arg-type]

    def _find(self, style_id: str) -> PrefixInfo | None:
        known = (*self._offered, *self._styles)
        return next((style for style in known if style.id == style_id), None)

    def _judge(self) -> None:
        model = self._model
        # A scripted model has no layers: nothing is known against a style.
        base = Base.of_info(model) if model is not None and model.layers else None
        if model is not None and is_remote(model.id):  # it answers in its own
            elsewhere = PrefixError("prefix-missing", prefix="")
            self._errors = {style.id: elsewhere for style in self._styles}
            return
        self._errors = {
            style.id: self._library.fits(style, base) if base is not None else None
            for style in self._styles
        }

    def _fits(self, style: PrefixInfo) -> bool:
        return self._errors.get(style.id) is None
