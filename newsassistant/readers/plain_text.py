"""A text file (.txt, .md) in any encoding -> its text; of Markdown also what its front matter says.

Fast and safe enough to run in the program itself.
"""

from __future__ import annotations

import re

from newsassistant.readers.reading import Reading
from newsassistant.text.articles.article import read_as, text_of
from newsassistant.text.articles.headline import headline_of

_FRONT = re.compile(r"\A\s*---[ \t]*\r?\n(.{0,20000}?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
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
    text = text_of(decoded.text)
    return Reading(
        text=text,
        title=headline_of(text),
        encoding=decoded.encoding,
        warnings=tuple(warnings),
    )
