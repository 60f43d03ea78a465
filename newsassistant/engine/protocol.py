"""What the application needs of an engine, real or scripted.

Knows nothing of OpenVINO. All calls belong to the engine thread, but `fit`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from newsassistant.core.types import (
    Article,
    CancelToken,
    Event,
    GenerationParams,
    ModelInfo,
    OnProgress,
    Prompt,
    Reads,
)

if TYPE_CHECKING:
    from newsassistant.text.prompts.prompt import Fit


class Engine(Protocol):
    """One loaded base model, one conversation state."""

    def calibrate(
        self,
        folder: Path,
        on_progress: OnProgress,
        cancel: CancelToken,
        *,
        again: bool = False,
        beside: bool = False,
    ) -> None:
        """Measure how the model in `folder` runs best here; nothing if that is known, or exact.

        Once cancelled it returns soon and keeps what it has measured; the next call goes on there.
        `beside` leaves the loaded model as it is, and returns sooner. Raises ModelError.
        """

    def decode_speed(self, folder: Path, cancel: CancelToken) -> float:
        """Tokens/s that a small model writes as this machine runs it best; 0 when cancelled."""

    def load(self, folder: Path, on_progress: OnProgress) -> ModelInfo:
        """Compile the model in `folder` as it was measured best, and warm it up; ModelError."""

    def use_prefix(self, path: Path | None) -> None:
        """Switch to the prefix that `path` holds; None is the base model. Needs a loaded model.

        Raises PrefixError, EngineError; the former style then stays in force.
        """

    def stream(
        self,
        request_id: str,
        prompt: Prompt,
        params: GenerationParams,
        cancel: CancelToken,
        on_prefill: OnProgress,
    ) -> Iterator[Event]:
        """Answer `prompt`: `Delta`s and one `Done`.

        Raises PromptError when the prompt does not fit, EngineError when the device fails.
        """

    def read(self, prompt: Prompt, cancel: CancelToken, on_prefill: OnProgress) -> None:
        """Read ahead what the answer to `prompt` begins with; nothing where that is known.

        A last message without text stands for one that is not known yet. Once cancelled it returns
        soon, and what was read stays. Raises PromptError, EngineError.
        """

    def fit(self, article: Article, reads: Reads = None) -> Fit:
        """What is read of the article against the context; any thread once loaded."""

    @property
    def is_resting(self) -> bool:
        """True where the next request compiles the model first."""

    def forget(self) -> None:
        """Forget all that was read and answered; the model stays loaded."""

    def rest(self) -> None:
        """Free weights and caches until the next request; `fit` goes on."""

    def close(self) -> None:
        """Free the model."""
