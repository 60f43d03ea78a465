"""The bell of the first window of a home: a second start rings it and may hand it a file.

Who has the lock is the first and answers; when it ends, another window takes its place. A ring is
one line of JSON of up to 64 kB, and all that it can bring about is the signal: whoever can reach
the bell is the same user.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
import stat
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from newsassistant.core.only_one import Lock
from newsassistant.core.outside import Fields, UnfitError, decode_object

if TYPE_CHECKING:  # imported when it is used, after the window is there: it takes 20 ms
    from PySide6.QtNetwork import QLocalServer, QLocalSocket

LONGEST = 64 << 10  # bytes of a ring
LONGEST_PATH = 4096
MOST_RINGING = 8
LISTEN_MS = 100
PATIENCE_MS = 2000  # for a ring to be told
TRY_AGAIN_MS = 2000  # a window that is not the first asks whether it is now
LONGEST_SOCKET = 72  # bytes; systems have room for 104 or 108, and Qt makes a folder beside it
ANSWER = b"here\n"
_TOKEN = r"[A-Za-z0-9_.:/@+\-]{1,200}"

_log = logging.getLogger(__name__)


class Doorbell(QObject):
    """`close` lets another window be the first."""

    rung = Signal(object, str)  # Path | None: a file to open; the desktop's token, "" without

    def __init__(self, state: Path, lock: Lock | None = None) -> None:
        """`lock` is what `take_bell` gave, None if another window is the first."""
        super().__init__()
        self._state = state
        self._lock = lock
        self._server: QLocalServer | None = None
        self._accepts: Callable[[], bool] = lambda: True
        self._again = QTimer(self)
        self._again.setInterval(TRY_AGAIN_MS)
        self._again.timeout.connect(self.listen)
        self._ringing: list[_Caller] = []

    def listen_soon(self, accepts: Callable[[], bool]) -> None:
        """Answer once the window is there, as long as `accepts` says so."""
        self._accepts = accepts
        QTimer.singleShot(LISTEN_MS, self, self.listen)

    def listen(self) -> None:
        """Answer from now on, or as soon as this window is the first."""
        self._lock = self._lock or take_bell(self._state)
        if self._lock is None:
            self._again.start()
            return
        self._again.stop()
        from PySide6.QtNetwork import QLocalServer

        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._answer)
        with contextlib.suppress(OSError):
            name = socket_name(self._state)
            QLocalServer.removeServer(name)  # of one that was killed: the lock is ours
            if self._server.listen(name):
                return
        _log.warning("a second start cannot reach this window")

    def is_first(self) -> bool:
        """True if a second start rings here."""
        return self._server is not None and self._server.isListening()

    def close(self) -> None:
        """Answer no more."""
        self._again.stop()
        if self._server is not None:
            self._server.close()
        for caller in tuple(self._ringing):
            caller.hang_up()
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def _answer(self) -> None:
        while self._server is not None and self._server.hasPendingConnections():
            socket = self._server.nextPendingConnection()
            caller = _Caller(socket, self)
            self._ringing.append(caller)
            caller.ended.connect(self._ended)
            caller.rung.connect(self.rung)
            if len(self._ringing) > MOST_RINGING:
                self._ringing[0].hang_up()
            if self._accepts():
                caller.read()
            else:  # whoever rings had better wait until the lock is free
                caller.hang_up()

    def _ended(self, caller: _Caller) -> None:
        if caller in self._ringing:
            self._ringing.remove(caller)
            caller.deleteLater()


class _Caller(QObject):
    """One connection, from its first byte to the answer."""

    rung = Signal(object, str)
    ended = Signal(object)

    def __init__(self, socket: QLocalSocket, parent: QObject) -> None:
        super().__init__(parent)
        self._socket = socket
        self._heard = b""
        self._has_ended = False
        socket.setParent(self)
        socket.setReadBufferSize(LONGEST + 1)
        socket.readyRead.connect(self.read)
        socket.disconnected.connect(self.hang_up)
        QTimer.singleShot(PATIENCE_MS, self, self.hang_up)

    def read(self) -> None:
        """Take what has come; a whole line is answered, one that is too long is not."""
        if self._has_ended:
            return
        self._heard += bytes(self._socket.read(LONGEST + 1 - len(self._heard)).data())
        line, end, _ = self._heard.partition(b"\n")
        if not end and len(self._heard) <= LONGEST:
            return
        try:
            file, token = _understood(line if end else b"")
        except UnfitError as error:
            _log.warning("something else has rung: %s", type(error).__name__)
            self.hang_up()
            return
        self._socket.write(ANSWER)
        self._socket.flush()
        self.hang_up()
        self.rung.emit(file, token)

    def hang_up(self) -> None:
        """End it, once."""
        if self._has_ended:
            return
        self._has_ended = True
        self._socket.disconnectFromServer()
        self.ended.emit(self)


def take_bell(state: Path) -> Lock | None:
    """The lock of the first window, None if there is one already or no lock can be made."""
    try:
        return Lock.take(state / "first-window.lock")
    except OSError:
        return None


def ring(state: Path, file: Path | None, *, patience_ms: int = PATIENCE_MS) -> bool:
    """Ask the first window to come to the front and open `file`; False if it does not answer.

    Blocks for `patience_ms` at most. Needs a QCoreApplication.
    """
    from PySide6.QtNetwork import QLocalSocket

    until = time.monotonic() + patience_ms / 1000
    try:
        name = socket_name(state)
    except OSError:
        return False
    while True:
        left = max(1, round(1000 * (until - time.monotonic())))
        socket = QLocalSocket()
        socket.connectToServer(name)
        if socket.waitForConnected(left):
            return _told(socket, _line(file), until)
        if time.monotonic() >= until:
            return False
        time.sleep(0.05)  # it has the lock, but is not listening yet


def socket_name(state: Path) -> str:
    """Where the bell of a home is: a path that only this user can reach; on Windows a name.

    Raises OSError where the home's path is too long and no short folder is this user's alone.
    """
    digest = hashlib.sha256(os.path.abspath(state).encode("utf-8", "surrogateescape")).hexdigest()
    if sys.platform == "win32":
        return f"newsassistant-{digest[:32]}"
    path = os.path.join(os.path.abspath(state), "bell")
    if len(os.fsencode(path)) <= LONGEST_SOCKET:
        return path
    return os.path.join(_runtime_folder(), f"newsassistant-{digest[:16]}")


def _runtime_folder() -> str:
    """A short folder that is this user's alone; raises OSError where there is none."""
    given = os.environ.get("XDG_RUNTIME_DIR", "")
    if given and len(os.fsencode(given)) <= LONGEST_SOCKET - 32 and _is_ours(given):
        return given
    own = f"/tmp/newsassistant-{_user()}"
    with contextlib.suppress(FileExistsError):
        os.mkdir(own, 0o700)
    if not _is_ours(own):
        raise PermissionError(own)
    return own


def _is_ours(folder: str) -> bool:
    try:
        facts = os.lstat(folder)
    except OSError:
        return False
    return stat.S_ISDIR(facts.st_mode) and facts.st_uid == _user() and not facts.st_mode & 0o077


def _user() -> int:
    return int(getattr(os, "getuid", int)())


def _line(file: Path | None) -> bytes:
    token = os.environ.get("XDG_ACTIVATION_TOKEN", "")
    said = {"file": None if file is None else os.path.abspath(file), "token": token[:200]}
    return json.dumps(said).encode("ascii") + b"\n"  # half pairs, of odd names, are escaped


def _told(socket: QLocalSocket, line: bytes, until: float) -> bool:
    socket.write(line)
    heard = b""
    while ANSWER not in heard:
        left = round(1000 * (until - time.monotonic()))
        if left <= 0 or not socket.waitForReadyRead(left):
            heard += bytes(socket.readAll().data())
            break
        heard += bytes(socket.readAll().data())
    socket.abort()
    return heard == ANSWER


def _understood(line: bytes) -> tuple[Path | None, str]:
    """The file and the token of a ring; raises UnfitError for anything but these two."""
    fields = Fields(decode_object(line, where="ring"), where="ring")
    if set(fields.names(most=2)) - {"file", "token"}:
        raise UnfitError("ring: other fields")
    name = fields.text("file", longest=LONGEST_PATH, default=None)
    token = fields.text("token", longest=200, pattern=f"(?:{_TOKEN})?", default="")
    if name is None:
        return None, token
    if "\0" in name or not os.path.isabs(name):
        raise UnfitError("ring: no whole path")
    return Path(name), token
