"""Fetches the files of a manifest into a folder: resumed, hashed, renamed into place when right.

Parts stay on the disk after every error, a crash or a pause, and the next call goes on from there.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from newsassistant.core.addresses import host_of
from newsassistant.core.errors import DownloadError
from newsassistant.core.only_one import only_one
from newsassistant.core.types import CancelToken, OnBytes
from newsassistant.download.failures import RetryableError
from newsassistant.download.transport import CHUNK_BYTES, Answer, Client

"""Called with bytes done and bytes in all, of all files, and the name of the file at work."""

SPARE_BYTES = 64 << 20
REPORT_BYTES = 1 << 20
PART, BAD = ".part", ".bad"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}")
_NO_SPACE = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """One file: `name` in the folder, `size` in bytes, and one of two hashes, in hex.

    `git_sha1` is git's id of the content, which hubs give for small files instead of a SHA-256.
    """

    name: str
    size: int
    url: str
    sha256: str = ""
    git_sha1: str = ""

    @property
    def digest(self) -> str:
        """The hash that the content must have."""
        return self.sha256 or self.git_sha1

    def check(self) -> RemoteFile:
        """Return self; raises DownloadError for a name that leaves the folder or is a program."""
        plain = _NAME.fullmatch(self.name) and not self.name.endswith((".", PART, BAD))
        if not plain or self.name.lower().endswith((".py", ".pyc", ".so", ".dll", ".exe")):
            raise self._refuse(f"the name {self.name[:80]!r}")
        length = 64 if self.sha256 else 40
        if not re.fullmatch(f"[0-9a-f]{{{length}}}", self.digest):
            raise self._refuse(f"{self.name} without a hash")
        if self.size < 0:
            raise self._refuse(f"{self.name} of {self.size} bytes")
        return self

    def _refuse(self, detail: str) -> DownloadError:
        return DownloadError("download-list", host=host_of(self.url), detail=detail)


def fetch_all(
    files: Sequence[RemoteFile],
    folder: Path,
    *,
    client: Client,
    on_progress: OnBytes,
    cancel: CancelToken,
    reserve_bytes: int = 0,
) -> None:
    """Bring all files into `folder`; those that are there already are hashed, not fetched.

    `reserve_bytes` must stay free besides, for what is done with the files next. Raises
    DownloadError; CancelledError after a pause. Blocks for as long as it takes.
    """
    for file in files:
        file.check()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _check_disk(files, folder, reserve_bytes)
        report = _Report(sum(file.size for file in files), on_progress)
        with only_one(folder, DownloadError("download-running", path=folder)):
            for file in files:
                _Fetch(file, folder, client, report, cancel).run()
                report.finish(file)
    except OSError as error:
        raise _disk_error(error, files, folder) from error


class _Report:
    """Adds up the bytes of all files and tells of every MiB."""

    def __init__(self, total: int, on_progress: OnBytes) -> None:
        self._total = total
        self._on_progress = on_progress
        self._finished = 0
        self._told = -REPORT_BYTES

    def at(self, name: str, done: int) -> None:
        """`done` bytes of the file at work; after a wrong hash it falls."""
        now = self._finished + done
        if abs(now - self._told) >= REPORT_BYTES:
            self._tell(name, now)

    def finish(self, file: RemoteFile) -> None:
        self._finished += file.size
        self._tell(file.name, self._finished)

    def _tell(self, name: str, now: int) -> None:
        self._told = now
        self._on_progress(now, self._total, name)


class _Fetch:
    """One file's way into the folder."""

    def __init__(
        self, file: RemoteFile, folder: Path, client: Client, report: _Report, cancel: CancelToken
    ) -> None:
        self._file = file
        self._client = client
        self._report = report
        self._cancel = cancel
        self._target = folder / file.name
        self._part = _part_of(file, folder)
        self._bad = folder / f"{file.name}{BAD}"
        self._ranges = True

    def run(self) -> None:
        """Raises DownloadError("download-hash") when the content was wrong twice."""
        if self._target.is_file() and self._hash_of(self._target) == self._file.digest:
            return
        actual = ""
        for _ in range(2):
            actual = self._fill()
            if actual == self._file.digest:
                os.replace(self._part, self._target)
                self._bad.unlink(missing_ok=True)
                return
            os.replace(self._part, self._bad)
        raise DownloadError(
            "download-hash",
            file=self._file.name,
            actual=actual[:12],
            expected=self._file.digest[:12],
        )

    def _hash_of(self, path: Path) -> str:
        digest = _hasher(self._file)
        with path.open("rb") as handle:
            self._read_into(digest, handle)
        return digest.hexdigest()

    def _read_into(self, digest: hashlib._Hash, handle: BinaryIO) -> int:
        """Hash what is on the disk; the number of bytes."""
        done = 0
        while data := handle.read(CHUNK_BYTES):
            self._cancel.check()
            digest.update(data)
            done += len(data)
            self._report.at(self._file.name, done)
        return done

    def _fill(self) -> str:
        """Complete the part, from what is there; the hash of all of it."""
        digest = _hasher(self._file)
        size = self._file.size
        if self._part.is_file() and self._part.stat().st_size > size:
            os.replace(self._part, self._bad)
        with self._part.open("ab+", buffering=0) as handle:
            handle.seek(0)
            part = _Part(handle, digest, self._read_into(digest, handle))
            if part.size < size:
                self._client.keep_trying(
                    lambda: self._request(part),
                    host_of(self._file.url),
                    self._cancel,
                    gained=lambda: part.size,
                )
            os.fsync(handle.fileno())
        return digest.hexdigest()

    def _request(self, part: _Part) -> None:
        """One connection's worth of bytes, appended; raises RetryableError if some still lack."""
        start = part.size if self._ranges else 0
        name = self._file.name
        try:
            with self._client.open(
                self._file.url, what=name, cancel=self._cancel, start=start
            ) as answer:
                self._append(part, answer)
        except RetryableError as error:
            # Without ranges the server sends all of it again and we pass over what we have: a
            # wrong answer, such as a hotel's log-in page, must not cost gigabytes.
            self._ranges = self._ranges and not error.restart
            raise

    def _append(self, part: _Part, answer: Answer) -> None:
        size = self._file.size
        if answer.total not in (None, size):
            raise RetryableError(f"{answer.total} bytes are offered, expected {size}")
        known = part.size - answer.start
        while part.size < size and (data := answer.read()):
            passed = min(known, len(data))
            known -= passed
            part.append(data[passed : passed + size - part.size])
            self._report.at(self._file.name, part.size)
        if part.size < size:
            raise RetryableError(f"{part.size} of {size} bytes arrived")


@dataclass(slots=True)
class _Part:
    """A file that grows, with the hash of all that is in it."""

    handle: BinaryIO
    digest: hashlib._Hash
    size: int

    def append(self, data: bytes) -> None:
        """Write all of it; raises OSError, after which the file holds a shorter beginning."""
        rest = memoryview(data)
        while rest:
            written = self.handle.write(rest)
            self.digest.update(rest[:written])
            self.size += written
            rest = rest[written:]


def _hasher(file: RemoteFile) -> hashlib._Hash:
    if file.sha256:
        return hashlib.sha256()
    # Git's id of a blob; it guards against damage, and the list itself came over TLS.
    return hashlib.sha1(b"blob %d\0" % file.size, usedforsecurity=False)


def _part_of(file: RemoteFile, folder: Path) -> Path:
    """Named after the content too: a part of another revision must not be gone on with."""
    return folder / f"{file.name}.{file.digest[:12]}{PART}"


def remaining_bytes(files: Sequence[RemoteFile], folder: Path) -> int:
    """Bytes that are not in `folder` yet, by the sizes of its files; any thread."""
    return sum(max(0, file.size - _present(file, folder)) for file in files)


def _present(file: RemoteFile, folder: Path) -> int:
    for path in (folder / file.name, _part_of(file, folder)):
        with contextlib.suppress(OSError):
            return path.stat().st_size
    return 0


def _check_disk(files: Sequence[RemoteFile], folder: Path, reserve_bytes: int) -> None:
    need = remaining_bytes(files, folder) + reserve_bytes + SPARE_BYTES
    if shutil.disk_usage(folder).free < need:
        raise _disk_full(folder, need)


def _disk_full(folder: Path, need: int) -> DownloadError:
    free = shutil.disk_usage(folder).free
    return DownloadError(
        "disk-full", path=folder, need_gb=f"{need / 1e9:.1f}", free_gb=f"{free / 1e9:.1f}"
    )


def _disk_error(error: OSError, files: Sequence[RemoteFile], folder: Path) -> DownloadError:
    if error.errno in _NO_SPACE:
        return _disk_full(folder, remaining_bytes(files, folder) + SPARE_BYTES)
    detail = error.strerror or str(error)
    return DownloadError("target-unwritable", path=folder, detail=detail)
