"""A text file (.txt, .md) in any encoding -> its text; of Markdown also what its front matter says.

Fast and safe enough to run in the program itself.
"""

from __future__ import annotations

import re

from newsassistant.text.articles.article import read_as, text_of
from newsassistant.text.articles.headline import headline_of
from newsassistant.text.articles.reading import Reading

MARKDOWN = (".md", ".markdown", ".mdown", ".mkd")
_FRONT = re.compile(
    r"\A\s*---[ \t]*\r?\n(.{0,20000}?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL
)
_FIELD = re.compile(r"(?m)^([A-Za-z_-]{1,40}):[ \t]*(\S.*?)?[ \t]*$")
_FIRST_HEADING = re.compile(r"(?:#\s+(?P<hashes>[^\n]+?)\s*#*|(?P<line>[^\n]+)\n=+)[ \t]*(?:\n|\Z)")


def read(data: bytes, name: str, *, encoding: str = "") -> Reading:
    """The text as it stands, headline included; raises InputError("file-not-text")."""
    decoded = read_as(data, encoding, name=name)
    warnings = []
    if decoded.damaged:
        warnings.append("encoding-damaged")
    elif not decoded.certain:
        warnings.append("encoding-uncertain")
    facts: dict[str, str] = {}
    text = decoded.text
    if name.lower().endswith(MARKDOWN):
        facts, text = _front_matter(text)
    text = text_of(text)
    title = headline_of(text)
    if facts or name.lower().endswith(MARKDOWN):
        title, text = _heading(text, facts.get("title", ""), title)
    return Reading(
        text=text,
        title=title,
        author=facts.get("author", ""),
        date=facts.get("date", ""),
        source=facts.get("source", "") or facts.get("url", ""),
        language=facts.get("lang", "") or facts.get("language", ""),
        encoding=decoded.encoding,
        warnings=tuple(warnings),
    )


def _front_matter(text: str) -> tuple[dict[str, str], str]:
    """What stands between two lines of dashes at the top, field by field, and the rest."""
    match = _FRONT.match(text)
    if match is None:
        return {}, text
    fields = _FIELD.findall(match[1])
    if not fields:
        return {}, text
    facts = {key.lower(): value.strip("\"' []") for key, value in reversed(fields)}
    return facts, text[match.end() :]


def _heading(text: str, said: str, guessed: str) -> tuple[str, str]:
    """The headline of a Markdown text, and the text without its line if that is the first."""
    match = _FIRST_HEADING.match(text)
    first = (match["hashes"] or match["line"]) if match else ""
    if match and (not said or said.casefold() == first.casefold()):
        return first, text[match.end() :].lstrip("\n") or text
    return said or guessed, text
