"""The tables of the history, as the ordered steps that every older file goes through.

A released step is never edited: add one after it.

Search needs an index that finds Chinese, which has no spaces: FTS5's trigram tokenizer indexes
every three characters in a row. It cannot see a query of one or two characters, and many Chinese
words have two; `History.conversations` looks those up with LIKE.
"""

from __future__ import annotations

_CONVERSATIONS = """
CREATE TABLE conversations (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    title TEXT NOT NULL,
    preset TEXT NOT NULL,
    model TEXT NOT NULL,
    prefix TEXT NOT NULL,
    article_title TEXT,
    article_text TEXT,
    article_language TEXT,
    article_digest TEXT,
    article_source TEXT,
    created_at REAL NOT NULL,
    updated_at REAL NOT NULL,
    deleted_at REAL
)
"""

_MESSAGES = """
CREATE TABLE messages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation_id INTEGER NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    role TEXT NOT NULL CHECK (role IN ('system', 'user', 'assistant')),
    content TEXT NOT NULL,
    created_at REAL NOT NULL,
    updated_at REAL NOT NULL,
    status TEXT NOT NULL
        CHECK (status IN ('sent', 'running', 'done', 'length', 'stopped', 'failed')),
    preset TEXT NOT NULL,
    model TEXT NOT NULL,
    prefix TEXT NOT NULL,
    article_chars INTEGER,
    usage TEXT,
    error TEXT NOT NULL
)
"""


def _index(table: str, columns: str) -> tuple[str, ...]:
    """An index over a table's own text, no copy of it, which triggers keep in step."""
    new = ", ".join(f"new.{name}" for name in columns.split(", "))
    old = ", ".join(f"old.{name}" for name in columns.split(", "))
    index = f"{table}_search"
    add = f"INSERT INTO {index} (rowid, {columns}) VALUES (new.id, {new});"
    # An index without a copy of the text must be told what it forgets.
    drop = f"INSERT INTO {index} ({index}, rowid, {columns}) VALUES ('delete', old.id, {old});"
    return (
        f"CREATE VIRTUAL TABLE {index} USING fts5({columns}, content = '{table}', "
        "content_rowid = 'id', tokenize = 'trigram')",
        f"CREATE TRIGGER {index}_insert AFTER INSERT ON {table} BEGIN {add} END",
        f"CREATE TRIGGER {index}_delete AFTER DELETE ON {table} BEGIN {drop} END",
        f"CREATE TRIGGER {index}_update AFTER UPDATE OF {columns} ON {table} "
        f"BEGIN {drop} {add} END",
    )


MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        _CONVERSATIONS,
        _MESSAGES,
        "CREATE INDEX messages_of_conversation ON messages (conversation_id, id)",
        "CREATE INDEX conversations_by_time ON conversations (updated_at, id)",
        *_index("conversations", "title, article_text"),
        *_index("messages", "content"),
    ),
    # How the article came in; NULL where it was stored before anybody wrote that down.
    (
        "ALTER TABLE conversations ADD COLUMN article_way TEXT",
        "ALTER TABLE conversations ADD COLUMN article_at REAL",
        "ALTER TABLE conversations ADD COLUMN article_encoding TEXT",
        "ALTER TABLE conversations ADD COLUMN article_edited INTEGER",
    ),
    # What its file or page says of it; NULL where it was stored before anybody read that.
    (
        "ALTER TABLE conversations ADD COLUMN article_author TEXT",
        "ALTER TABLE conversations ADD COLUMN article_date TEXT",
        "ALTER TABLE conversations ADD COLUMN article_outlet TEXT",
    ),
    # Which turn a turn follows (0: it begins the conversation), so that an edited question and an
    # answer given again stand beside the old ones; NULL where it was stored before that: the turn
    # before it. Which turn is shown, with all it follows; NULL: the newest.
    (
        "ALTER TABLE messages ADD COLUMN parent_id INTEGER",
        "ALTER TABLE conversations ADD COLUMN tip_id INTEGER",
        "ALTER TABLE conversations ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0",
    ),
    # What a request reads of its article, spans in JSON; NULL is the whole, or what the number in
    # `article_chars` says, which is written no more.
    ("ALTER TABLE messages ADD COLUMN article_reads TEXT",),
    # What the model wrote of an answer that a person has edited since; NULL where nobody has.
    ("ALTER TABLE messages ADD COLUMN written TEXT",),
)
"""Step n takes a file from version n - 1 to n."""
