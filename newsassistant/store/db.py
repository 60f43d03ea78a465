"""Opens the history's database: pragmas, ordered migrations, backups, and honest refusals.

Knows nothing of conversations: a migration is a list of SQL statements that `schema` wrote.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import sqlite3
import time
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from newsassistant.core.errors import StoreError

Migration = Sequence[str]
"""The statements that take the schema one version up, run in one transaction."""

BACKUPS_KEPT = 7
BUSY_TIMEOUT_S = 5.0
CHECKED_AT_EVERY_OPEN = 64 << 20
"""Up to this many bytes the whole file is checked at each start, beyond once a day."""

MINIMUM_SQLITE = "3.34 with FTS5"  # the first with the trigram tokenizer

_HEADER_MAGIC = b"SQLite format 3\x00"
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_UNWRITABLE = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_READONLY,
}


def open_database(
    path: Path, migrations: Sequence[Migration], *, backups: Path, read_only: bool = False
) -> sqlite3.Connection:
    """A connection to `path`, created if missing, at version `len(migrations)`.

    Backs the file up before a migration and once a day. The caller's thread owns the connection.
    With `read_only` nothing is created, migrated or copied, so that chats stay readable on a full
    or protected disk.
    Raises StoreError: "store-too-new" (nothing touched), "store-damaged" (a copy is kept beside
    the file), "store-unwritable", "store-unsupported".
    """
    _refuse_newer(_header_version(path), migrations)
    with translated(path, backups):
        connection = _connect_read_only(path) if read_only else _connect(path)
    try:
        with translated(path, backups):
            _prepare(connection, path, migrations, backups, read_only)
    except BaseException:
        connection.close()
        raise
    return connection


def _prepare(
    connection: sqlite3.Connection,
    path: Path,
    migrations: Sequence[Migration],
    backups: Path,
    read_only: bool,
) -> None:
    connection.execute("PRAGMA foreign_keys = ON")
    version = user_version(connection)
    _refuse_newer(version, migrations)  # again: a newer version may be in the log file only
    _require_trigram(connection)
    if read_only:
        if version < len(migrations):
            raise StoreError("store-unwritable", detail=f"version {version} needs an update")
        return
    today = backups / f"history-{datetime.now():%Y%m%d}.sqlite3"
    due = version > 0 and not today.exists()
    if version > 0 and (due or path.stat().st_size <= CHECKED_AT_EVERY_OPEN):
        _check(connection)
    if 0 < version < len(migrations):
        backup(connection, backups / f"history-v{version}-{datetime.now():%Y%m%d-%H%M%S}.sqlite3")
    _set_durable(connection)
    migrate(connection, migrations)
    if due:
        with contextlib.suppress(sqlite3.Error, OSError):  # no room for a copy is no reason to stop
            backup(connection, today)


# --- connecting ----------------------------------------------------------------------------------


def _connect(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # SQLite would create a file that others may read.
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    return sqlite3.connect(path, timeout=BUSY_TIMEOUT_S, isolation_level=None)


def _connect_read_only(path: Path) -> sqlite3.Connection:
    try:
        return _connect_uri(f"{path.absolute().as_uri()}?mode=ro")
    except sqlite3.OperationalError:
        # A log file cannot be shared where nothing can be created; nobody else writes there either.
        return _connect_uri(f"{path.absolute().as_uri()}?mode=ro&immutable=1")


def _connect_uri(uri: str) -> sqlite3.Connection:
    connection = sqlite3.connect(uri, uri=True, timeout=BUSY_TIMEOUT_S, isolation_level=None)
    try:
        connection.execute("SELECT COUNT(*) FROM sqlite_schema").fetchone()
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _set_durable(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    # FULL: an answer shown as saved survives a power cut. A write every 2 s can afford the fsync.
    connection.execute("PRAGMA synchronous = FULL")
    # Deleted articles may be confidential: their pages are overwritten, not only forgotten.
    connection.execute("PRAGMA secure_delete = ON")


def _require_trigram(connection: sqlite3.Connection) -> None:
    try:
        connection.execute("CREATE VIRTUAL TABLE temp.probe USING fts5(x, tokenize = 'trigram')")
    except sqlite3.OperationalError as error:
        if "fts5" not in str(error) and "tokenizer" not in str(error):
            raise
        actual = sqlite3.sqlite_version
        raise StoreError("store-unsupported", actual=actual, expected=MINIMUM_SQLITE) from error
    connection.execute("DROP TABLE temp.probe")


# --- versions ------------------------------------------------------------------------------------


def user_version(connection: sqlite3.Connection) -> int:
    """The schema's version; 0 for a new file."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate(connection: sqlite3.Connection, migrations: Sequence[Migration]) -> None:
    """Bring the schema to `len(migrations)`; each step is applied whole or not at all."""
    if user_version(connection) == len(migrations):
        return  # without the lock that a transaction takes
    for number, statements in enumerate(migrations, start=1):
        with transaction(connection):
            # Read inside the transaction: another process may have migrated meanwhile.
            if user_version(connection) >= number:
                continue
            for statement in statements:
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number}")


def _header_version(path: Path) -> int:
    """The version in the file's first 100 bytes, read without SQLite, which may write on open."""
    try:
        with path.open("rb") as file:
            header = file.read(100)
    except OSError:
        return 0
    if len(header) < 100 or not header.startswith(_HEADER_MAGIC) or any(header[72:92]):
        return 0  # no database, or a damaged one: those bytes are reserved and zero
    return int.from_bytes(header[60:64], "big", signed=True)


def _refuse_newer(version: int, migrations: Sequence[Migration]) -> None:
    if version > len(migrations):
        raise StoreError("store-too-new", actual=version, expected=len(migrations))


# --- transactions and errors ---------------------------------------------------------------------


@contextlib.contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Commit what is done inside, or nothing of it; waits for another writer up to 5 s."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # a full disk has rolled back by itself
            connection.execute("ROLLBACK")
        raise


@contextlib.contextmanager
def translated(path: Path, backups: Path, *, keep: bool = True) -> Iterator[None]:
    """Turn SQLite's and the system's failures inside into StoreError; bugs stay what they are.

    With `keep` a damaged `path` is copied beside itself, once for each state of the file.
    """
    try:
        yield
    except OSError as error:
        detail = error.strerror or str(error)
        raise StoreError("store-unwritable", detail=detail) from error
    except sqlite3.DatabaseError as error:
        code = (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF  # the upper bits refine it
        if code in _DAMAGED:
            if keep:
                _keep_copy(path)
            raise StoreError("store-damaged", path=path, detail=error, backups=backups) from error
        if code in _UNWRITABLE:
            raise StoreError("store-unwritable", detail=error) from error
        raise


def _check(connection: sqlite3.Connection) -> None:
    answer = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if answer != "ok":
        error = sqlite3.DatabaseError(str(answer).replace("\n", " "))
        error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
        raise error


def _keep_copy(path: Path) -> None:
    """Copy the file and its log beside it, unless a copy of this state of it is there."""
    with contextlib.suppress(OSError):  # the error itself matters more than its evidence
        stamp = time.strftime("%Y%m%d-%H%M%S", time.localtime(path.stat().st_mtime))
        copy = path.with_name(f"{path.name}.damaged-{stamp}")
        if copy.exists():
            return
        shutil.copy2(path, copy)
        log = path.with_name(path.name + "-wal")
        if log.exists() and log.stat().st_size:
            shutil.copy2(log, copy.with_name(copy.name + "-wal"))


# --- backups -------------------------------------------------------------------------------------


def backup(connection: sqlite3.Connection, target: Path) -> None:
    """Copy the open database into `target` as one file; keeps the newest 7 of the same kind.

    Kinds are the daily ones and those from before a migration. Raises sqlite3.Error or OSError;
    `target` is then not there.
    """
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _new_copy(connection, target) as part:
        os.replace(part, target)
    daily = _is_daily(target)
    for old in [p for p in list_backups(target.parent) if _is_daily(p) == daily][BACKUPS_KEPT:]:
        with contextlib.suppress(OSError):  # tried again with the next backup
            old.unlink()


@contextlib.contextmanager
def _new_copy(connection: sqlite3.Connection, target: Path) -> Iterator[Path]:
    """A copy of the open database beside `target`, on the disk, removed at the end if still there.

    As one file: without a log, which would have to travel with it.
    """
    part = target.with_name(target.name + ".part")
    try:
        part.unlink(missing_ok=True)
        os.close(os.open(part, os.O_RDWR | os.O_CREAT, 0o600))
        with contextlib.closing(sqlite3.connect(part)) as copy:
            connection.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
        yield part
    finally:
        part.unlink(missing_ok=True)


def _is_daily(path: Path) -> bool:
    return re.fullmatch(r"history-\d{8}\.sqlite3", path.name) is not None


def list_backups(backups: Path) -> list[Path]:
    """The backups in the folder, newest first; empty if there is no folder. Any thread."""
    found = [(p.stat().st_mtime, p.name, p) for p in backups.glob("history-*.sqlite3")]
    return [path for _, _, path in sorted(found, reverse=True)]


def restore_backup(path: Path, backup_file: Path, *, backups: Path) -> None:
    """Put `backup_file` in the place of the closed database `path`, which is kept beside it.

    Raises StoreError: "store-damaged" for an unusable backup, "store-unwritable"; `path` is then
    as it was.
    """
    with (
        translated(backup_file, backups, keep=False),
        contextlib.closing(_connect_read_only(backup_file)) as source,
    ):
        _check(source)
        with _new_copy(source, path) as part:
            _keep_copy(path)
            for suffix in ("-wal", "-shm"):  # the old log must not be replayed into the new file
                path.with_name(path.name + suffix).unlink(missing_ok=True)
            os.replace(part, path)
