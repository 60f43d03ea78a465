"""Tells a page that has its text only after its scripts have run, which they never do here."""

from __future__ import annotations

import re

from newsassistant.readers.web.blocks import weight_of
from newsassistant.readers.web.tree import Element

_EXCUSE = 600  # weight: the longest that a page has to say about scripts
_SHELL = 240  # weight: the most beside what it says so to browsers without them
_ASKS = re.compile(r"(?i)java\s?script")
_DATA = re.compile(r"(?i)\btype\s?=\s?[\"']?\s?(?:application/(?:ld\+)?json|text/template)")


def is_by_scripts(root: Element, text: str) -> bool:
    """True where scripts are and no `text` was found, or a short one that asks for scripts."""
    weight = weight_of(text)
    if weight >= _EXCUSE or not any(map(_is_run, root.all())):
        return False
    return not weight or bool(_ASKS.search(text)) or (weight < _SHELL and _is_excused(root))


def _is_run(element: Element) -> bool:
    return element.tag == "script" and not _DATA.search(element.written)


def _is_excused(root: Element) -> bool:
    """True where a part for browsers without scripts says what is missing: in most are pictures."""
    parts = (one for one in root.all() if one.tag == "noscript")
    return any(_ASKS.search(one.raw) or _ASKS.search(one.text()) for one in parts)
