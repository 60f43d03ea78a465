"""The surroundings of one command: the user's folders, and the terminal or pipe it talks through.

UTF-8 text, one-line notes, a progress line, questions. Main thread only.
"""

from __future__ import annotations

import io
import os
import shutil
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO

from newsassistant.cli.shared.tables import width
from newsassistant.cli.shared.words import gigabytes, say
from newsassistant.core.errors import InputError, NewsAssistantError
from newsassistant.core.paths import Paths
from newsassistant.core.settings import Settings
from newsassistant.core.types import Language, ModelInfo

if TYPE_CHECKING:
    from newsassistant.app.installed.needs import Need
    from newsassistant.app.machine.memory import Spare

YES = ("y", "yes", "j", "是", "好")


def use_utf8() -> None:
    """Make the three streams UTF-8 under any locale; what cannot be written is escaped."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")


def silence_stdout() -> None:
    """Send what is still buffered nowhere: the reader of our pipe has gone."""
    try:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, sys.stdout.fileno())
        os.close(null)
    except (OSError, ValueError):  # no real stream, as in tests
        return


class Console:
    """Answers go to stdout, everything about them to stderr."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._progress = ""
        self._line_open = False

    def write(self, text: str) -> None:
        """Part of an answer, shown at once; raises BrokenPipeError, InputError."""
        if not text or sys.stdout is None:
            return
        self.clear_progress()
        try:
            sys.stdout.write(text)
            sys.stdout.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            path, detail = say("stdout", self.language), error.strerror
            raise InputError("output-unwritable", path=path, detail=detail) from error
        self._line_open = not text.endswith("\n")

    def end_line(self) -> None:
        """A line break, unless the answer has ended with one."""
        if self._line_open:
            self.write("\n")

    def note(self, text: str) -> None:
        """One line on stderr."""
        self.clear_progress()
        _print_error(" ".join(text.splitlines()) + "\n")

    def say(self, key: str, **params: object) -> None:
        """One line on stderr, in the user's language."""
        self.note(say(key, self.language, **params))

    def error(self, error: NewsAssistantError) -> None:
        """What happened and what to do, on one line of stderr."""
        self.note(f"newsassistant: {error.text(self.language)}")

    def agrees(self, question: str, **params: object) -> bool:
        """The user's answer; raises InputError where there is no terminal to ask on."""
        if sys.stdin is None or not sys.stdin.isatty():
            raise InputError("confirm-needed")
        self.say(question, **params)
        if sys.stdin.readline().strip().lower() in YES:
            return True
        self.say("nothing-done")
        return False

    def tell_memory(self, model: ModelInfo, needed: Need, spare: Spare | None) -> None:
        """A note if the model may not fit into the memory that is free now."""
        from newsassistant.app.machine.memory import fit

        verdict = fit(needed.whole, spare, least=needed.least)
        if spare is not None and verdict != "fits":
            need, free = gigabytes(needed.whole), gigabytes(spare.free)
            self.say(verdict, model=model.id, need=need, free=free, total=gigabytes(spare.total))

    def progress(self, key: str, **params: object) -> None:
        """Replace the progress line; nothing where stderr is no terminal."""
        if not _is_terminal(sys.stderr):
            return
        text = _cut(say(key, self.language, **params), shutil.get_terminal_size().columns - 1)
        self.clear_progress()
        _print_error(text)
        self._progress = text

    def clear_progress(self) -> None:
        """Erase the progress line; blanks work on every terminal."""
        if self._progress:
            _print_error("\r" + " " * width(self._progress) + "\r")
            self._progress = ""


@dataclass(frozen=True, slots=True)
class Context:
    """What every command is given."""

    paths: Paths
    console: Console

    def settings(self) -> Settings:
        """The user's settings; a note on stderr says if the file is not usable."""
        settings, complaint = Settings.load(self.paths.settings_file)
        if complaint is not None:
            self.console.error(complaint)
        return settings


def _print_error(text: str) -> None:
    if sys.stderr is None:
        return
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except OSError:  # nobody reads it; the answer matters more
        return


def _is_terminal(stream: TextIO | None) -> bool:
    return stream is not None and stream.isatty()


def _cut(text: str, columns: int) -> str:
    while text and width(text) > columns:
        text = text[:-1]
    return text
