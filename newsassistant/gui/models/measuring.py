"""When a model is measured: while the window rests, and when the user says so."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Mapping
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from newsassistant.app.listener import ChatState
from newsassistant.core.errors import EngineError
from newsassistant.core.types import ModelInfo, WeightSpeeds


class Service(Protocol):
    """What is needed of `app.chat.ChatService`."""

    state: ChatState
    model: ModelInfo | None

    def skip_measuring(self) -> None:
        """Load without waiting."""

    def measure_at_rest(self) -> None:
        """Answered by `take_measured`."""

    def compare_weights(self) -> None:
        """Answered by WeightSpeeds; raises EngineError during an answer."""


REST_MS = 10_000
MEASURING_BYTES = 1_500_000_000
"""What the computer must have to spare: two compilations of a small model, or of two layers."""
SOON_S = 5.0
"""What loading once more may take; what takes longer runs better from the next start."""


class Measuring(QObject):
    """`load` loads a model and measures it anew, with the settings saved, `reload` as it is known.

    A model that is new to this computer runs as OpenVINO chooses until nobody has wanted anything
    for `REST_MS`: nobody waits for its measurement. `is_busy`: the model does something unasked.
    """

    possible_changed = Signal(bool)
    weights_changed = Signal()

    def __init__(
        self,
        service: Service,
        load: Callable[[str], object],
        reload: Callable[[str], object],
        *,
        is_busy: Callable[[], bool] = lambda: False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__()
        self._service = service
        self._load = load
        self._reload = reload
        self._is_busy = is_busy
        self._clock = clock
        self._began = clock()
        self._took = 0.0
        self._measured: set[str] = set()  # models that need no rest any more
        self.rest = QTimer(self)
        self.rest.setSingleShot(True)
        self.rest.setInterval(REST_MS)
        self.rest.timeout.connect(self._measure_at_rest)
        self.speeds: Mapping[str, float] = {}
        self.compares = False

    def is_possible(self) -> bool:
        """True while a model is loaded and nothing runs."""
        return self._service.state is ChatState.IDLE and self._service.model is not None

    def set_state(self, state: ChatState) -> None:
        """The chat's state has changed."""
        if state is ChatState.LOADING:
            self._began = self._clock()
        if state is ChatState.IDLE:
            self.rest.start()
        else:
            self.rest.stop()
        self.possible_changed.emit(self.is_possible())

    def take_model(self, model: ModelInfo) -> None:
        """A model is loaded."""
        self._took = self._clock() - self._began
        execution = model.execution
        is_known = execution is None or execution.measured or execution.mode == "exact"
        if is_known or model.device != "CPU":
            self._measured.add(model.id)

    def take_measured(self, complete: bool) -> None:
        """The loaded model was measured; or something came between, and it waits for a rest."""
        model = self._service.model
        if not complete:
            self.rest.start()
        elif model is not None and model.id not in self._measured:
            self._measured.add(model.id)
            if self.is_possible() and self._took <= SOON_S:
                self._reload(model.id)

    def _measure_at_rest(self) -> None:
        model = self._service.model
        if model is None or model.id in self._measured or not self.is_possible():
            return
        if self._is_busy() or self.compares:
            self.rest.start()
        else:
            self._service.measure_at_rest()

    def again(self) -> None:
        """Load the present model once more, and find out anew how it runs best."""
        model = self._service.model
        if model is not None and self.is_possible():
            self._load(model.id)

    def skip(self) -> None:
        """Load the model now; the rest is measured the next time."""
        self._service.skip_measuring()

    def compare_weights(self) -> None:
        """Find out how fast kinds of weights are here, unless that is known or something runs."""
        if self.speeds or self.compares or not self.is_possible():
            return
        with contextlib.suppress(EngineError):
            self._service.compare_weights()
            self.compares = True
            self.weights_changed.emit()

    def take_speeds(self, speeds: WeightSpeeds) -> None:
        """What was found out; nothing when something else was wanted meanwhile."""
        self.compares = False
        self.speeds = dict(speeds.speeds) or self.speeds
        self.weights_changed.emit()
