"""Writes a whole copy of a database, row by row: no index of texts, no page that was freed.

An index of texts can be made anew from the rows; what it may still hold of erased ones is not worth
keeping.
"""

from __future__ import annotations

import contextlib
import os
import re
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

Edit = Callable[[sqlite3.Connection], None]
"""Changes the copy before it has triggers and indexes of texts in use."""

BUSY_TIMEOUT_S = 1.0  # nobody keeps a copy locked for long

_SHADOWS = ("_data", "_idx", "_content", "_docsize", "_config")
_CONTENT = re.compile(r"content\s*=\s*'(\w+)'")


@contextlib.contextmanager
def new_copy(source: Path, target: Path, *, edit: Edit | None = None) -> Iterator[Path]:
    """A copy of `source` beside `target`, on the disk, removed at the end if still there.

    As one file that needs no log; `source` may be open elsewhere, and its log counts. A row that
    breaks the rules of its table is left out. Raises sqlite3.Error, OSError.
    """
    part = target.with_name(target.name + ".part")
    try:
        part.unlink(missing_ok=True)
        os.close(os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        with contextlib.closing(connect(part.absolute().as_uri())) as copy:
            copy.execute("PRAGMA journal_mode = MEMORY")  # nobody else knows the file yet
            copy.execute("PRAGMA secure_delete = ON")
            _fill(copy, source, edit)
        yield part
    finally:
        part.unlink(missing_ok=True)


def connect(uri: str) -> sqlite3.Connection:
    """A connection that gives every text as str, also one that is no UTF-8."""
    connection = sqlite3.connect(uri, uri=True, timeout=BUSY_TIMEOUT_S, isolation_level=None)
    connection.text_factory = readable
    return connection


def cannot_share_log(error: sqlite3.Error) -> bool:
    """True where the log's index cannot be made: then nobody else writes there either."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return code in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)


def readable(raw: bytes) -> str:
    """A text of a damaged row is better read with a gap than not at all."""
    return raw.decode("utf-8", "replace")


def indexes_of_texts(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    """Each FTS5 table and the table that it is an index of."""
    rows = connection.execute(
        "SELECT name, sql FROM sqlite_schema WHERE sql LIKE 'CREATE VIRTUAL TABLE%fts5%'"
    )
    found = [(name, _CONTENT.search(sql)) for name, sql in rows if _are_texts(name, sql)]
    return [(name, content[1]) for name, content in found if content is not None]


def has_index(connection: sqlite3.Connection) -> bool:
    """True if an index of texts holds anything."""
    return any(_holds_rows(connection, f"{name}_docsize") for name, _ in _whole(connection))


def empty_indexes(connection: sqlite3.Connection) -> list[str]:
    """The indexes that hold nothing although their tables do, as in a copy."""
    return [
        name
        for name, table in _whole(connection)
        if _holds_rows(connection, table) and not _holds_rows(connection, f"{name}_docsize")
    ]


def command(connection: sqlite3.Connection, index: str, words: str) -> None:
    """Give FTS5 one of its commands."""
    connection.execute(f'INSERT INTO "{index}" ("{index}") VALUES (?)', (words,))


def _whole(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    names = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema")}
    return [
        (name, table)
        for name, table in indexes_of_texts(connection)
        if table in names and f"{name}_docsize" in names
    ]


def _holds_rows(connection: sqlite3.Connection, table: str) -> bool:
    return connection.execute(f'SELECT 1 FROM "{table}" LIMIT 1').fetchone() is not None


# --- row by row ----------------------------------------------------------------------------------


def _fill(copy: sqlite3.Connection, source: Path, edit: Edit | None) -> None:
    _attach(copy, source)
    copy.execute("PRAGMA foreign_keys = OFF")
    copy.execute("PRAGMA ignore_check_constraints = ON")  # a damaged row is shown as damaged
    copy.execute("BEGIN")
    schema = _schema(copy)
    tables = [name for kind, name, _ in schema if kind == "table"]
    for kind, _, sql in schema:
        if kind in ("table", "virtual"):
            copy.execute(sql)
    for name in tables:
        copy.execute(f'INSERT OR IGNORE INTO main."{name}" SELECT * FROM source."{name}"')
    if "sqlite_sequence" in _names(copy):  # a number that was used is not used again
        copy.execute("DELETE FROM main.sqlite_sequence")
        copy.execute("INSERT INTO main.sqlite_sequence SELECT * FROM source.sqlite_sequence")
    if edit is not None:
        edit(copy)
    for kind, _, sql in schema:
        if kind in ("index", "trigger"):
            copy.execute(sql)
    version = copy.execute("PRAGMA source.user_version").fetchone()[0]
    copy.execute(f"PRAGMA main.user_version = {int(version)}")
    copy.execute("COMMIT")
    copy.execute("DETACH source")


def _attach(copy: sqlite3.Connection, source: Path) -> None:
    uri = f"{source.absolute().as_uri()}?mode=ro"
    try:
        copy.execute("ATTACH ? AS source", (uri,))
        copy.execute("SELECT COUNT(*) FROM source.sqlite_schema").fetchone()
    except sqlite3.OperationalError as error:
        if not cannot_share_log(error):
            raise
        if "source" in {row[1] for row in copy.execute("PRAGMA database_list")}:
            copy.execute("DETACH source")
        copy.execute("ATTACH ? AS source", (f"{uri}&immutable=1",))


def _schema(copy: sqlite3.Connection) -> list[tuple[str, str, str]]:
    """What to make in the copy, in order: kind, name, SQL; the parts of virtual tables left out."""
    rows = copy.execute(
        "SELECT type, name, sql FROM source.sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid"
    ).fetchall()
    rows = [row for row in rows if _are_texts(*row)]
    virtual = {name for _, name, sql in rows if sql.upper().startswith("CREATE VIRTUAL")}
    parts = {name + shadow for name in virtual for shadow in _SHADOWS}
    wanted = [row for row in rows if row[1] not in parts and not row[1].startswith("sqlite_")]
    return [("virtual" if name in virtual else kind, name, sql) for kind, name, sql in wanted]


def _are_texts(*values: object) -> bool:
    """False in the schema of a damaged file, where anything may stand."""
    return all(isinstance(value, str) for value in values)


def _names(copy: sqlite3.Connection) -> set[str]:
    return {name for (name,) in copy.execute("SELECT name FROM main.sqlite_schema")}
