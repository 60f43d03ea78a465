"""The models: those on this computer, those that can be fetched, and the job that is going on."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from newsassistant.app.installed.advice import Advice
from newsassistant.app.installed.needs import Budget, need_of, need_of_catalogue
from newsassistant.app.machine.memory import Spare, fit
from newsassistant.core.errors import NewsAssistantError
from newsassistant.core.types import ModelInfo
from newsassistant.gui.cards.dialog import CardDialog
from newsassistant.gui.cards.row import CardRow, RowAction, RowFacts
from newsassistant.gui.look.labels import interface_language, size_words
from newsassistant.gui.look.plain_text import set_tip, set_title
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.models.source import SourceOptions
from newsassistant.gui.models.words import (
    languages_words,
    memory_words,
    model_facts,
    need_words,
    needs_words,
)
from newsassistant.gui.widgets.basics import make_button, make_label, make_line
from newsassistant.gui.widgets.reading_order import put_in_order
from newsassistant.model.languages import STARTER

if TYPE_CHECKING:
    from newsassistant.download.catalog import CatalogModel


NO_BUDGET = Budget()
LOW = 560  # px at 100 %: a dialog of less height has no room below its cards


class ModelsDialog(CardDialog):
    """Those that are installed, the catalogue below, and from where to fetch."""

    acted = Signal(str, str)  # "use", "verify", "remove", "folder", "download", "discard"; model id
    retry_requested = Signal()
    other_source_requested = Signal()
    SIZE = (640, 700)
    LEAST = (520, 480)

    def __init__(self, theme: Theme, *, mirror: str = "", parent: QWidget | None = None) -> None:
        super().__init__(theme, "models_dialog", parent)
        self._installed: Sequence[ModelInfo] = ()
        self._current = ""
        self._spare: Spare | None = None
        self._damaged: Mapping[str, NewsAssistantError] = {}
        self._shipped: Collection[str] = ()
        self._shared: Collection[str] = ()
        self._budget = NO_BUDGET
        self._catalogue: Sequence[CatalogModel] = ()
        self._fetched: Mapping[str, int] = {}
        self._advice: Advice | None = None
        self._disk: int | None = None
        self.options = SourceOptions(theme, mirror)
        self.retry_button = make_button("retry_button", "secondary")
        self.retry_button.clicked.connect(self.retry_requested)
        self.other_button = make_button("other_source_button", "secondary")
        self.other_button.clicked.connect(self.other_source_requested)
        for button in (self.retry_button, self.other_button):
            self._failure.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self.options.weights_changed.connect(self._fill)
        self._line = make_line()
        self._is_low: bool | None = None
        self._place_options()
        self._show_all()

    # --- what it is told ------------------------------------------------------------------------

    def set_models(
        self,
        installed: Sequence[ModelInfo],
        current: str,
        spare: Spare | None,
        *,
        damaged: Mapping[str, NewsAssistantError] = MappingProxyType({}),
        shipped: Collection[str] = (),
        shared: Collection[str] = (),
        budget: Budget = NO_BUDGET,
    ) -> None:
        """Those on this computer, the id of the loaded one ("" if none), and the memory.

        `damaged` says by id what is wrong with those that cannot be used; those in `shipped` came
        with the program and stay with it, those in `shared` belong to all users. `budget` is what
        the settings make of memory.
        """
        self._installed, self._current, self._spare = installed, current, spare
        self._damaged, self._shipped, self._shared = damaged, shipped, shared
        self._budget = budget
        self._fill()

    def set_catalogue(
        self,
        catalogue: Sequence[CatalogModel],
        fetched: Mapping[str, int],
        *,
        advice: Advice | None = None,
        disk: int | None = None,
    ) -> None:
        """Those that can be fetched, and how many bytes of each are on the disk already.

        `advice` is the one that suits this computer, `disk` what is free for them.
        """
        self._catalogue, self._fetched = catalogue, fetched
        self._advice, self._disk = advice, disk
        if advice is not None:
            self.options.set_best(advice.weights)
        self._fill()

    def set_error(
        self, error: NewsAssistantError | None, *, can_retry: bool = False, other: str = ""
    ) -> None:
        """Say what went wrong, and offer to try again if that may help; None takes it away.

        `other` is the name of another source that may have what the first has not.
        """
        super().set_error(error)
        self.retry_button.setVisible(error is not None and can_retry)
        self.other_button.setVisible(error is not None and bool(other))
        self.other_button.setText(self.tr("Try {0}").format(other))

    def row(self, model_id: str) -> CardRow | None:
        """A model's card."""
        return self._scroll.findChild(CardRow, f"row_{model_id}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_options()

    # --- inside ---------------------------------------------------------------------------------

    def _place_options(self) -> None:
        """Below the cards; where that leaves the cards no room, they are scrolled with these."""
        low = self.height() < self._theme.px(LOW)
        if low == self._is_low:
            return
        self._is_low = low
        for part in (self._line, self.options):
            if low:
                self._list.addWidget(part)
            else:
                self._column.insertWidget(self._column.count() - 1, part)
        put_in_order(self)

    def _cards(self) -> Iterator[QWidget]:
        if self._installed or self._damaged:
            yield make_label("muted", self.tr("On this computer"))
        for model in self._installed:
            yield CardRow(self._theme, self._installed_row(model), self.acted.emit)
        for model_id, error in self._damaged.items():
            yield CardRow(self._theme, self._damaged_row(model_id, error), self.acted.emit)
        known = {model.id for model in self._installed}
        best = self._advice.model.id if self._advice is not None else ""
        wanted = [model for model in self._catalogue if model.id not in known]
        wanted.sort(key=lambda model: model.id != best)
        if wanted:
            yield make_label("muted", self.tr("To download"))
        for entry in wanted:
            yield CardRow(self._theme, self._catalogue_row(entry), self.acted.emit)

    def _installed_row(self, model: ModelInfo) -> RowFacts:
        used = model.id == self._current
        free = self.job.view is None
        need = need_of(model, self._budget)
        verdict = fit(need.whole, self._spare, least=need.least)
        usable = verdict != "hopeless"
        use_tip = self.tr("Answer with this model from now on")
        if not usable:
            use_tip = self.tr("This computer has too little memory for it")
        actions = (
            RowAction("use", self.tr("Use"), use_tip, usable and not used, primary=True),
            RowAction("verify", self.tr("Verify"), self.tr("Check every file by its hash"), free),
            RowAction("folder", self.tr("Open folder"), self.tr("Show its files")),
            self._remove_action(model.id),
        )
        return RowFacts(
            model.id,
            model.name,
            model_facts(model),
            chip=self._chip(model, used=used),
            # The loaded one has its memory already: what is free says nothing about it.
            note=memory_words(need.whole, None if used else self._spare),
            note_tip=need_words(need),
            warns=not used and verdict != "fits",
            actions=actions if not used else actions[1:],
        )

    def _remove_action(self, model_id: str) -> RowAction:
        tip, can = self.tr("Delete it from this computer"), self.job.view is None
        if model_id in self._shipped:
            tip, can = self.tr("It came with the program and stays with it"), False
        elif model_id in self._shared:
            tip, can = self.tr("All users of this computer share it"), False
        elif model_id == self._current:
            tip, can = self.tr("It is in use; choose another model first"), False
        return RowAction("remove", self.tr("Remove…"), tip, can)

    def _chip(self, model: ModelInfo, *, used: bool) -> str:
        starter = self.tr("For trying out") if model.family == STARTER else ""
        return " · ".join(filter(None, (self.tr("In use") if used else "", starter)))

    def _damaged_row(self, model_id: str, error: NewsAssistantError) -> RowFacts:
        return RowFacts(
            model_id,
            model_id,
            self.tr("A newer News Assistant made this model; this one cannot use it.")
            if error.code == "model-too-new"
            else self.tr("This model is damaged and cannot be used."),
            note=error.text(interface_language()),
            warns=True,
            actions=(
                RowAction("folder", self.tr("Open folder"), self.tr("Show its files")),
                self._remove_action(model_id),
            ),
        )

    def _catalogue_row(self, model: CatalogModel) -> RowFacts:
        fetched = self._fetched.get(model.id, 0)
        free = self.job.view is None
        words = self.tr("Continue…") if fetched else self.tr("Download…")
        tip = self.tr("Shows the licence and the size first")
        actions = [RowAction("download", words, tip, free, primary=True)]
        if fetched:
            tip = self.tr("Delete what was fetched so far")
            actions.append(RowAction("discard", self.tr("Discard…"), tip, free))
        size = self.tr("About {0} to download").format(size_words(model.download_bytes))
        if fetched:
            size = self.tr("{0} of about {1} are here").format(
                size_words(fetched), size_words(model.download_bytes)
            )
        context = self.tr("{0} tokens of context").format(f"{model.context_length:,}")
        weights, budget = self.options.weights(), self._budget
        note, warns = needs_words(
            model, weights, self._spare, self._disk, fetched=fetched, budget=budget
        )
        best = self._advice is not None and model.id == self._advice.model.id
        return RowFacts(
            model.id,
            model.name,
            " · ".join((languages_words(model.family), size, context, model.licence)),
            chip=self.tr("Best for this computer") if best else "",
            note=note,
            note_tip=need_words(need_of_catalogue(model, weights, budget)),
            warns=warns,
            actions=tuple(actions),
        )

    def retranslate(self) -> None:
        set_title(self, self.tr("Models"))
        self.heading.setText(self.tr("Models"))
        self.note.setText(self._usual_words())
        self.retry_button.setText(self.tr("Try again"))
        self.import_button.setText(self.tr("Import a folder…"))
        set_tip(
            self.import_button,
            self.tr(
                "Convert a ChatGLM folder as its authors publish it, take an OpenVINO or ONNX "
                "export of another program, or copy a converted one"
            ),
        )
        self.close_button.setText(self.tr("Close"))
        self._scroll.setAccessibleName(self.tr("Models"))
        self._fill()

    def _usual_words(self) -> str:
        return self.tr(
            "Models run on this computer. Only a download connects to the internet, and it sends "
            "no article, question or answer."
        )
