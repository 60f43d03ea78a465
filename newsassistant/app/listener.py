"""What a window is told of the conversation: the chat's states and the calls that report it."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from typing import Protocol

from newsassistant.core.errors import NewsAssistantError
from newsassistant.core.types import Article, Measured, ModelInfo, Progress, WeightSpeeds
from newsassistant.store.history import StoredConversation, StoredMessage


class ChatState(enum.Enum):
    """What the model is doing: COMPARING while it is lent, UNAVAILABLE if it was not loaded."""

    LOADING = "loading"
    IDLE = "idle"
    PREFILL = "prefill"
    ANSWERING = "answering"
    STOPPING = "stopping"
    COMPARING = "comparing"
    UNAVAILABLE = "unavailable"


class ChatListener(Protocol):
    """Told of every change, on the main thread."""

    def on_state(self, state: ChatState) -> None:
        """The state is another one."""

    def on_progress(self, progress: Progress) -> None:
        """Preparing, loading or reading has advanced."""

    def on_message(self, message: StoredMessage) -> None:
        """A message was added to the open conversation; an answer starts empty and running."""

    def on_delta(self, message_id: int, text: str) -> None:
        """The running answer of the open conversation has grown."""

    def on_answer(self, message: StoredMessage) -> None:
        """The answer has ended; its final text and status."""

    def on_saved(self, message: StoredMessage) -> None:
        """An answer that could not be saved at its end is in the history now."""

    def on_error(self, error: NewsAssistantError, message_id: int | None) -> None:
        """Something failed; None when no message is concerned."""

    def on_model(self, model: ModelInfo) -> None:
        """A model is loaded."""

    def on_measured(self, measured: Measured) -> None:
        """The article's tokens were counted."""

    def on_read(self, permille: int | None) -> None:
        """How much of the article is read ahead, 1000: all; None where nothing is."""

    def on_rested(self) -> None:
        """The model's memory is free until something is asked."""

    def on_model_measured(self, complete: bool) -> None:
        """The loaded model was measured while nobody asked; not `complete`: something was asked."""

    def on_weight_speeds(self, speeds: WeightSpeeds) -> None:
        """Kinds of weights were compared; no speeds when something else was wanted."""

    def on_conversation(
        self,
        conversation: StoredConversation | None,
        article: Article | None,
        messages: Sequence[StoredMessage],
    ) -> None:
        """Another conversation is open; None for a new, empty one."""

    def on_waiting(self) -> None:
        """Another request waits for its answer, or one waits no more, or in another place."""

    def on_conversations(self) -> None:
        """The list of conversations has changed."""
