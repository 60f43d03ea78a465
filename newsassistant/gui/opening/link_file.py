"""Files that hold nothing but a link: .url of Windows, .webloc of macOS, .desktop of Linux."""

from __future__ import annotations

import re
from pathlib import Path

from newsassistant.core.addresses import lone_address
from newsassistant.core.errors import InputError
from newsassistant.core.outside import contained
from newsassistant.text.articles.article import read_up_to

PROPERTY_LIST = ".webloc"
SUFFIXES = (".url", ".desktop", PROPERTY_LIST)
MOST_BYTES = 1 << 16
_FIELD = re.compile(rb"(?mi)^[ \t]*URL[ \t]*=[ \t]*([^\r\n]+)")


def link_in(path: Path) -> str:
    """The address in such a file, "" for every other file; raises InputError. Reads the disk."""
    if path.suffix.lower() not in SUFFIXES:
        return ""
    data, size = read_up_to(path, MOST_BYTES)
    nothing = InputError("link-without-address", path=path.name)
    if size > MOST_BYTES:
        raise nothing
    if path.suffix.lower() == PROPERTY_LIST:
        with contained(lambda clause: nothing):
            said = _in_property_list(data)
    else:
        found = _FIELD.search(data)
        said = found[1].decode("utf-8", "replace") if found is not None else ""
    if address := lone_address(said):
        return address
    raise nothing


def _in_property_list(data: bytes) -> str:
    """Both its forms, in XML and in bytes; raises whatever the library does."""
    import plistlib

    values = plistlib.loads(data)
    said = values.get("URL") if isinstance(values, dict) else None
    return said if isinstance(said, str) else ""
