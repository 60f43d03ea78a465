"""The one tree of errors that a user may meet; each says what happened and what to do.

Knows nothing of windows or terminals: it holds a code and parameters, `messages` has the words.

    NewsAssistantError
    +-- InputError        a file, option or text that cannot be used
    +-- ModelError        a model folder: missing, damaged, of another version, not loadable
    |   `-- CheckpointError   a checkpoint to convert: tensors, config, format
    +-- PrefixError       a prefix checkpoint: damaged, for another base, not installed
    +-- TrainError        training or its data: a bad row, no memory, a package that is missing
    +-- PromptError       the conversation does not fit the model's context
    +-- EngineError       inference failed or the engine has stopped
    +-- DownloadError     a hub or a page: unreachable, refusing, or sending what cannot be used
    +-- RemoteError       a newsroom server: unreachable, refusing, or not to be sent this
    +-- StoreError        the history: too new, damaged, disk full, read-only
    `-- SettingsError     the settings file cannot be read or written
"""

from __future__ import annotations

from newsassistant.core import wording


class NewsAssistantError(Exception):
    """An expected failure; `code` selects the words, `params` fill them (expected and actual)."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params

    def what(self, language: str = "en") -> str:
        """What happened, in "en" or "zh"; any thread."""
        return wording.render(self.code, "what", language, self.params)

    def advice(self, language: str = "en") -> str:
        """What to do about it, in "en" or "zh"; any thread."""
        return wording.render(self.code, "do", language, self.params)

    def text(self, language: str = "en") -> str:
        """Both sentences on one line; any thread."""
        gap = "" if language == "zh" else " "
        return f"{self.what(language)}{gap}{self.advice(language)}"

    def __str__(self) -> str:
        return self.text("en")


class CancelledError(Exception):
    """What a CancelToken was for is given up; no failure that anybody is told of."""


class InputError(NewsAssistantError):
    """A file, an option or a text that cannot be used."""


class ModelError(NewsAssistantError):
    """A model folder that is missing, damaged, of another version or not loadable."""


class CheckpointError(ModelError):
    """A checkpoint that cannot be converted."""


class PrefixError(NewsAssistantError):
    """A prefix checkpoint that cannot be read, does not fit the model or is not installed."""


class TrainError(NewsAssistantError):
    """Training cannot start or go on; what was saved stays."""


class PromptError(NewsAssistantError):
    """The conversation does not fit the model's context."""


class EngineError(NewsAssistantError):
    """Inference failed or the engine has stopped."""


class DownloadError(NewsAssistantError):
    """A model, of which what has arrived so far is kept, or a page cannot be fetched."""


class RemoteError(NewsAssistantError):
    """A newsroom server cannot be asked, refuses, or sends what cannot be used."""


class StoreError(NewsAssistantError):
    """The history cannot be opened or written."""


class SettingsError(NewsAssistantError):
    """The settings file cannot be read or written."""
