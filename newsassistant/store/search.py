"""What a search line means as SQL, and the piece of text to show for a hit.

A query is data: every character of it is looked for, none is an operator, and it reaches SQL as a
parameter only.
"""

from __future__ import annotations

import re

MAX_WORDS = 16
MAX_WORD_CHARS = 200
TRIGRAM = 3
"""The index holds every three characters in a row; shorter words are looked up with LIKE."""

TEXTS = (
    "SELECT content, id FROM "
    "(SELECT content, id FROM messages WHERE conversation_id = ? ORDER BY id) "
    "UNION ALL SELECT article_text, NULL FROM conversations "
    "WHERE id = ? AND article_text IS NOT NULL "
    "UNION ALL SELECT title, NULL FROM conversations WHERE id = ?"
)
"""All texts of a conversation in the order in which a hit is shown, and the turn that each is of.

Its values are three times the conversation's id.
"""

_INDEXED = (
    "(c.id IN (SELECT rowid FROM conversations_search WHERE conversations_search MATCH ?) "
    "OR c.id IN (SELECT m.conversation_id FROM messages m WHERE m.id IN "
    "(SELECT rowid FROM messages_search WHERE messages_search MATCH ?)))"
)
_SCANNED = (
    r"(c.title LIKE ? ESCAPE '\' OR c.article_text LIKE ? ESCAPE '\' OR EXISTS "
    r"(SELECT 1 FROM messages m WHERE m.conversation_id = c.id AND m.content LIKE ? ESCAPE '\'))"
)


def words_of(query: str) -> list[str]:
    """The words to look for, without NUL and half surrogate pairs; at most 16 of 200 characters."""
    clean = query.replace("\0", " ").encode("utf-8", "replace").decode("utf-8")
    return [word[:MAX_WORD_CHARS] for word in clean.split()[:MAX_WORDS]]


def condition(words: list[str]) -> tuple[str, list[str]]:
    """SQL that holds for a conversation `c` in which every word occurs, and its values."""
    clauses, values = ["1"], []
    for word in words:
        if len(word) < TRIGRAM:
            clauses.append(_SCANNED)
            values += ["%" + re.sub(r"([\\%_])", r"\\\1", word) + "%"] * 3
        else:
            clauses.append(_INDEXED)
            values += ['"' + word.replace('"', '""') + '"'] * 2
    return " AND ".join(clauses), values


def excerpt(text: str, word: str, *, before: int = 12, after: int = 60) -> str:
    """The first place of `word` in `text` on one line, with so many characters at its sides.

    Few before it: what shows the line cuts it at its end, and the word shall be seen.

    "" if it does not occur; a cut end is marked with "…".
    """
    found = re.search(re.escape(word), text, re.IGNORECASE)
    if found is None:
        return ""
    start, end = max(0, found.start() - before), min(len(text), found.end() + after)
    if start and not text[start - 1].isspace():  # not with the end of a word
        start = text.find(" ", start, found.start()) + 1 or start
    piece = " ".join(text[start:end].split())
    return ("…" if start else "") + piece + ("…" if end < len(text) else "")
