"""What is left of a text in the files of a home: as bytes, and in the trigrams of an index.

The index is read as it lies on the disk, entries that it only hides included: those are what an
attacker reads an erased text back from.
"""

from __future__ import annotations

import gzip
import io
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

RARE = "龘靐齉爩麤灪龖厵爨癵驫麣纞虋讟钃鸜麷鞻韽"
"""Characters that nothing else in a home holds; three bytes each, whole in every trigram."""

NAME = "quokka-4711-whistleblower"
_FIRST_SEGMENT = 1 << 36
_LEAF_ONLY = (1 << 31) - 1


def secret(parts: int = 40) -> str:
    """A text that is told apart from all others by any of its characters."""
    return f"{NAME} said: " + " ".join(RARE[i % 7 :] + RARE[: i % 5] for i in range(parts))


def found_in(home: Path) -> list[str]:
    """Files and indexes that hold something of `secret`, each with what was found."""
    found = []
    # All bytes first: SQLite may end a log when it reads the database.
    files = {p: p.read_bytes() for p in sorted(home.rglob("*")) if p.is_file()}
    found += [f"the name {p}" for p in sorted(home.rglob("*")) if NAME in p.name]
    for path, raw in files.items():
        raw = _unpacked(raw)
        for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
            wanted = [NAME.encode(encoding), *(char.encode(encoding) for char in RARE)]
            if encoding != "utf-8":  # two bytes may stand anywhere by chance
                wanted = [NAME.encode(encoding), RARE[:3].encode(encoding)]
            found += [f"{path.name}: {piece!r}" for piece in wanted if piece in raw]
        if raw.startswith(b"SQLite format 3\0"):
            found += [f"{path.name}: trigram {term}" for term in sorted(_terms_of(path) & _own())]
    return found


def _unpacked(raw: bytes) -> bytes:
    """The bytes, and behind them those of what is packed in them."""
    if raw.startswith(b"PK\3\4"):
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            return raw + b"".join(packed.read(name) for name in packed.namelist())
    return raw + gzip.decompress(raw) if raw.startswith(b"\x1f\x8b") else raw


def _own() -> set[str]:
    text = secret()
    rare = {text[i : i + 3] for i in range(len(text) - 2)}
    return {term for term in rare if any(char in RARE for char in term) or "4711" in term}


def _terms_of(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_schema")]
        tables = [name for name in names if name.endswith("_search_data")]
        return {term for table in tables for term in terms(connection, table)}


def terms(connection: sqlite3.Connection, table: str) -> Iterator[str]:
    """Every term on every leaf of an FTS5 index, alive or only hidden."""
    rows = connection.execute(f"SELECT id, block FROM {table} WHERE id > ?", (_FIRST_SEGMENT,))
    for number, block in rows.fetchall():
        if not number & (1 << 36):  # a leaf, no list of row numbers
            yield from _leaf(block)


def _leaf(block: bytes) -> Iterator[str]:
    end = int.from_bytes(block[2:4], "big")
    place, at, term = end, 0, b""
    while place < len(block):
        step, place = _varint(block, place)
        first, at = at == 0, at + step
        kept, start = (0, at) if first else _varint(block, at)
        length, start = _varint(block, start)
        term = term[:kept] + block[start : start + length]
        yield term[1:].decode("utf-8", "replace")


def _varint(block: bytes, place: int) -> tuple[int, int]:
    value = 0
    for count in range(9):
        byte = block[place]
        place += 1
        value = value << 7 | byte & 0x7F
        if byte < 0x80 or count == 8:
            break
    return value, place
