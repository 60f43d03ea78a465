"""A copy of the history in memory that takes the place of a file that cannot be written.

Triggers note which rows change, so that these can be carried over once the file takes them.
"""

from __future__ import annotations

import sqlite3

from newsassistant.store import copies, db, rows
from newsassistant.store.schema import MIGRATIONS

_TABLES = ("conversations", "messages")
_NOTES = (
    "CREATE TEMP TABLE changed (kind TEXT, id INTEGER, PRIMARY KEY (kind, id))",
    *(
        f"CREATE TEMP TRIGGER {table}_{event} AFTER {event} ON main.{table} BEGIN "
        f"INSERT OR IGNORE INTO changed VALUES ('{table}', {row}.id); END"
        for table in _TABLES
        for event, row in (("INSERT", "new"), ("UPDATE", "new"), ("DELETE", "old"))
    ),
)


class StandIn:
    """One copy; main thread, as the history. Everything may raise sqlite3.Error."""

    def __init__(self, source: sqlite3.Connection | None, *, recover: bool) -> None:
        """Copy `source`, of this or an older version; None begins with an empty history.

        `recover` ends answers that a killed process left running; that alone is no change.
        """
        self.connection = sqlite3.connect(":memory:", isolation_level=None)
        self.connection.text_factory = copies.readable
        self._recover = recover
        if source is not None:
            _copy(source, self.connection)
        db.refuse_newer(db.user_version(self.connection), MIGRATIONS)
        db.migrate(self.connection, MIGRATIONS)
        self.connection.execute("PRAGMA foreign_keys = ON")
        self.connection.execute("PRAGMA temp_store = MEMORY")
        if recover:
            self.connection.execute(rows.END_RUNNING)
        self._first = {table: _last_number(self.connection, table) for table in _TABLES}
        for statement in _NOTES:
            self.connection.execute(statement)

    def changed(self) -> set[int]:
        """The conversations that the file does not have as they are here."""
        found = self.connection.execute(
            "SELECT id FROM temp.changed WHERE kind = 'conversations' UNION "
            "SELECT conversation_id FROM messages JOIN temp.changed c "
            "ON c.kind = 'messages' AND c.id = messages.id"
        )
        return {number for (number,) in found}

    def carry_over(self, file: sqlite3.Connection) -> dict[int, int]:
        """Write all that has changed into `file`, or nothing of it.

        Returns the new number of each conversation that could not keep its own, because another
        window has used that meanwhile. What was erased from the file does not come back.
        """
        shift = {table: self._shift(file, table) for table in _TABLES}
        numbers = self._numbers("conversations")
        with db.transaction(file):
            if self._recover:
                file.execute(rows.END_RUNNING)
            for number in numbers:
                self._carry_conversation(file, number, shift)
            for number in self._numbers("messages"):
                self._carry_message(file, number, shift)
        new = [number for number in numbers if number > self._first["conversations"]]
        by = shift["conversations"]
        return {number: number + by for number in new} if by else {}

    def _shift(self, file: sqlite3.Connection, table: str) -> int:
        return max(0, _last_number(file, table) - self._first[table])

    def _numbers(self, table: str) -> list[int]:
        found = self.connection.execute(
            "SELECT id FROM temp.changed WHERE kind = ? ORDER BY id", (table,)
        )
        return [number for (number,) in found]

    def _row(self, table: str, number: int) -> dict[str, object] | None:
        cursor = self.connection.execute(f"SELECT * FROM {table} WHERE id = ?", (number,))
        row = cursor.fetchone()
        names = [column[0] for column in cursor.description]
        return None if row is None else dict(zip(names, row, strict=True))

    def _moved(self, message: object, by: int) -> object:
        """The number in the file of a turn that a row names."""
        if isinstance(message, int) and message > self._first["messages"]:
            return message + by
        return message

    def _carry_conversation(
        self, file: sqlite3.Connection, number: int, shift: dict[str, int]
    ) -> None:
        row = self._row("conversations", number)
        if row is None:
            return
        row["tip_id"] = self._moved(row["tip_id"], shift["messages"])
        if number > self._first["conversations"]:
            by = shift["conversations"]
            _insert(file, "conversations", {**row, "id": number + by})
        elif _exists(file, number):
            _update(file, "conversations", row)

    def _carry_message(self, file: sqlite3.Connection, number: int, shift: dict[str, int]) -> None:
        row = self._row("messages", number)
        is_new = number > self._first["messages"]
        if row is None:
            if not is_new:
                file.execute("DELETE FROM messages WHERE id = ?", (number,))
            return
        of = row["conversation_id"]
        assert isinstance(of, int)  # a foreign key
        if of > self._first["conversations"]:
            of += shift["conversations"]
        if not _exists(file, of):
            return
        row["conversation_id"] = of
        row["parent_id"] = self._moved(row["parent_id"], shift["messages"])
        if is_new:
            _insert(file, "messages", {**row, "id": number + shift["messages"]})
        else:
            _update(file, "messages", row)


def _copy(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    # With the lock of a reader: a copy waits for ever for a file that others hold.
    source.execute("BEGIN")
    try:
        source.execute("SELECT COUNT(*) FROM sqlite_schema").fetchone()
        source.backup(target)
    finally:
        source.execute("ROLLBACK")


def _last_number(connection: sqlite3.Connection, table: str) -> int:
    """The highest number that a table ever gave."""
    found = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,))
    row = found.fetchone()
    return 0 if row is None else int(row[0])


def _exists(file: sqlite3.Connection, conversation_id: int) -> bool:
    """False for a conversation that was erased for good."""
    found = file.execute(
        "SELECT 1 FROM conversations WHERE id = ? AND deleted_at IS NOT ?",
        (conversation_id, rows.ERASED),
    )
    return found.fetchone() is not None


def _insert(file: sqlite3.Connection, table: str, row: dict[str, object]) -> None:
    marks = ", ".join("?" * len(row))
    file.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", tuple(row.values()))


def _update(file: sqlite3.Connection, table: str, row: dict[str, object]) -> None:
    values = ", ".join(f"{name} = ?" for name in row)
    file.execute(f"UPDATE {table} SET {values} WHERE id = ?", (*row.values(), row["id"]))
