"""The user's jobs as they are in their file now; other windows write the same file.

Main thread only. Nothing is ever lost: a file that cannot be used is kept aside.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from newsassistant.core.errors import StoreError
from newsassistant.core.files import read_bytes, write_whole
from newsassistant.core.outside import MissingError, UnfitError
from newsassistant.core.plain import plain
from newsassistant.store.job_file import MAX_BYTES, content_of, found_in
from newsassistant.text.prompts.library import Library
from newsassistant.text.prompts.presets import SHIPPED, Preset

MOST_ASIDE = 9

Stamp = tuple[int, int, int]


class JobBook:
    """`library` is what there is to choose; nothing is read before the first `refresh`."""

    def __init__(self, path: Path) -> None:
        """`path` need not exist: then the jobs are those that came with the program."""
        self.library = Library()
        self._path = path
        self._stamp: Stamp | None = None
        self._refusal: StoreError | None = None

    def get(self, job_id: str) -> Preset | None:
        """The job with that id."""
        return self.library.get(job_id)

    def refresh(self) -> StoreError | None:
        """Read the file if it has changed; what was wrong with it, if anything. Never raises.

        What is no job of ours stays as it is in the file, or in a copy of it beside it.
        """
        stamp = self._stamp_now()
        if stamp == self._stamp:
            return None
        self._stamp = stamp
        self._refusal, complaint = None, None
        try:
            content = read_bytes(self._path, MAX_BYTES)
        except MissingError:
            self.library = Library()
            return None
        except UnfitError as error:  # it may be readable another time
            self._refusal = self._error("jobs-unreadable", plain(error))
            return self._refusal
        try:
            found = found_in(content, self._path.name)
        except StoreError as error:
            if error.code == "jobs-too-new":
                self._refusal = error
                return error
            self.library = Library()
            return self._kept(content, "jobs-damaged", str(error.params["detail"]))
        if bad := found.bad():
            complaint = self._kept(content, "jobs-partly", "; ".join(bad))
        new = tuple(job for name, job in SHIPPED.items() if name not in found.known)
        here = {job.id for job in found.jobs()}
        jobs = (*found.jobs(), *(job for job in new if job.id not in here))
        self.library = Library(jobs) if jobs else Library()
        return complaint

    def change(self, operation: Callable[[Library], Library]) -> None:
        """Apply `operation` to what the file holds now and write the result.

        Raises StoreError: "jobs-unwritable", or why the file must stay as it is; the library is
        then as it was.
        """
        complaint = self.refresh()
        if self._refusal is not None:
            raise self._refusal
        changed = operation(self.library)
        if changed != self.library or complaint is not None:
            self._write(changed)

    def _write(self, library: Library) -> None:
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_whole(self._path, content_of(library.jobs))
        except OSError as error:
            raise self._error("jobs-unwritable", error.strerror or str(error)) from error
        self.library, self._stamp = library, self._stamp_now()

    def _stamp_now(self) -> Stamp | None:
        """What tells one state of the file from another; None without a file."""
        try:
            facts = os.stat(self._path)
        except OSError:
            return None
        return facts.st_mtime_ns, facts.st_size, facts.st_ino

    def _kept(self, content: bytes, code: str, detail: str) -> StoreError:
        """The error that says where the file's content is kept; without a copy it must stay."""
        copy = self._keep(content)
        if copy:
            return self._error(code, detail, copy)
        self._refusal = self._error("jobs-unreadable", detail)
        return self._refusal

    def _keep(self, content: bytes) -> str:
        """Put what the file held beside it; the name of that copy, "" where there is no room."""
        names = [f"{self._path.name}.bad{f'-{n}' if n else ''}" for n in range(MOST_ASIDE)]
        taken = [name for name in names if self._path.with_name(name).exists()]
        for name in taken:
            if self._holds(name, content):
                return name
        copy = next((name for name in names if name not in taken), names[-1])
        try:
            write_whole(self._path.with_name(copy), content)
        except OSError:
            return ""
        return copy

    def _holds(self, name: str, content: bytes) -> bool:
        try:
            return read_bytes(self._path.with_name(name), MAX_BYTES) == content
        except UnfitError:
            return False

    def _error(self, code: str, detail: str, kept: str = "") -> StoreError:
        clause = detail.removeprefix(f"{self._path.name}: ").removeprefix(f"{self._path.name} ")
        if kept:
            return StoreError(code, path=self._path, detail=clause, copy=kept)
        return StoreError(code, path=self._path, detail=clause)
