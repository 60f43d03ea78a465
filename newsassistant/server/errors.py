"""What is answered when something is wrong: OpenAI's shape, and our own errors in it.

Messages are in English and may quote what the client has sent; nothing of them is ever logged.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from newsassistant.core.errors import (
    EngineError,
    InputError,
    ModelError,
    NewsAssistantError,
    PrefixError,
    PromptError,
)

INVALID, SERVER = "invalid_request_error", "server_error"
RETRY_S = 5


class ApiError(Exception):
    """A request ends with `status`; `retry_s` says after how many seconds another try makes sense.

    `more` stands beside the message, under our own name.
    """

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        *,
        kind: str = INVALID,
        param: str | None = None,
        retry_s: int = 0,
        more: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.message = message
        self.kind = kind
        self.param = param
        self.retry_s = retry_s
        self.more = more

    def body(self) -> dict[str, Any]:
        """What is sent."""
        error: dict[str, Any] = {
            "message": self.message,
            "type": self.kind,
            "param": self.param,
            "code": self.code,
        }
        if self.more is not None:
            error["newsassistant"] = self.more
        return {"error": error}

    def headers(self) -> dict[str, str]:
        """Beside the usual ones."""
        found = {"Retry-After": str(self.retry_s)} if self.retry_s else {}
        if self.status == 401:
            found["WWW-Authenticate"] = "Bearer"
        return found


def invalid(param: str | None, message: str, code: str = "invalid_value") -> ApiError:
    """A request that cannot be carried out as it is."""
    return ApiError(400, code, message, param=param)


def no_such_model() -> ApiError:
    """Which ones there are, GET /v1/models says."""
    message = "This server has no such model. GET /v1/models lists those that it has."
    return ApiError(404, "model_not_found", message, param="model")


def not_now(code: str, message: str) -> ApiError:
    """The server cannot answer at present."""
    return ApiError(503, code, message, kind=SERVER, retry_s=RETRY_S)


def told(error: NewsAssistantError) -> ApiError:
    """One of our own errors as the client hears of it."""
    more: dict[str, object] = {
        "code": error.code,
        "params": {
            name: value if isinstance(value, int | float) else str(value)
            for name, value in error.params.items()
            if name not in ("path", "detail")  # of this machine
        },
    }
    if isinstance(error, PromptError):
        code, known = "context_length_exceeded", error.params
        more |= {name: known[name] for name in ("tokens", "room") if name in known}
        return ApiError(400, code, error.what(), param="messages", more=more)
    if isinstance(error, InputError):
        code = error.code.replace("-", "_")
        return ApiError(400, code, error.what(), param="article", more=more)
    if isinstance(error, PrefixError):
        message = "This style cannot be used at present. Ask who runs the server."
        return ApiError(500, "style_unusable", message, kind=SERVER, param="model", more=more)
    if error.code == "out-of-memory":
        message = "The server has too little memory for this at present."
        return ApiError(503, "out_of_memory", message, kind=SERVER, retry_s=RETRY_S, more=more)
    if isinstance(error, EngineError | ModelError):
        message = "The model could not answer. Try again."
        return ApiError(503, "engine_failed", message, kind=SERVER, retry_s=RETRY_S, more=more)
    return ApiError(500, "internal_error", "Something unexpected happened.", kind=SERVER)
