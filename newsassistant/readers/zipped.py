"""Parts of a zip archive that may be an attack: few, small, and no more than they declare."""

from __future__ import annotations

import io
import zipfile
import zlib

from newsassistant.core.errors import InputError
from newsassistant.core.outside import UnfitError

MOST_PARTS = 10_000
MOST_BYTES = 512 << 20  # of all parts together, as declared
MOST_OF_A_PART = 48 << 20
MOST_RATIO = 200  # of what a part unpacks to; text comes to a tenth, and styles to a fiftieth
SMALL = 4 << 20  # a part that unpacks to no more may be packed as well as it likes
_ENCRYPTED = 1
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class Parts:
    """The parts of an archive by name; raises UnfitError and InputError, in the child only."""

    def __init__(self, data: bytes, name: str) -> None:
        self._name = name
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
            raise UnfitError("its archive is damaged") from error
        entries = self._archive.infolist()
        if len(entries) > MOST_PARTS or sum(entry.file_size for entry in entries) > MOST_BYTES:
            raise InputError("document-too-complex", path=name)
        self._entries = {entry.filename: entry for entry in entries}

    def __contains__(self, part: str) -> bool:
        return part in self._entries

    def names(self) -> tuple[str, ...]:
        """The names of all parts, in the order of the archive."""
        return tuple(self._entries)

    def read(self, part: str) -> bytes:
        """All of a part, b"" where there is none."""
        entry = self._entries.get(part)
        if entry is None:
            return b""
        if entry.flag_bits & _ENCRYPTED:
            raise InputError("document-password", path=self._name)
        large = entry.file_size > max(SMALL, MOST_RATIO * entry.compress_size)
        if large or entry.file_size > MOST_OF_A_PART:
            raise InputError("document-too-complex", path=self._name)
        if entry.compress_type not in _METHODS:
            raise UnfitError("its archive is packed in an unusual way")
        try:
            with self._archive.open(entry) as file:
                content = file.read(MOST_OF_A_PART + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError) as error:
            raise UnfitError("its archive is damaged") from error
        except NotImplementedError as error:
            raise UnfitError("its archive is packed in an unusual way") from error
        if len(content) > MOST_OF_A_PART:
            raise InputError("document-too-complex", path=self._name)
        return content
