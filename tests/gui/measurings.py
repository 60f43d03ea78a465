"""A chat service that measures nothing and writes down what it was asked."""

from __future__ import annotations

from newsassistant.app.listener import ChatState
from newsassistant.core.errors import EngineError
from newsassistant.core.types import ModelInfo


class FakeService:
    """Implements `gui.measuring.Service`."""

    def __init__(self) -> None:
        self.state = ChatState.IDLE
        self.model: ModelInfo | None = ModelInfo("chatglm3", "ChatGLM3-6B", "int8", 8192)
        self.calls: list[str] = []

    def skip_measuring(self) -> None:
        """Written down."""
        self.calls.append("skip")

    def measure_at_rest(self) -> None:
        """Written down."""
        self.calls.append("rest")

    def compare_weights(self) -> None:
        """Written down; refused while something runs."""
        if self.state is not ChatState.IDLE:
            raise EngineError("model-busy")
        self.calls.append("compare")
