"""The log file, and reports of crashes that stay on this machine until the user passes them on.

Knows nothing of windows and never of articles: messages of unknown exceptions may quote the text
that broke them, so only those that Python itself words are kept, and the home directory is "~".
"""

from __future__ import annotations

import contextlib
import faulthandler
import json
import logging
import os
import platform
import re
import sys
import threading
import time
import traceback
from collections.abc import Iterator
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

import newsassistant
from newsassistant.core.errors import NewsAssistantError
from newsassistant.core.paths import Paths

LOG_BYTES = 1_000_000
LOG_FILES = 3
MAX_MESSAGE_CHARS = 1000
REPORTS_KEPT = 20
REPORTS_PER_RUN = 10

_LOGGER = logging.getLogger("newsassistant")
_FAULTS = "faults.log"
_SEEN = ".seen.json"

# Their messages hold names and types of the program, not the data it worked on.
_WORDED_BY_PYTHON = {
    AttributeError,
    ImportError,
    IndexError,
    MemoryError,
    ModuleNotFoundError,
    NameError,
    NotImplementedError,
    RecursionError,
    RuntimeError,
    TypeError,
    UnboundLocalError,
    ZeroDivisionError,
}


class LogSession:
    """What `set_up` has installed; `close` takes it away again, for tests and for a clean exit."""

    def __init__(self, paths: Paths, handler: logging.Handler) -> None:
        self._paths = paths
        self._handler = handler
        self._written: set[str] = set()
        self._faults = (paths.crash_reports / _FAULTS).open("ab")
        self._had_faulthandler = faulthandler.is_enabled()
        self._previous = (sys.excepthook, threading.excepthook)
        self._hooks = (self._on_exception, self._on_thread_exception)

    def start(self) -> None:
        """Install the handler, the fault file and both hooks; main thread."""
        _LOGGER.addHandler(self._handler)
        faulthandler.enable(self._faults, all_threads=True)
        sys.excepthook, threading.excepthook = self._hooks

    def close(self) -> None:
        """Undo `start`; hooks that someone has put over ours stay. Main thread."""
        if sys.excepthook == self._hooks[0]:
            sys.excepthook = self._previous[0]
        if threading.excepthook == self._hooks[1]:
            threading.excepthook = self._previous[1]
        faulthandler.disable()
        if self._had_faulthandler and sys.__stderr__ is not None:
            faulthandler.enable(sys.__stderr__)
        self._faults.close()
        _LOGGER.removeHandler(self._handler)
        self._handler.close()

    def report(self, error: BaseException, *, thread: str = "") -> Path | None:
        """Log `error` and write its crash report; None if there is one of it already. Any thread.

        The same error again and again, as from a timer, makes one report, and a run at most 10.
        """
        text = describe(error)
        _LOGGER.critical("Unexpected error in thread %s", thread or "main", exc_info=error)
        if text in self._written or len(self._written) >= REPORTS_PER_RUN:
            return None
        self._written.add(text)
        return write_crash_report(self._paths, text, thread=thread)

    def _on_exception(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if not issubclass(kind, KeyboardInterrupt):
            self.report(error)
        self._previous[0](kind, error, trace)

    def _on_thread_exception(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None and not issubclass(args.exc_type, SystemExit):
            self.report(args.exc_value, thread=args.thread.name if args.thread else "unknown")
        self._previous[1](args)


def set_up(paths: Paths, *, level: int = logging.INFO) -> LogSession:
    """Log the program's own records to a rotating file and report crashes; main thread, once.

    A fault that killed the last run becomes a pending report. `paths` must exist (`ensure`).
    Raises OSError if the log folder cannot be written.
    """
    _collect_faults(paths)
    handler = RotatingFileHandler(
        paths.logs / "newsassistant.log",
        maxBytes=LOG_BYTES,
        backupCount=LOG_FILES,
        encoding="utf-8",
        errors="backslashreplace",
        delay=True,
    )
    handler.setFormatter(_PrivateFormatter())
    _LOGGER.setLevel(level)
    session = LogSession(paths, handler)
    session.start()
    return session


class _PrivateFormatter(logging.Formatter):
    """One record without the user's name, and without messages that may quote an article."""

    def __init__(self) -> None:
        super().__init__("%(asctime)sZ %(levelname)s %(name)s [%(threadName)s] %(message)s")
        self.converter = time.gmtime

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's name
        line = private(super().formatMessage(record))
        return line if len(line) <= MAX_MESSAGE_CHARS else line[:MAX_MESSAGE_CHARS] + "…"

    def formatException(self, ei: object) -> str:  # noqa: N802 - logging's name
        error = ei[1] if isinstance(ei, tuple) else None
        return describe(error) if isinstance(error, BaseException) else ""


# --- what is told of an error --------------------------------------------------------------------


def describe(error: BaseException) -> str:
    """The traceback of `error` and of its causes, first cause first, free of private text."""
    parts = []
    for link in _chain(error):
        stack = "".join(traceback.format_list(traceback.extract_tb(link.__traceback__)))
        parts.append(f"Traceback (most recent call last):\n{stack}{_headline(link)}")
    return private("\n\nwhich led to\n\n".join(reversed(parts)))


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        context = None if error.__suppress_context__ else error.__context__
        error = error.__cause__ or context


def _headline(error: BaseException) -> str:
    name = type(error).__qualname__
    if isinstance(error, NewsAssistantError):
        return f"{name}: {error.code}"
    if isinstance(error, OSError):
        return f"{name}: {error.strerror or 'no reason given'}"  # without the file's name
    if type(error) in _WORDED_BY_PYTHON:
        return f"{name}: {error}"
    sqlite_name = getattr(error, "sqlite_errorname", None)
    return f"{name}: {sqlite_name or '(message left out, it may quote an article)'}"


def private(text: str) -> str:
    """`text` with the user's home directory written as "~", however its separators are written."""
    try:
        home = Path.home()
    except RuntimeError:  # no home, nothing to hide
        return text
    if home == home.parent:
        return text
    forms = {str(home), str(home.resolve()), home.as_posix(), str(home).replace("\\", "\\\\")}
    longest_first = "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True))
    flags = re.IGNORECASE if os.name == "nt" else 0
    return re.sub(rf"(?:{longest_first})(?![\w.-])", "~", text, flags=flags)


# --- crash reports -------------------------------------------------------------------------------


def write_crash_report(
    paths: Paths, text: str, *, thread: str = "", kind: str = "exception"
) -> Path | None:
    """Write one report as JSON and drop the oldest beyond 20; None if that fails. Any thread.

    `text` is a traceback from `describe`; `kind` is "exception" or "fault" (the process died).
    """
    report = {
        "version": newsassistant.__version__,
        "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "kind": kind,
        "platform": platform.platform(),
        "python": platform.python_version(),
        "thread": thread or "main",
        "traceback": text,
    }
    path = paths.crash_reports / f"crash-{time.time_ns():020d}-{os.getpid()}.json"
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.write_text(json.dumps(report, indent=2, ensure_ascii=False), "utf-8", "replace")
        for old in sorted(path.parent.glob("crash-*.json"))[:-REPORTS_KEPT]:
            old.unlink(missing_ok=True)
    except OSError:  # a crash on a full disk must not hide the crash
        return None
    return path


def pending_crash_reports(paths: Paths) -> list[Path]:
    """Reports that the user has not been shown yet, newest first; any thread."""
    found = paths.crash_reports.glob("crash-*.json")
    return sorted((path for path in found if not path.name.endswith(_SEEN)), reverse=True)


def mark_seen(report: Path) -> None:
    """Keep a report but do not show it again; one that is gone is no error. Any thread."""
    with contextlib.suppress(OSError):
        report.rename(report.with_name(report.name.removesuffix(".json") + _SEEN))


def _collect_faults(paths: Paths) -> None:
    file = paths.crash_reports / _FAULTS
    with contextlib.suppress(OSError):  # none there, or another running copy has it open
        text = file.read_bytes().decode("utf-8", "replace").strip()
        if text and write_crash_report(paths, private(text), kind="fault"):
            os.truncate(file, 0)
