"""The window's border for errors that nobody expected, and the report of the last crash."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from newsassistant.core.errors import NewsAssistantError
from newsassistant.core.files import read_json
from newsassistant.core.logs import LogSession, mark_seen, pending_crash_reports, tell
from newsassistant.core.outside import Fields, UnfitError, clause_of
from newsassistant.core.paths import Paths
from newsassistant.core.plain import plain

MAX_BYTES = 1 << 20
MAX_LINES = 2000
_FIELDS = ("version", "time", "kind", "platform", "python", "thread")


class CrashBorder:
    """Shows what escapes from a slot and keeps the window alive."""

    def __init__(
        self,
        session: LogSession,
        *,
        show: Callable[[NewsAssistantError], None],
        interrupt: Callable[[], None],
    ) -> None:
        self._session = session
        self._show = show
        self._interrupt = interrupt
        self._previous = sys.excepthook
        self._hook = self.handle
        self._showing = False

    def install(self) -> None:
        """Take the place of `sys.excepthook`, which Python calls for errors in slots."""
        self._previous, sys.excepthook = sys.excepthook, self._hook

    def remove(self) -> None:
        """Undo `install`."""
        if sys.excepthook is self._hook:
            sys.excepthook = self._previous

    def handle(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """Ctrl-C in the terminal ends the program; anything else is shown and, if new, reported."""
        if issubclass(kind, KeyboardInterrupt):
            self._interrupt()
            return
        if isinstance(error, NewsAssistantError):
            self._show_once(error)
            return
        report = self._session.report(error)
        if report is not None:
            mark_seen(report)  # it is shown now, not at the next start
        tell(error)
        self._show_once(NewsAssistantError("unexpected", detail=clause_of(error)))

    def _show_once(self, error: NewsAssistantError) -> None:
        """What fails while it shows an error must not show another one."""
        if self._showing:
            return
        self._showing = True
        try:
            self._show(error)
        except Exception as second:  # the border itself: nothing is left that could show it
            self._session.report(second)
        finally:
            self._showing = False


def pending_report(paths: Paths) -> tuple[Path, str] | None:
    """The newest report that the user has not seen, in words; older ones are marked as seen."""
    reports = pending_crash_reports(paths)
    for older in reports[1:]:
        mark_seen(older)
    return (reports[0], readable(reports[0])) if reports else None


def readable(report: Path) -> str:
    """A report's fields and its traceback; what is wrong with the file where it is not ours."""
    try:
        fields = Fields(read_json(report, MAX_BYTES), where="the report")
        head = "\n".join(f"{name}: {plain(fields.text(name))}" for name in _FIELDS)
        trace = fields.text("traceback", longest=MAX_BYTES)
    except UnfitError as error:
        return str(error)
    return f"{head}\n\n" + "\n".join(map(_visible, trace.split("\n")[:MAX_LINES]))


def _visible(line: str) -> str:
    """A line of a traceback, its indentation kept."""
    return " " * min(8, len(line) - len(line.lstrip(" "))) + plain(line)
