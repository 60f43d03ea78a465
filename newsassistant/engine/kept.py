"""Compiled graphs kept from one start to the next, so that a model need not be compiled again.

A graph without its weights, which stay in the model's own file. Knows nothing of OpenVINO: what is
kept are bytes under a key. A file that was changed or cannot be read, or in a folder that somebody
else may write, is as good as none. Engine thread.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import stat
from collections.abc import Callable
from pathlib import Path

from newsassistant import __version__
from newsassistant.core.files import read_bytes, write_whole
from newsassistant.core.outside import MissingError, UnfitError
from newsassistant.model.folder import MODEL_BIN, sha256_of

log = logging.getLogger(__name__)

MOST = 8
"""Files; a model has one, or two where a second compilation reads long prompts."""
MAX_BYTES = 32 << 20
"""Of one: more holds weights too, which would lie on the disk twice."""
SUFFIX = ".graph"
# Raised when what is done to a graph before it is compiled changes.
_MARK = b"newsassistant graph 1\n"


class KeptGraphs:
    """Those in `folder`, which only the user may write; `machine` says what they were made for."""

    def __init__(self, folder: Path, machine: Callable[[], str]) -> None:
        self._folder = folder
        self._machine = machine

    def key(self, model_xml: Path, way: str) -> str | None:
        """The name for a model compiled in a `way`; None where its files cannot be looked at.

        It changes with the model's files, the machine, OpenVINO and the program. Blocks on the disk
        for some milliseconds.
        """
        weights = model_xml.with_name(MODEL_BIN)
        try:
            facts = weights.stat()
            graph = sha256_of(model_xml)
        except OSError:
            return None
        place = os.path.realpath(weights)
        parts = (self._machine(), __version__, place, facts.st_size, facts.st_mtime_ns, graph, way)
        return hashlib.sha256(repr(parts).encode()).hexdigest()

    def get(self, key: str) -> bytes | None:
        """What was put under `key`, if it is whole; blocks on the disk."""
        path = self._path(key)
        try:
            if not _is_own(self._folder):
                return None
            content = read_bytes(path, MAX_BYTES)
        except (MissingError, OSError):
            return None
        except UnfitError as error:
            log.warning("a kept graph cannot be read: %s", error)
            return None
        start = len(_MARK) + hashlib.sha256().digest_size
        graph = content[start:]
        if content[:start] != _head(graph):
            log.warning("a kept graph is damaged, and is made anew")
            return None
        with contextlib.suppress(OSError):
            os.utime(path)  # the one used last goes last
        return graph

    def put(self, key: str, graph: bytes) -> None:
        """Keep `graph` and no more than `MOST`; that it cannot be kept is told to the log only."""
        if len(graph) > MAX_BYTES - len(_head(b"")):
            log.info("a graph of %d bytes is not kept", len(graph))
            return
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not _is_own(self._folder):
                log.warning("graphs are not kept: others may write the folder")
                return
            write_whole(self._path(key), _head(graph) + graph)
            known = sorted(self._folder.glob(f"*{SUFFIX}"), key=lambda path: path.stat().st_mtime)
            for path in known[:-MOST]:
                path.unlink(missing_ok=True)
        except OSError as error:
            log.warning("a graph was not kept: %s", error.strerror)

    def drop(self, key: str) -> None:
        """Forget what was put under `key`."""
        with contextlib.suppress(OSError):
            self._path(key).unlink(missing_ok=True)

    def _path(self, key: str) -> Path:
        return self._folder / f"{key}{SUFFIX}"


def _head(graph: bytes) -> bytes:
    return _MARK + hashlib.sha256(graph).digest()


def _is_own(folder: Path) -> bool:
    """False where the system knows owners and modes, and somebody else may write there."""
    facts = folder.lstat()
    if not stat.S_ISDIR(facts.st_mode):
        return False
    if not hasattr(os, "getuid"):
        return True
    return facts.st_uid == os.getuid() and not facts.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
