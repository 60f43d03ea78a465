"""Opens the history's database: pragmas, ordered migrations, checks, and honest refusals."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import shutil
import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from newsassistant.core.errors import StoreError
from newsassistant.core.plain import plain
from newsassistant.store import copies

Migration = Sequence[str]
"""The statements that take the schema one version up, run in one transaction."""

BUSY_TIMEOUT_S = 5.0
CHECKED_AT_EVERY_OPEN = 64 << 20
"""Up to this many bytes the whole file is checked at each start, beyond once a day."""

MOST_DAMAGED = 6
"""Files of damaged histories, logs counted, that are kept beside the history."""

UNWRITABLE = frozenset(
    {"store-full", "store-protected", "store-read-only", "store-locked", "store-unwritable"}
)
"""What a StoreError is called where the disk, its rights or another program are in the way."""

NO_ROOM = 64 << 10
"""Bytes that the smallest write needs, with its log and the log's index."""

MINIMUM_SQLITE = "3.34 with FTS5"  # the first with the trigram tokenizer

_HEADER_MAGIC = b"SQLite format 3\x00"
_DAMAGED_INDEX = sqlite3.SQLITE_CORRUPT_VTAB
_UNUSABLE = {
    sqlite3.SQLITE_ABORT,
    sqlite3.SQLITE_INTERRUPT,
    sqlite3.SQLITE_MISUSE,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_RANGE,
}
_UNWRITABLE = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_READONLY,
}

_REFUSED = {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_READONLY}
_FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}

DAMAGES = (sqlite3.DatabaseError, UnicodeError)
"""What a damaged file raises; UnicodeError where SQLite's own words quote a byte of it."""

# What a check of the file may say without its rows being in danger: one row that breaks a rule of
# its table, and an index that does not fit, which is made anew.
_ONE_ROW = re.compile(r"(NULL|NUMERIC|TEXT) value in |CHECK constraint failed in ")
_AN_INDEX = re.compile(
    r"row \d+ missing from index |wrong # of entries in index |non-unique entry in index "
    r"|malformed inverted index |unable to validate the inverted index "
)


def open_database(
    path: Path, migrations: Sequence[Migration], *, backups: Path
) -> sqlite3.Connection:
    """A connection to `path`, created if missing, at version `len(migrations)`.

    Backs the file up before a migration and once a day. The caller's thread owns the connection.
    Raises StoreError: "store-too-new" (nothing touched), "store-damaged" (a copy is kept beside
    the file), "store-unsupported", or one of `UNWRITABLE`.
    """
    if path.exists() and not path.is_file():  # to open a pipe would wait for ever
        detail = "it is no regular file"
        raise StoreError("store-damaged", path=path, detail=detail, backups=backups)
    refuse_newer(_header_version(path), migrations)
    with translated(path, backups):
        connection = _connect(path)
    try:
        with translated(path, backups):
            _prepare(connection, path, migrations, backups)
    except BaseException:
        connection.close()
        raise
    return connection


def _prepare(
    connection: sqlite3.Connection,
    path: Path,
    migrations: Sequence[Migration],
    backups: Path,
) -> None:
    connection.execute("PRAGMA foreign_keys = ON")
    version = user_version(connection)
    refuse_newer(version, migrations)  # again: a newer version may be in the log file only
    _require_trigram(connection)
    due = version > 0 and not daily_copy(backups).exists()
    sound = True
    if version > 0 and (due or path.stat().st_size <= CHECKED_AT_EVERY_OPEN):
        sound = check(connection, thorough=due)
    if 0 < version < len(migrations):
        copy_to(path, backups / f"history-v{version}-{datetime.now():%Y%m%d-%H%M%S}.sqlite3")
    _set_durable(connection)
    migrate(connection, migrations)
    if not sound:
        rebuild_indexes(connection)
    if empty := copies.empty_indexes(connection):  # as after putting a copy in place by hand
        rebuild_indexes(connection, empty)
    if due:
        with contextlib.suppress(sqlite3.Error, OSError):  # no room for a copy is no reason to stop
            copy_to(path, daily_copy(backups))
    empty_log(connection)


# --- connecting ----------------------------------------------------------------------------------


def _connect(path: Path, *, waits: bool = True) -> sqlite3.Connection:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # SQLite would create a file that others may read.
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    timeout = BUSY_TIMEOUT_S if waits else 0
    connection = sqlite3.connect(path, timeout=timeout, isolation_level=None)
    connection.text_factory = copies.readable
    return connection


def probe(path: Path) -> None:
    """Write a little, which changes nothing; raises sqlite3.Error or OSError, and waits for nobody.

    Much cheaper than `open_database` where that would fail.
    """
    with contextlib.closing(_connect(path, waits=False)) as connection, transaction(connection):
        connection.execute(f"PRAGMA user_version = {user_version(connection)}")


def connect_read_only(path: Path) -> sqlite3.Connection:
    """A connection that writes nothing, also where nothing can be written; raises sqlite3.Error."""
    uri = f"{path.absolute().as_uri()}?mode=ro"
    try:
        return _connect_uri(uri)
    except sqlite3.OperationalError as error:
        if not copies.cannot_share_log(error):
            raise
        return _connect_uri(f"{uri}&immutable=1")


def _connect_uri(uri: str) -> sqlite3.Connection:
    connection = sqlite3.connect(uri, uri=True, timeout=BUSY_TIMEOUT_S, isolation_level=None)
    connection.text_factory = copies.readable
    try:
        connection.execute("SELECT COUNT(*) FROM sqlite_schema").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection


def _set_durable(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    # FULL: an answer shown as saved survives a power cut. A write every 2 s can afford the fsync.
    connection.execute("PRAGMA synchronous = FULL")
    # Deleted articles may be confidential: their pages are overwritten, not only forgotten.
    connection.execute("PRAGMA secure_delete = ON")
    # Nothing of them goes into a temporary file somewhere else.
    connection.execute("PRAGMA temp_store = MEMORY")


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


def refuse_newer(version: int, migrations: Sequence[Migration]) -> None:
    """Raise StoreError("store-too-new") for a version that this program does not know."""
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
    """Turn every failure of SQLite, of the system and of memory inside into StoreError.

    With `keep` a damaged `path` is copied beside itself, once for each state of the file.
    """
    try:
        yield
    except (sqlite3.Error, OSError, MemoryError, OverflowError, UnicodeError) as error:
        failure = _as_ours(error, path, backups)
        if keep and failure.code == "store-damaged":
            _keep_copy(path)
        raise failure from error


def _as_ours(error: Exception, path: Path, backups: Path) -> StoreError:
    if isinstance(error, OSError) or is_unwritable(error):
        return _unwritable(error, path)
    code = _code_of(error)
    # A library that does not know its own tables, or a row that breaks their rules, is no less
    # damaged than a page that cannot be read.
    of_file = isinstance(error, sqlite3.DatabaseError) and code not in _UNUSABLE
    if of_file and code and not isinstance(error, sqlite3.ProgrammingError):
        return StoreError("store-damaged", path=path, detail=plain(error), backups=backups)
    return StoreError("store-unusable", detail=plain(error) or type(error).__name__)


def _unwritable(error: Exception, path: Path) -> StoreError:
    """What is in the way, as far as SQLite or the system can tell; what to do depends on it."""
    code = _code_of(error)
    number = error.errno if isinstance(error, OSError) else None
    if code == sqlite3.SQLITE_FULL or number in _FULL or _is_full(path.parent):
        return StoreError("store-full", path=path)
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return StoreError("store-locked", path=path)
    if number == errno.EROFS or (code in _REFUSED and _is_read_only(path.parent)):
        return StoreError("store-read-only", path=path)
    protected = code in (sqlite3.SQLITE_PERM, sqlite3.SQLITE_READONLY)
    if protected or number in (errno.EACCES, errno.EPERM) or not _may_write(path):
        return StoreError("store-protected", path=path)
    words = error.strerror or error if isinstance(error, OSError) else error
    return StoreError("store-unwritable", path=path, detail=plain(words))


def _is_full(folder: Path) -> bool:
    try:
        return shutil.disk_usage(folder).free < NO_ROOM
    except OSError:
        return False


def _is_read_only(folder: Path) -> bool:
    """True on a file system that was mounted for reading only, where the system can tell."""
    try:
        return bool(os.statvfs(folder).f_flag & os.ST_RDONLY)
    except (AttributeError, OSError):  # Windows has neither
        return False


def _may_write(path: Path) -> bool:
    """False where the rights of the file or its folder are against it; True where there is none."""
    places = (path, path.parent)
    return all(os.access(place, os.W_OK) or not os.path.exists(place) for place in places)


def is_unwritable(error: Exception) -> bool:
    """True if the disk, its rights or another program are in the way, not the file itself."""
    return _code_of(error) in _UNWRITABLE


def _code_of(error: Exception) -> int:
    return (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF  # the upper bits refine it


def is_of_index(error: BaseException | None) -> bool:
    """True if only an index of texts is damaged: `rebuild_indexes` mends that."""
    code = getattr(error, "sqlite_errorcode", None)
    return code == _DAMAGED_INDEX or (code is not None and str(error).startswith("fts5: corrupt"))


def check(connection: sqlite3.Connection, *, thorough: bool = False) -> bool:
    """Look at every page; False if only an index does not fit. Raises sqlite3.DatabaseError.

    `thorough` compares the indexes with their tables too.
    """
    name = "integrity_check" if thorough else "quick_check"
    answers = [str(answer) for (answer,) in connection.execute(f"PRAGMA {name}")]
    wrong = [text for text in answers if text != "ok" and not _ONE_ROW.match(text)]
    for text in wrong:
        if not _AN_INDEX.match(text):
            raise _corrupt(plain(text))
    return not wrong


def _corrupt(detail: str) -> sqlite3.DatabaseError:
    error = sqlite3.DatabaseError(detail)
    error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    return error


def require_columns(
    connection: sqlite3.Connection, steps: Sequence[Migration], tables: Iterable[str]
) -> None:
    """Raises sqlite3.DatabaseError unless each of `tables` has the columns that `steps` give it.

    No page need be damaged for that: a name is a text in the schema, and a bit of it may flip.
    """
    with contextlib.closing(sqlite3.connect(":memory:", isolation_level=None)) as fresh:
        migrate(fresh, steps)
        for table in tables:
            lost = _columns(fresh, table) - _columns(connection, table)
            if lost:
                raise _corrupt(f"table {table} has no column {min(lost)}")


def _columns(connection: sqlite3.Connection, table: str) -> set[str]:
    found = connection.execute("SELECT name FROM pragma_table_info(?)", (table,))
    return {name for (name,) in found}


def rebuild_indexes(connection: sqlite3.Connection, names: Sequence[str] | None = None) -> None:
    """Make the named indexes of texts, or every index there is, anew from its table."""
    with transaction(connection):
        if names is None:
            connection.execute("REINDEX")
            names = [name for name, _ in copies.indexes_of_texts(connection)]
        for name in names:
            copies.command(connection, name, "rebuild")


def empty_log(connection: sqlite3.Connection) -> bool:
    """Move all of the log file into the database and cut it to nothing: it holds old pages.

    False if another connection still reads from it; then the next call may succeed.
    """
    try:
        busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.OperationalError:  # locked by another process
        return False
    return not busy


def _keep_copy(path: Path) -> None:
    """Copy the file and its log beside it, unless a copy of this state of it is there."""
    with contextlib.suppress(OSError):  # the error itself matters more than its evidence
        stamp = time.strftime("%Y%m%d-%H%M%S", time.localtime(path.stat().st_mtime))
        copy = path.with_name(f"{path.name}.damaged-{stamp}")
        if copy.exists() or len(list(path.parent.glob(f"{path.name}.damaged-*"))) >= MOST_DAMAGED:
            return  # a history that is written on would fill the disk with its copies
        shutil.copy2(path, copy)
        log = path.with_name(path.name + "-wal")
        if log.exists() and log.stat().st_size:
            shutil.copy2(log, copy.with_name(copy.name + "-wal"))


# --- copies --------------------------------------------------------------------------------------


def daily_copy(backups: Path) -> Path:
    """Where today's copy is, or will be."""
    return backups / f"history-{datetime.now():%Y%m%d}.sqlite3"


def copy_to(path: Path, target: Path) -> None:
    """Copy the database `path`, open or not, into `target`; raises sqlite3.Error, OSError.

    `target` is then as it was.
    """
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with copies.new_copy(path, target) as part:
        os.replace(part, target)
