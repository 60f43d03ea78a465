"""The copies of the history: how long they are kept, what is erased from them, how one is put back.

A copy is one file without an index of texts. Those that somebody may want to put back lie in one
folder; a damaged history is kept beside the history itself.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from newsassistant.core.errors import StoreError
from newsassistant.core.outside import is_number
from newsassistant.store import copies, db
from newsassistant.store.schema import MIGRATIONS

Kind = Literal["daily", "update", "replaced", "damaged"]
Mark = tuple[int, float]
"""What tells a conversation in every copy: its number, and when it was created."""

DAY_S = 24 * 3600.0
KEPT_DAYS: dict[Kind, int] = {"daily": 7, "update": 30, "replaced": 30, "damaged": 30}

_NAMES: tuple[tuple[Kind, re.Pattern[str], str], ...] = (
    ("daily", re.compile(r"history-(\d{8})\.sqlite3"), "%Y%m%d"),
    ("update", re.compile(r"history-v\d+-(\d{8}-\d{6})\.sqlite3"), "%Y%m%d-%H%M%S"),
    ("replaced", re.compile(r"history-replaced-(\d{8}-\d{6})\.sqlite3"), "%Y%m%d-%H%M%S"),
)
_DAMAGED = re.compile(r"\.damaged-(\d{8}-\d{6})(-wal|-shm)?$")
_HISTORY = {"conversations", "messages"}
_LOST = "conversation_id NOT IN (SELECT id FROM conversations)"  # turns that nobody can open


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy that can be put back; `made_at` in Unix seconds, `size` in bytes.

    `conversations` is None where the copy is damaged or of a newer version.
    """

    path: Path
    kind: Kind
    made_at: float
    size: int
    conversations: int | None

    @property
    def name(self) -> str:
        """What the command line calls it: the file's name without what all have in common."""
        return self.path.name.removeprefix("history-").removesuffix(".sqlite3")


# --- which there are -----------------------------------------------------------------------------


def list_backups(folder: Path) -> list[Backup]:
    """What can be put back, newest first; none if there is no folder. Any thread."""
    found = (_look(path) for path in folder.glob("history-*.sqlite3"))
    return sorted((b for b in found if b is not None), key=_age_key, reverse=True)


def find_backup(folder: Path, name: str) -> Backup:
    """The copy of that name; "latest": the newest whole one that no restoring has made.

    Raises StoreError("backup-missing"). Any thread.
    """
    found = list_backups(folder)
    for backup in found:
        if name in (backup.name, backup.path.name):
            return backup
        if name == "latest" and backup.conversations is not None and backup.kind != "replaced":
            return backup
    raise StoreError("backup-missing", name=name, folder=folder)


def _age_key(backup: Backup) -> tuple[float, str]:
    return backup.made_at, backup.path.name


def _look(path: Path) -> Backup | None:
    facts = _facts(path)
    if facts is None:
        return None
    kind, made_at, size = facts
    conversations: int | None = None
    with contextlib.suppress(StoreError):
        conversations = count(path)
    return Backup(path, kind, made_at, size, conversations)


def _facts(path: Path) -> tuple[Kind, float, int] | None:
    """Kind, time and size of a regular file that is named as a copy is."""
    try:
        if path.is_symlink() or not path.is_file():
            return None
        facts = path.stat()
    except OSError:
        return None
    kind, named = _named(path)
    # The clock may have been wrong at one of the two; a copy from the future would stay for ever.
    made_at = facts.st_mtime if named is None else min(named, facts.st_mtime)
    return kind, made_at, facts.st_size


def _named(path: Path) -> tuple[Kind, float | None]:
    """What the name says; a copy that the user has named is taken for a daily one."""
    for kind, pattern, form in _NAMES:
        if found := pattern.fullmatch(path.name):
            return kind, _time_of(found[1], form)
    if found := _DAMAGED.search(path.name):
        return "damaged", _time_of(found[1], "%Y%m%d-%H%M%S")
    return "daily", None


def _time_of(words: str, form: str) -> float | None:
    try:
        moment = datetime.strptime(words, form)
        # A daily copy is of any hour of its day.
        return moment.timestamp() + (DAY_S - 1 if form == "%Y%m%d" else 0)
    except (ValueError, OverflowError, OSError):  # no such day
        return None


def count(path: Path) -> int:
    """How many conversations a copy shows; raises StoreError if it cannot be put back."""
    with (
        db.translated(path, path.parent, keep=False),
        contextlib.closing(db.connect_read_only(path)) as connection,
    ):
        version = db.user_version(connection)
        if version > len(MIGRATIONS):
            raise StoreError("store-too-new", actual=version, expected=len(MIGRATIONS))
        db.check(connection)
        db.require_columns(connection, MIGRATIONS[:version], _HISTORY)
        for table in sorted(_HISTORY):
            connection.execute(f"SELECT * FROM {table} LIMIT 1").fetchone()
        asked = "SELECT COUNT(*) FROM conversations WHERE deleted_at IS NULL"
        return int(connection.execute(asked).fetchone()[0])


def _is_history(connection: sqlite3.Connection) -> bool:
    names = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema")}
    return names >= _HISTORY


def _damaged_copies(history: Path) -> list[Path]:
    return sorted(history.parent.glob(f"{history.name}.damaged-*"))


# --- keeping for days ----------------------------------------------------------------------------


def expire(history: Path, folder: Path, *, now: float) -> None:
    """Remove the copies that are older than their kind is kept; the newest one stays.

    What cannot be removed is tried again the next time.
    """
    found = [backup for backup in map(_look_quickly, folder.glob("history-*.sqlite3*")) if backup]
    found += [backup for backup in map(_look_quickly, _damaged_copies(history)) if backup]
    newest = max(
        (made_at for path, kind, made_at in found if kind != "damaged"), default=float("-inf")
    )
    for path, kind, made_at in found:
        is_last = kind != "damaged" and made_at >= newest
        if now - made_at > KEPT_DAYS[kind] * DAY_S and not is_last:
            _remove(path)


def _look_quickly(path: Path) -> tuple[Path, Kind, float] | None:
    facts = _facts(path)
    return None if facts is None else (path, facts[0], facts[1])


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink()


# --- erasing -------------------------------------------------------------------------------------


def erase(history: Path, folder: Path, marks: Sequence[Mark]) -> list[Path]:
    """Write every copy anew without these conversations; returns those that could not be reached.

    A copy that is damaged cannot be written anew: it is removed, if it is not older than the oldest
    of the conversations. The time of each file stays.
    """
    found = [*folder.glob("history-*.sqlite3"), *_damaged_copies(history)]
    left = [path for path in found if not _erase_from(path, marks)]
    for part in (*folder.glob("*.part"), *history.parent.glob("*.part")):
        _remove(part)  # of a copy that was not finished
    return left


def _erase_from(path: Path, marks: Sequence[Mark]) -> bool:
    try:
        if not path.is_file() or path.name.endswith(("-wal", "-shm")):
            return True  # nothing that was written, or what goes with its file
        if path.is_symlink():
            return False  # it leads to a place that is not ours
        if _holds(path, marks):
            _rewrite(path, marks)
        return True
    except db.DAMAGES as error:
        return False if db.is_unwritable(error) else _give_up(path, marks)
    except OSError:
        return False


def _holds(path: Path, marks: Sequence[Mark]) -> bool:
    """True if a copy holds one of them, or what an index or a lost turn may hold of any."""
    with contextlib.closing(db.connect_read_only(path)) as connection:
        db.check(connection)  # a damaged page may hide what an attacker reads
        if not _is_history(connection) or copies.has_index(connection):
            return True
        if connection.execute(f"SELECT 1 FROM messages WHERE {_LOST} LIMIT 1").fetchone():
            return True
        asked = "SELECT 1 FROM conversations WHERE id = ? AND created_at IS ?"
        return any(connection.execute(asked, mark).fetchone() is not None for mark in marks)


def _rewrite(path: Path, marks: Sequence[Mark]) -> None:
    def edit(copy: sqlite3.Connection) -> None:
        forget(copy, marks)

    facts = path.stat()
    with copies.new_copy(path, path, edit=edit) as part:
        os.utime(part, ns=(facts.st_atime_ns, facts.st_mtime_ns))
        os.replace(part, path)
    _remove_logs(path)


def forget(connection: sqlite3.Connection, marks: Sequence[Mark]) -> None:
    """Delete these conversations in the open transaction."""
    for mark in marks:
        connection.execute(
            "DELETE FROM messages WHERE conversation_id IN "
            "(SELECT id FROM conversations WHERE id = ? AND created_at IS ?)",
            mark,
        )
        connection.execute("DELETE FROM conversations WHERE id = ? AND created_at IS ?", mark)
    connection.execute(f"DELETE FROM messages WHERE {_LOST}")


def _give_up(path: Path, marks: Sequence[Mark]) -> bool:
    try:
        times = [created if is_number(created) else 0.0 for _, created in marks]
        if path.stat().st_mtime < min(times, default=0.0):
            return True  # written before any of them was
        path.unlink()
        _remove_logs(path)
    except OSError:
        return False
    return True


def _remove_logs(path: Path) -> None:
    for suffix in ("-wal", "-shm"):
        with contextlib.suppress(OSError):
            path.with_name(path.name + suffix).unlink()


# --- putting back --------------------------------------------------------------------------------


def put_back(
    backup: Path, history: Path, folder: Path, *, without: Sequence[Mark] = ()
) -> Path | None:
    """Put a copy in the place of the closed history; returns where the present one is kept.

    Conversations `without` do not come back. Raises StoreError, and `history` is then as it was:
    "store-damaged" or "store-too-new" for an unusable copy, "store-in-use", "store-unwritable".
    """
    if not backup.is_file():
        raise StoreError("backup-missing", name=backup.name, folder=backup.parent)
    count(backup)
    with (
        db.translated(backup, folder, keep=False),
        copies.new_copy(backup, history, edit=lambda copy: forget(copy, without)) as part,
    ):
        _fill_indexes(part)  # no room for them must be found out before anything is replaced
        kept = set_aside(history, folder)
        os.replace(part, history)
    return kept


def _fill_indexes(part: Path) -> None:
    with contextlib.closing(copies.connect(part.absolute().as_uri())) as made:
        for name in copies.empty_indexes(made):
            copies.command(made, name, "rebuild")


def set_aside(history: Path, folder: Path) -> Path | None:
    """Copy the closed history to a place of its own and remove its log; returns the copy.

    A whole one can be put back; a damaged one lies beside the history. Raises StoreError
    ("store-in-use" while another program has it open), OSError, sqlite3.Error.
    """
    if not history.exists():
        _remove_logs(history)
        return None
    # As it is, before SQLite opens it: that may throw a damaged log away.
    kept = _free(history.parent, history.name + ".damaged-{}")
    for suffix in ("", "-wal"):
        part = history.with_name(history.name + suffix)
        if part.exists() and (not suffix or part.stat().st_size):
            shutil.copy2(part, kept.with_name(kept.name + suffix))
    try:
        whole = _whole_copy(history, folder)
    except (StoreError, sqlite3.Error, OSError):
        _discard(kept)
        raise
    if whole is not None:
        _discard(kept)
        kept = whole
    _remove_logs(history)  # the old log must not be replayed into another file
    return kept


def _whole_copy(history: Path, folder: Path) -> Path | None:
    """A copy that can be put back; None of a damaged one, whose damage may show only now."""
    if not _is_whole(history):
        return None
    whole = _free(folder, "history-replaced-{}.sqlite3")
    try:
        db.copy_to(history, whole)
    except db.DAMAGES as error:
        if db.is_unwritable(error):
            raise
        _discard(whole)
        return None
    return whole


def _discard(path: Path) -> None:
    _remove(path)
    _remove_logs(path)


def _free(folder: Path, name: str) -> Path:
    """A name with the time in it that is not taken."""
    moment = datetime.now()
    while (path := folder / name.format(f"{moment:%Y%m%d-%H%M%S}")).exists():
        moment += timedelta(seconds=1)
    return path


def _is_whole(history: Path) -> bool:
    """False for one that is damaged; raises StoreError if somebody has it open."""
    try:
        with contextlib.closing(
            sqlite3.connect(history, timeout=0.5, isolation_level=None)
        ) as connection:
            # Succeeds for the only connection there is.
            connection.execute("PRAGMA journal_mode = DELETE")
            db.check(connection)
            return _is_history(connection)
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise StoreError("store-in-use", path=history) from error
        return False
    except db.DAMAGES:
        return False


def start_empty(history: Path, folder: Path) -> Path | None:
    """Keep a damaged, closed history aside and leave its place empty; returns where it is.

    Raises StoreError.
    """
    with db.translated(history, folder, keep=False):
        kept = set_aside(history, folder)
        history.unlink(missing_ok=True)
    return kept
