"""What the user may do with measurements: skip one, measure the model again, compare weights."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from newsassistant.app.listener import ChatState
from newsassistant.core.errors import EngineError
from newsassistant.core.types import ModelInfo, WeightSpeeds


class Service(Protocol):
    """What is needed of `app.chat.ChatService`."""

    state: ChatState
    model: ModelInfo | None

    def skip_measuring(self) -> None:
        """Load without waiting."""

    def compare_weights(self) -> None:
        """Answered by WeightSpeeds; raises EngineError during an answer."""


class Measuring(QObject):
    """`load` loads a model and measures it anew, with the settings saved."""

    possible_changed = Signal(bool)
    weights_changed = Signal()

    def __init__(self, service: Service, load: Callable[[str], object]) -> None:
        super().__init__()
        self._service = service
        self._load = load
        self.speeds: Mapping[str, float] = {}
        self.compares = False

    def is_possible(self) -> bool:
        """True while a model is loaded and nothing runs."""
        return self._service.state is ChatState.IDLE and self._service.model is not None

    def set_state(self, state: ChatState) -> None:
        """The chat's state has changed."""
        self.possible_changed.emit(self.is_possible())

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
