"""A house style as one file, which travels: the rows, what is known of them, and who signed it off.

A zip archive of manifest.json, prefix.safetensors and, if there is a text, LICENCE.txt, stored as
they are and in this order. Equal contents make equal bytes, so that a file has one hash, by which
two people can tell that they have the same one; what is read must be just what is written.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
import struct
import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from newsassistant.core.errors import PrefixError
from newsassistant.core.files import open_regular, replacing
from newsassistant.core.outside import UnfitError
from newsassistant.core.umask import users_umask
from newsassistant.model.folder import MANIFEST
from newsassistant.model.formats.archive import END_RECORD, ENTRY, LOCAL
from newsassistant.model.formats.jsonfile import decode_object
from newsassistant.model.prefixes.manifest import (
    LICENCE,
    MAX_LICENCE,
    MAX_MANIFEST,
    PREFIX,
    SIZES,
    TEXTS,
    PrefixInfo,
    as_prefix_error,
    damaged,
    described,
    facts_of,
    plain_facts,
)
from newsassistant.model.prefixes.parts import tensor_file, tensor_header
from newsassistant.model.prefixes.prefix import Prefix
from newsassistant.model.prefixes.words import bad, plain

KIND = "newsassistant-style"
VERSION = 1
PARTS = (MANIFEST, PREFIX, LICENCE)
MAX_ROWS = 2 << 30  # bytes: 2048 rows of ChatGLM-6B, whose rows are the largest
MAX_BYTES = MAX_ROWS + MAX_MANIFEST + MAX_LICENCE + (1 << 16)
_MARKS = (b"PK\3\4", b"PK\1\2", b"PK\5\6")
_ZIP = 20  # the version that an archive of stored parts needs
_ON_UNIX = 3 << 8 | _ZIP
_MODE = 0o100644 << 16  # a file that its owner writes and everybody reads
_UTF8 = 0x800
_DATE = 1 << 5 | 1  # 1 January 1980, the first that an archive can tell: of every part

Pieces = Sequence[bytes | memoryview]


def write_package(path: Path, prefix: Prefix, *, name: str) -> str:
    """Put a prefix with all of its `facts` into a file; returns the file's SHA-256 in hex.

    What is at `path` is replaced, at once or not at all. Raises PrefixError: "target-unwritable",
    or what `Prefix.check` says. Blocks; any thread.
    """
    facts = prefix.check().facts
    header, numbers = tensor_file(prefix.rows)
    rows, text = (header, numbers), _licence(str(facts.get("licence_text", "")))
    files = {PREFIX: _entry(rows)} | ({LICENCE: _entry([text])} if text else {})
    values = _values(prefix, name, files)
    manifest = json.dumps(values, indent=2, ensure_ascii=False, allow_nan=False).encode() + b"\n"
    parts: dict[str, Pieces] = {MANIFEST: [manifest], PREFIX: rows}
    if text:
        parts[LICENCE] = [text]
    digest = hashlib.sha256()
    try:
        with replacing(path) as file:
            for piece in _archive(parts):
                digest.update(piece)
                file.write(piece)
            os.chmod(file.name, 0o666 & ~users_umask())
    except OSError as error:
        detail = error.strerror or str(error)
        raise PrefixError("target-unwritable", path=path, detail=detail) from error
    return digest.hexdigest()


def _values(prefix: Prefix, name: str, files: Mapping[str, Any]) -> dict[str, Any]:
    facts = prefix.facts
    texts = {key: str(facts.get(key, "")) for key in ("language", "notes", "licence")}
    return {
        "format": KIND,
        "version": VERSION,
        "name": plain(name),
        **texts,
        "base": {key: getattr(prefix.base, key) for key in (*SIZES, *TEXTS)},
        "length": prefix.length,
        "position_offset": prefix.position_offset,
        "source": str(facts.get("source", "")),
        "created_at": str(facts.get("created_at", "")),
        "training": plain_facts(facts.get("training", {})),
        "sign_off": facts.get("sign_off") or None,
        "files": files,
    }


def _licence(text: str) -> bytes:
    """A text as UTF-8 of up to `MAX_LICENCE` bytes, with whole characters only."""
    return text.encode("utf-8", "replace")[:MAX_LICENCE].decode("utf-8", "ignore").encode()


def _entry(pieces: Pieces) -> dict[str, Any]:
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(piece)
    return {"size": sum(map(len, pieces)), "sha256": digest.hexdigest()}


# --- reading -------------------------------------------------------------------------------------


def read_package(path: Path) -> Prefix:
    """The prefix in a file that `write_package` made; its `facts` have "package", the file's hash.

    All of it is read, and every byte and hash is checked. Raises PrefixError. Blocks; any thread.
    """
    with as_prefix_error(path):
        try:
            with open_regular(path, MAX_BYTES) as file:
                content = file.read(os.fstat(file.fileno()).st_size + 1)
        except UnfitError as error:
            raise PrefixError("file-unreadable", path=path, detail=error) from error
        parts = _parts(plain(path.name), content)
        values = decode_object(bytes(parts[MANIFEST]), where=MANIFEST)
        _check_version(values)
        _check_whole(parts, content)
        _check_files(parts, values)
        rows = parts[PREFIX]
        info = described(values, path=path, size=len(rows))
        return _prefix(info, rows, _text(parts.get(LICENCE)), hashlib.sha256(content).hexdigest())


def _prefix(info: PrefixInfo, rows: memoryview, licence: str, package: str) -> Prefix:
    base = info.base
    shape = base.layers, 2, info.length, base.kv_heads, base.head_dim
    header = tensor_header(shape)
    if rows[: len(header)] != header or len(rows) != len(header) + 4 * math.prod(shape):
        raise bad(PREFIX, f"it does not hold rows F32 {list(shape)} and nothing else")
    numbers = np.frombuffer(rows, "<f4", offset=len(header)).reshape(shape)
    facts = {**facts_of(info), "licence_text": licence, "package": package}
    return Prefix(np.array(numbers, np.float32), base, info.position_offset, facts).check()


def _text(part: memoryview | None) -> str:
    try:
        return bytes(part or b"").decode()
    except UnicodeDecodeError as error:
        raise bad(LICENCE, f"no UTF-8 text at byte {error.start}") from error


def _check_version(values: Mapping[str, Any]) -> None:
    kind, version = values.get("format"), values.get("version")
    if kind != KIND or type(version) is not int or version < 1:
        raise bad(MANIFEST, f"expected format {KIND!r} and a version")
    if version > VERSION:
        shown = version if version < 1 << 32 else "later"
        raise PrefixError("prefix-too-new", actual=shown, expected=VERSION)


def _check_files(parts: Mapping[str, memoryview], values: Mapping[str, Any]) -> None:
    """Compare each part but the manifest with what that says; raises PrefixError."""
    files = values.get("files")
    names = set(parts) - {MANIFEST}
    if not isinstance(files, dict) or set(files) != names:
        raise bad(MANIFEST, f"files does not name {', '.join(sorted(names))} and nothing else")
    for name in sorted(names):
        found, told = _entry([parts[name]]), files[name]
        if found != told:
            raise damaged(f"SHA-256 {found['sha256'][:12]}", _told(told), path=name)


def _told(entry: object) -> str:
    digest = entry.get("sha256") if isinstance(entry, dict) else None
    return f"SHA-256 {plain(digest)[:12]}" if isinstance(digest, str) else "a size and a SHA-256"


# --- the archive ---------------------------------------------------------------------------------


def _parts(name: str, content: bytes) -> dict[str, memoryview]:
    """The parts by name, in the one order that there is; raises PrefixError."""
    view, place = memoryview(content), 0
    found: dict[str, memoryview] = {}
    if content[:4] != _MARKS[0]:
        raise bad(name, "it is no file of a house style")
    for part in PARTS:
        if content[place : place + 4] != _MARKS[0]:
            break
        try:
            fields = LOCAL.unpack_from(content, place)
        except struct.error as error:
            raise bad(name, "it is cut off") from error
        start = place + LOCAL.size + len(part)
        if content[place + LOCAL.size : start] != part.encode():
            raise bad(name, f"{part} is not where it must be")
        place = start + fields[8]
        found[part] = view[start:place]
    if MANIFEST not in found or PREFIX not in found or place > len(content):
        raise bad(name, "it is cut off")
    if len(found[MANIFEST]) > MAX_MANIFEST or len(found.get(LICENCE, b"")) > MAX_LICENCE:
        raise bad(name, "one of its texts is too long")
    return found


def _check_whole(parts: Mapping[str, memoryview], content: bytes) -> None:
    """Raise PrefixError if the archive is not, byte by byte, what would be written of `parts`."""
    place = 0
    for piece in _archive({name: [part] for name, part in parts.items()}):
        end = place + len(piece)
        # The parts themselves are pieces of the content.
        if isinstance(piece, bytes) and content[place:end] != piece:
            raise damaged("another archive", "the one that was written", path="")
        place = end
    if place != len(content):
        raise damaged(f"{len(content):,} B", f"{place:,} B", path="")


def _archive(parts: Mapping[str, Pieces]) -> Iterator[bytes | memoryview]:
    """The archive of `parts`, piece by piece."""
    directory, place = b"", 0
    for name, pieces in parts.items():
        crc = 0
        for piece in pieces:
            crc = zlib.crc32(piece, crc)
        size, label = sum(map(len, pieces)), name.encode()
        facts = _ZIP, _UTF8, 0, 0, _DATE, crc, size, size, len(label), 0
        yield LOCAL.pack(_MARKS[0], *facts) + label
        yield from pieces
        there = 0, 0, 0, _MODE, place
        directory += ENTRY.pack(_MARKS[1], _ON_UNIX, *facts, *there) + label
        place += LOCAL.size + len(label) + size
    yield directory
    count = len(parts)
    yield END_RECORD.pack(_MARKS[2], 0, 0, count, count, len(directory), place, 0)
