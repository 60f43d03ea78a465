"""Any text as the content or an attribute of an XML 1.0 element."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_QUOTES = {'"': "&quot;", "'": "&apos;", "\n": "&#10;", "\t": "&#9;", "\r": "&#13;"}


def xml_text(text: str) -> str:
    """`text` between two tags; what XML has no place for becomes U+FFFD."""
    return escape(_ILLEGAL.sub("\ufffd", text), {"\r": "&#13;"})


def xml_attribute(text: str) -> str:
    """`text` between the quotes of an attribute."""
    return escape(_ILLEGAL.sub("\ufffd", text), _QUOTES)
