"""The log file, and reports of crashes that stay on this machine until the user passes them on.

Knows nothing of windows and never of articles: the message of an exception may quote the text that
broke it, so only what Python itself words is kept, and the home directory is "~". A disk that
refuses ends nothing: then there are no logs.
"""

from __future__ import annotations

import contextlib
import errno
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
from io import BufferedWriter, FileIO, TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

import newsassistant
from newsassistant.core.errors import NewsAssistantError
from newsassistant.core.files import read_bytes, write_whole
from newsassistant.core.outside import UnfitError
from newsassistant.core.paths import Paths
from newsassistant.core.plain import plain

LOG_BYTES = 1_000_000
LOG_FILES = 3
MAX_MESSAGE_CHARS = 1000
REPORTS_KEPT = 20
REPORTS_PER_RUN = 10
MAX_FAULT_BYTES = 1 << 20
LEFT_OUT = "(message left out, it may quote an article)"

_LOGGER = logging.getLogger("newsassistant")
_FAULTS = "faults.log"
_SEEN = ".seen.json"

# What Python itself words, with names of the program and never with the data that it worked on.
_NAME = r"[A-Za-z_][\w.]{0,60}"
_FUNCTION = r"[A-Za-z_<][\w.<>]{0,100}\(\)"
_WORDED_BY_PYTHON = re.compile(
    "|".join(
        (
            rf"'{_NAME}' object has no attribute '{_NAME}'",
            rf"(module|type object) '{_NAME}' has no attribute '{_NAME}'",
            rf"No module named '{_NAME}'",
            rf"cannot import name '{_NAME}'",
            rf"name '{_NAME}' is not defined",
            rf"cannot access (local|free) variable '{_NAME}'",
            r"[a-z ]{1,30} index out of range",
            r"pop from (an )?empty (list|deque|set)",
            rf"{_FUNCTION} missing \d+ required [a-z-]+ arguments?",
            rf"{_FUNCTION} got an unexpected keyword argument '{_NAME}'",
            rf"{_FUNCTION} takes [\w ]{{1,60}} but \d+ (was|were) given",
            rf"unsupported operand type\(s\) for [^\w\s]{{1,3}}=?: '{_NAME}' and '{_NAME}'",
            rf"'{_NAME}' object (is not [a-z]+|does not support [a-z ]+)",
            rf"object of type '{_NAME}' has no len\(\)",
            rf"unhashable type: '{_NAME}'",
            rf"Object of type {_NAME} is not JSON serializable",
            r"(not enough|too many) values to unpack \(expected \d+(, got \d+)?\)",
            r"maximum recursion depth exceeded",
            r"(float |integer )?(division|modulo|divmod\(\))( or modulo)? by zero",
            r"float modulo",
            r"(dictionary|Set) changed size during iteration",
            r"can't start new thread",
            rf"Internal C\+\+ object \({_NAME}\) already deleted",
        )
    ),
    re.ASCII,
)


class LogSession:
    """What `set_up` has installed; `close` takes it away again, for tests and for a clean exit."""

    def __init__(self, paths: Paths, handler: logging.Handler, *, keeps: bool) -> None:
        self.keeps = keeps  # whether there is a place to write to
        self._paths = paths
        self._handler = handler
        self._written: set[str] = set()
        self._faults = _open_faults(paths)
        self._had_faulthandler = faulthandler.is_enabled()
        self._raised = logging.raiseExceptions
        self._previous = (sys.excepthook, threading.excepthook)
        self._hooks = (self._on_exception, self._on_thread_exception)

    def start(self) -> None:
        """Install the handler, the fault file and both hooks; main thread."""
        _LOGGER.addHandler(self._handler)
        logging.raiseExceptions = False  # a full disk would print a traceback for each record
        if self._faults is not None:
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
        if self._faults is not None:
            self._faults.close()
        logging.raiseExceptions = self._raised
        _LOGGER.removeHandler(self._handler)
        with contextlib.suppress(OSError, ValueError):  # what a full disk has refused
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
        if self._previous[0] is sys.__excepthook__ and kind is not KeyboardInterrupt:
            tell(error)
        else:
            self._previous[0](kind, error, trace)

    def _on_thread_exception(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None and not issubclass(args.exc_type, SystemExit):
            self.report(args.exc_value, thread=args.thread.name if args.thread else "unknown")
        if self._previous[1] is threading.__excepthook__ and args.exc_value is not None:
            if not issubclass(args.exc_type, SystemExit):
                tell(args.exc_value)
        else:
            self._previous[1](args)


def set_up(paths: Paths, *, level: int = logging.INFO) -> LogSession:
    """Log the program's own records to a rotating file and report crashes; main thread, once.

    A fault that killed the last run becomes a pending report. Where nothing can be written, the
    program runs without: `keeps` of the session tells. Raises nothing.
    """
    _collect_faults(paths)
    file = paths.logs / "newsassistant.log"
    keeps = _is_writable(file)
    handler: logging.Handler = _PrivateFile(file) if keeps else logging.NullHandler()
    handler.setFormatter(_PrivateFormatter())
    _LOGGER.setLevel(level)
    session = LogSession(paths, handler, keeps=keeps)
    session.start()
    return session


class _PrivateFile(RotatingFileHandler):
    """The log files, which their user alone may read."""

    def __init__(self, file: Path) -> None:
        super().__init__(
            file,
            maxBytes=LOG_BYTES,
            backupCount=LOG_FILES,
            encoding="utf-8",
            errors="backslashreplace",
            delay=True,
        )

    def _open(self) -> TextIOWrapper:
        handle = _open_private(Path(self.baseFilename))
        return TextIOWrapper(BufferedWriter(handle), self.encoding, self.errors)


def _open_private(file: Path) -> FileIO:
    """A file to append to, which its user alone may read; raises OSError, also for a pipe."""
    if file.exists() and not file.is_file():
        raise OSError(errno.EINVAL, "no regular file")
    return FileIO(file, "ab", opener=lambda path, flags: os.open(path, flags, 0o600))


def _is_writable(file: Path) -> bool:
    """True if records can be added to `file`, which is made if need be."""
    with contextlib.suppress(OSError):
        _open_private(file).close()
        return True
    return False


def _open_faults(paths: Paths) -> FileIO | None:
    with contextlib.suppress(OSError):
        return _open_private(paths.crash_reports / _FAULTS)
    return None


class _PrivateFormatter(logging.Formatter):
    """One record without the user's name, and without messages that may quote an article."""

    def __init__(self) -> None:
        super().__init__("%(asctime)sZ %(levelname)s %(name)s [%(threadName)s] %(message)s")
        self.converter = time.gmtime

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's name
        return plain(private(super().formatMessage(record)), longest=MAX_MESSAGE_CHARS)

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


def tell(error: BaseException) -> None:
    """Print what may be told of an error: where stderr goes, a desktop may keep it. Any thread."""
    with contextlib.suppress(OSError, ValueError, AttributeError):  # closed, or none at all
        sys.stderr.write(describe(error) + "\n")


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
    sqlite_name = getattr(error, "sqlite_errorname", None)
    if isinstance(sqlite_name, str):
        return f"{name}: {plain(sqlite_name)}"
    said = error.args[0] if len(error.args) == 1 else ""
    if isinstance(error, ModuleNotFoundError | ImportError):
        said = error.msg
    known = _WORDED_BY_PYTHON.match(said) if type(said) is str else None
    built_in = type(error).__module__ == "builtins"
    return f"{name}: {known.group() if built_in and known else LEFT_OUT}"


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
        text = json.dumps(report, indent=2, ensure_ascii=False)
        write_whole(path, text.encode("utf-8", "replace"))
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
    # None there, or another running copy has it open.
    with contextlib.suppress(OSError, UnfitError):
        text = read_bytes(file, MAX_FAULT_BYTES).decode("utf-8", "replace").strip()
        if text and write_crash_report(paths, private(text), kind="fault"):
            os.truncate(file, 0)
