"""The model's part of the chat: loading it, measuring with it, lending it out.

Knows nothing of conversations. Main thread only.
"""

from __future__ import annotations

import itertools
import logging
from collections.abc import Callable
from typing import Protocol

from newsassistant.app.answers import RunningAnswer
from newsassistant.app.listener import ChatListener, ChatState
from newsassistant.app.read_ahead import ReadingAhead
from newsassistant.app.worker import (
    Command,
    Forget,
    Load,
    Measure,
    MeasureModel,
    MeasureWeights,
    Rest,
)
from newsassistant.core import places
from newsassistant.core.errors import EngineError
from newsassistant.core.types import (
    Article,
    Event,
    Failed,
    Measured,
    ModelInfo,
    ModelMeasured,
    ModelReady,
    Progress,
    Reads,
    Rested,
    WeightSpeeds,
)

log = logging.getLogger(__name__)


class Worker(Protocol):
    """What the service needs of `app.worker.EngineWorker`."""

    def submit(self, command: Command) -> None:
        """Queue a command."""

    def skip_measuring(self) -> None:
        """Load without waiting for the rest of a measurement."""

    def close(self) -> None:
        """Cancel and end."""


class ModelUse:
    """One model, which does one thing at a time; its state is told to the listener."""

    def __init__(self, worker: Worker, may_read_ahead: Callable[[], bool]) -> None:
        self.state = ChatState.LOADING
        self.model: ModelInfo | None = None
        self.place = places.HERE
        """Where the model answers that was asked for last; HERE is this computer."""
        self._wanted_id = ""
        self.is_shared = False  # with a run over many stories, before which answers go
        self._worker = worker
        self._listener: ChatListener
        self._running: RunningAnswer | None = None
        self._numbers = itertools.count(1)
        self._load_id = self._measure_id = self._weights_id = self._rest_id = ""
        self.ahead = ReadingAhead(
            worker,
            # What is read ahead at another place would be sent before anybody asks.
            may_read=lambda: self.place == places.HERE and may_read_ahead(),
            tell=lambda permille: self._listener.on_read(permille),
        )

    def listen(self, listener: ChatListener) -> None:
        """Name whom to tell of every change, before anything is asked or handled."""
        self._listener = listener

    def load(self, model_id: str, *, measure_again: bool = False) -> None:
        """Load a model in the background; raises EngineError("model-busy") during an answer.

        `measure_again`: find out anew how this machine runs it best; without it a model that is new
        here is loaded at once, and `measure_at_rest` finds that out. Raises
        EngineError("model-with-folder") while a run has it too.
        """
        self._check_unshared()
        if self._running is not None or self.state is ChatState.COMPARING:
            raise EngineError("model-busy")
        self._wanted_id, self.place = model_id, places.place_of(model_id)
        self._load_id = self._new_id("load")
        self._set_state(ChatState.LOADING)
        self._worker.submit(Load(self._load_id, model_id, measure_again, measures=False))

    def skip_measuring(self) -> None:
        """Load the model without waiting for the rest of the measurement."""
        self._worker.skip_measuring()

    def measure_at_rest(self) -> None:
        """Find out how this machine runs the loaded model best, for `on_model_measured`.

        Nothing while it has something else to do; whatever is asked goes first.
        """
        if self._is_free_here() and self.model is not None:
            self._rest_id = self._new_id("rest")
            self._worker.submit(MeasureModel(self._rest_id, self.model.id))

    def rest(self) -> None:
        """Free the model's memory, for `on_rested`; nothing while it has something to do."""
        if self._is_free_here() and not self.ahead.is_reading:
            self._rest_id = self._new_id("rest")
            self._worker.submit(Rest(self._rest_id))

    def forget_read(self) -> None:
        """Let the model forget all that it has read and answered; what is asked next it reads anew.

        What is being answered is forgotten with it, once it has ended.
        """
        self.ahead.forget()
        self._measure_id = ""
        self._worker.submit(Forget(self._new_id("forget")))

    def compare_weights(self) -> None:
        """Measure kinds of weights on this machine, for `on_weight_speeds`; not during an answer.

        Raises EngineError: "model-busy", "model-with-folder".
        """
        self._check_unshared()
        self._check_here()
        self._weights_id = self._new_id("weights")
        self._worker.submit(MeasureWeights(self._weights_id))

    def lend(self) -> None:
        """Ask nothing of the model until `take_back`; raises EngineError("model-busy").

        That too for a model at another place, of which this knows what is sent.
        """
        self._check_here()
        self._set_state(ChatState.COMPARING)

    def take_back(self) -> None:
        """The model that was lent is free again."""
        if self.state is ChatState.COMPARING:
            self._be_idle()

    def share(self) -> None:
        """Let a run over many stories have the model too, until `share_no_more`.

        Answers go first, and nothing is read ahead. Raises EngineError: "model-busy" where no model
        is loaded, "model-with-folder".
        """
        self._check_unshared()
        unloaded = self.model is None or self.state in (ChatState.LOADING, ChatState.UNAVAILABLE)
        if unloaded or not self._is_here():
            raise EngineError("model-busy")
        self.is_shared = True
        self.ahead.set_free(False)

    def share_no_more(self) -> None:
        """The run has ended."""
        self.is_shared = False
        if self.state is ChatState.IDLE:
            self._be_idle()

    def measure(self, article: Article, reads: Reads = None) -> None:
        """Count the tokens of what is read of an article.

        Only the last call is answered, by `on_measured`.
        """
        self._measure_id = self._new_id("measure")
        self._worker.submit(Measure(self._measure_id, article, reads))

    def _take_of_model(self, event: Event) -> bool:
        """Take an event that is not of an answer; False for one that may be."""
        if isinstance(event, ModelReady):
            self._on_ready(event)
        elif isinstance(event, Measured):
            if event.request_id == self._measure_id:
                self._listener.on_measured(event)
        elif isinstance(event, Rested):
            self._listener.on_rested()
        elif isinstance(event, ModelMeasured):
            if event.request_id == self._rest_id:
                self._listener.on_model_measured(event.complete)
        elif isinstance(event, WeightSpeeds):
            if event.request_id == self._weights_id:
                self._listener.on_weight_speeds(event)
        elif event.request_id == self._load_id:
            self._on_loading(event)
        elif event.request_id == self._rest_id:  # failed: it runs as before
            log.info("the model was not measured: %s", type(event).__name__)
        elif event.request_id == self._weights_id:  # failed: nothing is known, as before
            self._listener.on_weight_speeds(WeightSpeeds(event.request_id, ()))
        else:
            return self.ahead.handle(event)
        return True

    def _on_ready(self, event: ModelReady) -> None:
        if event.request_id == self._load_id:
            self.model = event.model
            self._listener.on_model(event.model)
            self._be_idle()

    def _on_loading(self, event: Event) -> None:
        if isinstance(event, Progress):
            self._listener.on_progress(event)
        elif isinstance(event, Failed):
            self._set_state(ChatState.UNAVAILABLE)
            self._listener.on_error(event.error, None)

    def _be_idle(self) -> None:
        """The model has nothing to do."""
        self._set_state(ChatState.IDLE)

    def _check_unshared(self) -> None:
        if self.is_shared:
            raise EngineError("model-with-folder")

    def _check_idle(self) -> None:
        if self.state is not ChatState.IDLE:
            raise EngineError("model-busy")

    def _is_here(self) -> bool:
        return self.place == places.HERE

    def _is_free_here(self) -> bool:
        return self._is_here() and self.state is ChatState.IDLE and not self.is_shared

    def _check_here(self) -> None:
        self._check_idle()
        if not self._is_here():
            raise EngineError("model-busy")

    def model_label(self) -> str:
        """What an answer of the loaded model is stored with; it tells the place."""
        model = self.model
        if model is not None and places.place_of(model.id) == self.place:
            return places.label(model.name, model.weights)
        if self._is_here():
            return ""
        return places.label(places.split_id(self._wanted_id)[1], places.told_place(self.place))

    def _new_id(self, kind: str) -> str:
        return f"{kind}-{next(self._numbers)}"

    def _set_state(self, state: ChatState) -> None:
        if state is not self.state:
            self.state = state
            if state is not ChatState.IDLE:
                self.ahead.set_free(False)
            self._listener.on_state(state)
