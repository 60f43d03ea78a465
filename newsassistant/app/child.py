"""Runs `newsassistant convert` as a child process, so that a window survives what it may cost.

Knows nothing of checkpoints: it reads JSON lines, and passes on progress, results and errors.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, Any

from newsassistant.core import messages
from newsassistant.core.errors import ModelError
from newsassistant.core.types import CancelToken

OnSteps = Callable[[int, int, float], None]
"""Called with steps done, steps in all, and about how many seconds are left."""

KILL_AFTER_S = 15.0
_TAIL_BYTES = 2000


class InstallCancelledError(Exception):
    """The user stopped it; nothing was installed."""


def command() -> list[str]:
    """What starts this program again."""
    if getattr(sys, "frozen", False):
        return [sys.executable]
    return [sys.executable, "-m", "newsassistant"]


def convert_in_child(
    source: Path,
    target: Path,
    *,
    weights: str,
    on_progress: OnSteps,
    cancel: CancelToken,
    program: Sequence[str] = (),
) -> bool:
    """Convert `source` into `target`; True if the result has a tokenizer, so that it can chat.

    Cancelling asks the child to clean up and kills it after 15 s, which may leave a hidden folder
    beside `target`. Raises ModelError, InstallCancelledError. Blocks for minutes.
    """
    paths = [str(source.absolute()), str(target.absolute())]
    arguments = [*(program or command()), "convert", *paths, "--weights", weights, "--json"]
    with tempfile.TemporaryFile() as complaints:
        try:
            code, last = _run(arguments, complaints, on_progress, cancel)
        except OSError as error:
            raise ModelError("convert-failed", detail=error.strerror or error) from error
        if "has_tokenizer" in last and code == 0:
            return bool(last["has_tokenizer"])
        if cancel.cancelled:
            raise InstallCancelledError
        raise _error(code, last, complaints)


def _run(
    arguments: Sequence[str], complaints: IO[bytes], on_progress: OnSteps, cancel: CancelToken
) -> tuple[int, dict[str, Any]]:
    """The exit code and the last object on the child's stdout."""
    windows = sys.platform == "win32"
    child = subprocess.Popen(
        arguments,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=complaints,
        encoding="utf-8",
        errors="replace",
        # Ctrl-C in our terminal is for us; we tell the child.
        start_new_session=not windows,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    killer = threading.Timer(KILL_AFTER_S, child.kill)

    def stop() -> None:
        if child.poll() is None:
            child.send_signal(signal.SIGTERM if windows else signal.SIGINT)
            with contextlib.suppress(RuntimeError):  # started by an earlier press
                killer.start()

    with child:
        cancel.set_hook(stop)
        try:
            assert child.stdout is not None
            last = _follow(child.stdout, on_progress)
            return child.wait(), last
        finally:
            cancel.set_hook(None)
            if child.poll() is None:  # a callback has raised
                child.kill()
            killer.cancel()


def _follow(lines: IO[str], on_progress: OnSteps) -> dict[str, Any]:
    last: dict[str, Any] = {}
    for line in lines:
        try:
            facts = json.loads(line)
        except ValueError:
            continue  # a library has printed something
        if not isinstance(facts, dict):
            continue
        last = facts
        if "done" in facts:
            on_progress(int(facts["done"]), int(facts["total"]), float(facts["left_s"]))
    return last


def _error(code: int, last: dict[str, Any], complaints: IO[bytes]) -> ModelError:
    """The child's own error, or what can be said of its end."""
    name, params = last.get("error"), last.get("params")
    if name in messages.ERRORS and isinstance(params, dict):
        return ModelError(str(name), **params)
    if code < 0:
        return ModelError("convert-failed", detail=f"stopped by the system (signal {-code})")
    complaints.seek(0, os.SEEK_END)
    complaints.seek(max(0, complaints.tell() - _TAIL_BYTES))
    lines = complaints.read().decode("utf-8", "replace").split("\n")
    said = next((line.strip() for line in reversed(lines) if line.strip()), f"exit code {code}")
    return ModelError("convert-failed", detail=said)
