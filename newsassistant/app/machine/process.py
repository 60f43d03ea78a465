"""Runs a program as a child process and follows the lines that it prints.

Of this program these are JSON lines, passed on as the events of `core.wire`; it says how the child
ended, too.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from io import TextIOWrapper
from typing import IO, TypeVar, cast

from newsassistant.core.edition import is_frozen
from newsassistant.core.errors import NewsAssistantError
from newsassistant.core.plain import plain
from newsassistant.core.types import CancelToken
from newsassistant.core.wire import Event, Failure, from_line

Error = TypeVar("Error", bound=NewsAssistantError)

OnEvent = Callable[[Event], None]
"""Called with each event that the child tells; what is none is left out."""

_TAIL_BYTES = 2000
_LOOK_S = 0.1  # between two looks at a child's memory


@dataclass(frozen=True, slots=True)
class Ended:
    """How a child ended: its exit code (negative: a signal), last event and last complaint."""

    code: int
    last: Event | None
    said: str

    def error(self, kind: type[Error], otherwise: str) -> Error:
        """The error that the child has named, else the one with the code `otherwise`."""
        if isinstance(self.last, Failure):
            return kind(self.last.code, **self.last.params)
        return kind(otherwise, detail=self.why())

    def why(self) -> str:
        """What can be said of an end without an error of its own."""
        if self.code < 0:
            return f"stopped by the system (signal {-self.code})"
        return self.said or f"exit code {self.code}"


@dataclass(frozen=True, slots=True)
class Limits:
    """What a child may use: bytes of address space, seconds of a processor and of the clock.

    That of the processor holds under Linux only; elsewhere the memory is what is resident.
    """

    memory: int = 6 << 30
    processor_s: int = 20
    wall_s: float = 90.0


def command() -> list[str]:
    """What starts this program again."""
    if is_frozen():
        return [sys.executable]
    return [sys.executable, "-m", "newsassistant"]


def run_child(
    arguments: Sequence[str],
    *,
    on_event: OnEvent,
    cancel: CancelToken,
    kill_after_s: float,
    watches_us: bool = False,
    limits: Limits | None = None,
) -> Ended:
    """Run this program until it ends, as `run_lines` does; blocks. Raises OSError."""
    last: Event | None = None

    def on_line(line: str) -> None:
        nonlocal last
        event = from_line(line)
        if event is not None:
            last = event
            on_event(event)

    ended = run_lines(
        arguments,
        on_line=on_line,
        cancel=cancel,
        kill_after_s=kill_after_s,
        watches_us=watches_us,
        limits=limits,
    )
    return replace(ended, last=last)


def run_lines(
    arguments: Sequence[str],
    *,
    on_line: Callable[[str], None],
    cancel: CancelToken,
    kill_after_s: float,
    environment: Mapping[str, str] | None = None,
    watches_us: bool = False,
    hears_errors: bool = False,
    limits: Limits | None = None,
    gives: bytes | None = None,
    longest: int = -1,
) -> Ended:
    """Run any program until it ends; blocks. Raises OSError if it does not start.

    `on_line` gets each line of its stdout, with `hears_errors` of its stderr too. Cancelling
    interrupts the child, and kills it `kill_after_s` later. With `watches_us` its stdin stays open
    for as long as this program lives: a child that reads it hears of our death, and under Windows,
    where nothing softer than a kill can be sent, of the wish to stop. `limits` are for a child that
    reads what may be an attack: `gives` is then its whole stdin, and a line of more than `longest`
    characters comes in pieces.
    """
    takes = watches_us or gives is not None
    with _nameless_file() as complaints:
        child = subprocess.Popen(
            arguments,
            stdin=subprocess.PIPE if takes else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT if hears_errors else complaints,
            env=environment,
            encoding="utf-8",
            errors="replace",
            # Ctrl-C in our terminal is for us; we tell the child.
            start_new_session=sys.platform != "win32",
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        code = _follow(child, on_line, cancel, kill_after_s, limits, gives, longest)
        return Ended(code, None, _last_line(complaints))


def _nameless_file() -> IO[bytes]:
    """For what a child complains of, which may quote a document: in memory where that is possible.

    Elsewhere on the disk, without a name or for as long as it is open only.
    """
    if sys.platform == "linux":
        return os.fdopen(os.memfd_create("complaints"), "w+b")
    return tempfile.TemporaryFile()


def _follow(
    child: subprocess.Popen[str],
    on_line: Callable[[str], None],
    cancel: CancelToken,
    kill_after_s: float,
    limits: Limits | None,
    gives: bytes | None,
    longest: int,
) -> int:
    """The exit code, after every line."""
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
            if gives is not None:
                _give(child, gives)
            while line := child.stdout.readline(longest):
                on_line(line)
            return child.wait()
        finally:
            cancel.set_hook(None)
            if child.poll() is None:  # a callback has raised
                child.kill()
            if ends is not None:
                ends.set()
            killer.cancel()
            if killer.is_alive():
                killer.join()  # it has nothing left to wait for


def _set_limits(child: subprocess.Popen[str], limits: Limits) -> threading.Event:
    """Bound a child until the event is set; processor and memory as the system can do that."""
    bounded = False
    with contextlib.suppress(ImportError, OSError, AttributeError, ValueError):
        import resource

        resource.prlimit(child.pid, resource.RLIMIT_AS, (limits.memory, limits.memory))
        resource.prlimit(child.pid, resource.RLIMIT_CPU, (limits.processor_s, limits.processor_s))
        bounded = True
    ended = threading.Event()
    memory = None if bounded else limits.memory
    watch = partial(_watch, child, ended, time.monotonic() + limits.wall_s, memory)
    threading.Thread(target=watch, name="child-watch", daemon=True).start()
    return ended


def _watch(
    child: subprocess.Popen[str], ended: threading.Event, until: float, memory: int | None
) -> None:
    """Kill a child that is late, or has more resident memory than `memory` bytes."""
    while (left := until - time.monotonic()) > 0:
        if ended.wait(left if memory is None else min(left, _LOOK_S)):
            return
        if memory is not None and _resident(child.pid) > memory:
            break
    child.kill()


def _resident(pid: int) -> int:
    import psutil

    try:
        return int(psutil.Process(pid).memory_info().rss)
    except psutil.Error:  # it has ended
        return 0


def _give(child: subprocess.Popen[str], content: bytes) -> None:
    """Write all of a child's stdin; one that ends or is killed meanwhile is no error here."""
    assert child.stdin is not None
    pipe = cast(TextIOWrapper, child.stdin).buffer
    with contextlib.suppress(OSError):
        pipe.write(content)
    with contextlib.suppress(OSError):
        child.stdin.close()


def _interrupt(child: subprocess.Popen[str]) -> None:
    if sys.platform != "win32":
        child.send_signal(signal.SIGINT)
    elif child.stdin is not None:
        child.stdin.close()
    else:
        child.terminate()


def _last_line(complaints: IO[bytes]) -> str:
    complaints.seek(0, os.SEEK_END)
    complaints.seek(max(0, complaints.tell() - _TAIL_BYTES))
    lines = complaints.read().decode("utf-8", "replace").split("\n")
    return next((plain(line) for line in reversed(lines) if plain(line)), "")
