"""What a server's refusal means: a status and the first of its body become one of our errors.

Knows nothing of connections. What a server says is quoted in one short line that can be seen.
"""

from __future__ import annotations

import email.utils
import http.client
import re
import socket
import ssl
import time
from collections.abc import Mapping
from typing import Any

from newsassistant.core.addresses import host_of
from newsassistant.core.errors import NewsAssistantError, RemoteError
from newsassistant.core.outside import UnfitError, clause_of, decode_json
from newsassistant.core.plain import plain

LONGEST = 200
_TOO_LONG = re.compile(
    r"context.{0,20}(length|size|window|full)|exceed_context|too (many tokens|long)",
    re.IGNORECASE,
)
_NO_MODEL = re.compile(r"model.{0,200}(not found|does not exist|not exist|missing)", re.IGNORECASE)


def said(body: bytes) -> str:
    """What a server says of an error, "" where it is nothing that can be quoted."""
    try:
        facts = decode_json(body, where="the error", any_size=True)
    except UnfitError:
        return ""
    return said_in(facts)


def said_in(facts: object) -> str:
    """The message in an error of OpenAI's form, of vLLM's, FastAPI's or Ollama's."""
    if isinstance(facts, list) and facts:
        facts = facts[0]
    if not isinstance(facts, Mapping):
        return plain(facts, longest=LONGEST) if isinstance(facts, str) else ""
    for name in ("error", "message", "detail"):
        value = facts.get(name)
        if isinstance(value, str) and value:
            code = facts.get("code")
            return plain(f"{value} ({code})" if isinstance(code, str) else value, longest=LONGEST)
        if isinstance(value, Mapping) and (found := said_in(value)):
            return found
    return ""


def of_status(
    status: int, headers: Mapping[str, Any], body: bytes, *, address: str, model: str = ""
) -> RemoteError:
    """The error of an answer that is none; `model` is the one that was asked, "" none."""
    host, detail = host_of(address), said(body)
    if 300 <= status < 400:
        target = host_of(str(headers.get("Location", ""))) or host
        return RemoteError("remote-redirect", host=host, target=target)
    if status in (401, 403, 407):
        return RemoteError("remote-key", host=host, status=status)
    if status == 404:
        if model and (detail or not _is_html(headers)):
            return RemoteError("remote-model-missing", host=host, model=model)
        return RemoteError("remote-no-api", host=host, detail="status 404")
    if status == 405:
        return RemoteError("remote-no-api", host=host, detail="status 405")
    if status == 413 or (status in (400, 422, 500) and _TOO_LONG.search(detail)):
        return RemoteError("remote-too-long", host=host)
    if status in (429, 503):
        seconds = asked_wait(headers)
        if seconds is not None:
            return RemoteError("remote-busy", host=host, seconds=max(1, round(seconds)))
        if status == 429:
            return RemoteError("remote-crowded", host=host)
    if model and status in (400, 422) and _NO_MODEL.search(detail):
        return RemoteError("remote-model-missing", host=host, model=model)
    if status >= 500:
        return RemoteError("remote-failed", host=host, status=status)
    return RemoteError("remote-refused", host=host, status=status, detail=detail or "no reason")


def of_event(facts: object, *, address: str) -> RemoteError:
    """An error that comes in the middle of an answer."""
    detail = said_in(facts)
    if _TOO_LONG.search(detail):
        return RemoteError("remote-too-long", host=host_of(address))
    return RemoteError("remote-broken", host=host_of(address), detail=detail or "an error")


def of_trouble(error: BaseException, *, address: str, seconds: float) -> NewsAssistantError:
    """What http.client, ssl and the system raise; `seconds` is how long nothing came."""
    host = host_of(address)
    if isinstance(error, NewsAssistantError):
        return error
    if isinstance(error, ssl.SSLCertVerificationError):
        return RemoteError("remote-untrusted", host=host, detail=plain(error.verify_message))
    if isinstance(error, TimeoutError):
        return RemoteError("remote-slow", host=host, seconds=round(seconds))
    if isinstance(error, http.client.IncompleteRead):
        return RemoteError("remote-cut", host=host)
    if isinstance(error, http.client.HTTPException):
        return RemoteError("remote-no-api", host=host, detail=clause_of(error))
    if isinstance(error, ssl.SSLError):
        return RemoteError(
            "remote-unreachable",
            host=host,
            detail=plain(getattr(error, "reason", "") or clause_of(error)),
        )
    if isinstance(error, socket.gaierror):
        return RemoteError("remote-unreachable", host=host, detail="its name is not known here")
    return RemoteError("remote-unreachable", host=host, detail=clause_of(error))


def asked_wait(headers: Mapping[str, Any]) -> float | None:
    """Seconds of a Retry-After header, which holds a number or a date; None without one."""
    text = str(headers.get("Retry-After", "")).strip()
    if text.isascii() and text.isdigit() and len(text) < 7:
        return float(text)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(text).timestamp() - time.time())
    except (ValueError, TypeError, OverflowError, OSError, IndexError):
        return None


def _is_html(headers: Mapping[str, Any]) -> bool:
    return "html" in str(headers.get("Content-Type", "")).lower()
