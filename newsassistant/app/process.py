"""Runs this program as a child process and follows the JSON lines that it prints.

Knows nothing of what the child does: it passes on the lines, and says how the child ended.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Any

from newsassistant.core import messages
from newsassistant.core.outside import UnfitError, decode_object, is_whole
from newsassistant.core.plain import plain
from newsassistant.core.types import CancelToken

OnLine = Callable[[dict[str, Any]], None]
"""Called with each JSON object that the child prints; what is no object is left out."""

_TAIL_BYTES = 2000
LONGEST_PARAM = 1000


@dataclass(frozen=True, slots=True)
class Ended:
    """How a child ended: its exit code (negative: a signal), last object and last complaint."""

    code: int
    last: Mapping[str, Any]
    said: str

    def own_error(self) -> tuple[str, dict[str, object]] | None:
        """The code and parameters of the error that the child has named, if it has words."""
        name, params = self.last.get("error"), self.last.get("params")
        if not isinstance(name, str) or not isinstance(params, dict):
            return None
        params = {plain(key): _harmless(value) for key, value in params.items()}
        try:
            messages.render(name, "what", "en", params)
            messages.render(name, "do", "en", params)
        except KeyError:
            return None
        return name, params

    def why(self) -> str:
        """What can be said of an end without an error of its own."""
        if self.code < 0:
            return f"stopped by the system (signal {-self.code})"
        return self.said or f"exit code {self.code}"


@dataclass(frozen=True, slots=True)
class Limits:
    """What a child may use: bytes of address space, seconds of a processor and of the clock.

    The first two hold under Linux only, the last one everywhere.
    """

    memory: int = 6 << 30
    processor_s: int = 20
    wall_s: float = 90.0


def _harmless(value: object) -> object:
    """A parameter of an error as its words may quote it."""
    if value is None or isinstance(value, float) or is_whole(value):
        return value
    return plain(value, longest=LONGEST_PARAM)


def command() -> list[str]:
    """What starts this program again."""
    if getattr(sys, "frozen", False):
        return [sys.executable]
    return [sys.executable, "-m", "newsassistant"]


def run_child(
    arguments: Sequence[str],
    *,
    on_line: OnLine,
    cancel: CancelToken,
    kill_after_s: float,
    watches_us: bool = False,
    limits: Limits | None = None,
) -> Ended:
    """Run a program until it ends; blocks. Raises OSError if it does not start.

    Cancelling interrupts the child, and kills it `kill_after_s` later. With `watches_us` its stdin
    stays open for as long as this program lives: a child that reads it hears of our death, and
    under Windows, where nothing softer than a kill can be sent, of the wish to stop. `limits` are
    for a child that reads what may be an attack.
    """
    with tempfile.TemporaryFile() as complaints:
        code, last = _run(arguments, complaints, on_line, cancel, kill_after_s, watches_us, limits)
        return Ended(code, last, _last_line(complaints))


def _run(
    arguments: Sequence[str],
    complaints: IO[bytes],
    on_line: OnLine,
    cancel: CancelToken,
    kill_after_s: float,
    watches_us: bool,
    limits: Limits | None,
) -> tuple[int, dict[str, Any]]:
    """The exit code and the last object on the child's stdout."""
    child = subprocess.Popen(
        arguments,
        stdin=subprocess.PIPE if watches_us else subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=complaints,
        encoding="utf-8",
        errors="replace",
        # Ctrl-C in our terminal is for us; we tell the child.
        start_new_session=sys.platform != "win32",
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    killer = threading.Timer(kill_after_s, child.kill)
    ends = _set_limits(child, limits) if limits is not None else None

    def stop() -> None:
        if child.poll() is None:
            # Started by an earlier press, it raises: a second signal would cut the clean-up short.
            with contextlib.suppress(RuntimeError):
                killer.start()
                _interrupt(child)

    with child:
        cancel.set_hook(stop)
        try:
            assert child.stdout is not None
            last = _follow(child.stdout, on_line)
            return child.wait(), last
        finally:
            cancel.set_hook(None)
            if child.poll() is None:  # a callback has raised
                child.kill()
            if ends is not None:
                ends.cancel()
            killer.cancel()
            if killer.is_alive():
                killer.join()  # it has nothing left to wait for


def _set_limits(child: subprocess.Popen[str], limits: Limits) -> threading.Timer:
    """Start the clock of a child; processor and memory are bounded where the system can do that."""
    with contextlib.suppress(ImportError, OSError, AttributeError, ValueError):
        import resource

        resource.prlimit(child.pid, resource.RLIMIT_AS, (limits.memory, limits.memory))
        resource.prlimit(child.pid, resource.RLIMIT_CPU, (limits.processor_s, limits.processor_s))
    ends = threading.Timer(limits.wall_s, child.kill)
    ends.daemon = True
    ends.start()
    return ends


def _interrupt(child: subprocess.Popen[str]) -> None:
    if sys.platform != "win32":
        child.send_signal(signal.SIGINT)
    elif child.stdin is not None:
        child.stdin.close()
    else:
        child.terminate()


def _follow(lines: IO[str], on_line: OnLine) -> dict[str, Any]:
    last: dict[str, Any] = {}
    for line in lines:
        try:
            facts = decode_object(line, where="line")
        except UnfitError:
            continue  # a library has printed something
        last = facts
        on_line(facts)
    return last


def _last_line(complaints: IO[bytes]) -> str:
    complaints.seek(0, os.SEEK_END)
    complaints.seek(max(0, complaints.tell() - _TAIL_BYTES))
    lines = complaints.read().decode("utf-8", "replace").split("\n")
    return next((plain(line) for line in reversed(lines) if plain(line)), "")
