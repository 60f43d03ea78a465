"""What is known of a prefix without its rows: the manifest of our own format, read and renamed.

Our own is a folder of prefix.safetensors, which holds the evaluated rows, and manifest.json, which
is written last and names its hash. Lists need no more than this, so it imports no numpy.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from newsassistant.core.errors import CheckpointError, PrefixError
from newsassistant.core.files import write_whole
from newsassistant.model.base import Base
from newsassistant.model.folder import MANIFEST
from newsassistant.model.formats.jsonfile import read_object
from newsassistant.model.prefixes.words import bad, plain

PREFIX = "prefix.safetensors"
FORMAT = 1
SOURCE = "newsassistant"
MAX_MANIFEST = 1 << 20
MAX_FACTS = 64
MAX_FACT = 2000  # an instruction of some sentences
SIZES = {"layers": 1000, "kv_heads": 4096, "head_dim": 1 << 14}
TEXTS = ("family", "fingerprint", "name")

MAX_LENGTH = 4096  # rows

Fact = str | int | float | bool


@dataclass(frozen=True, slots=True)
class PrefixInfo:
    """An installed prefix as lists show it, without its rows; sizes in bytes, length in tokens.

    `source` is "chatglm-ptuning-v2", "peft" or "newsassistant", `created_at` ISO text, `training`
    what is known of how it was made. Texts are "" where unknown.
    """

    id: str
    name: str
    base: Base
    length: int
    position_offset: int
    path: Path
    licence: str = ""
    size_bytes: int = 0
    created_at: str = ""
    source: str = ""
    training: Mapping[str, Fact] = field(default_factory=dict)


def read_info(folder: Path) -> PrefixInfo:
    """What the manifest of our own format says; raises PrefixError. Reads no rows; any thread."""
    with as_prefix_error(folder):
        return read_manifest(folder)[0]


def write_facts(folder: Path, manifest: Mapping[str, Any]) -> None:
    """Put `manifest` in the place of the one in `folder`, at once; raises OSError."""
    text = json.dumps(manifest, indent=2, ensure_ascii=False, allow_nan=False)
    write_whole(folder / MANIFEST, text.encode() + b"\n", private=False)


def rename_prefix(folder: Path, name: str) -> PrefixInfo:
    """Give the prefix in `folder` another name; raises PrefixError. Blocks; any thread."""
    read_info(folder)
    with as_prefix_error(folder):
        manifest = read_object(folder / MANIFEST, limit=MAX_MANIFEST)
        try:
            write_facts(folder, {**manifest, "name": plain(name)})
        except OSError as error:
            detail = error.strerror or str(error)
            raise PrefixError("target-unwritable", path=folder, detail=detail) from error
        except ValueError as error:  # a foreign key holds 1e999 or half a character
            raise bad(MANIFEST, str(error)) from error
    return read_info(folder)


@contextlib.contextmanager
def as_prefix_error(path: Path) -> Iterator[None]:
    """What the readers of files complain about, as the one kind of error that callers expect."""
    try:
        yield
    except CheckpointError as error:
        code = {"checkpoint-invalid": "prefix-invalid"}.get(error.code, error.code)
        raise PrefixError(code, **error.params) from error
    except OSError as error:
        detail = error.strerror or str(error)
        raise PrefixError("file-unreadable", path=path, detail=detail) from error


def read_manifest(folder: Path) -> tuple[PrefixInfo, str]:
    """What is said of the prefix, and the hash of its rows; the size of the file is compared."""
    values = read_object(folder / MANIFEST, limit=MAX_MANIFEST)
    version = values.get("format")
    if version != FORMAT or isinstance(version, bool):
        newer = "; a newer version wrote it" if type(version) is int and version > FORMAT else ""
        raise bad(MANIFEST, f"format {str(version)[:40]}, expected {FORMAT}{newer}")
    size, digest = _file_facts(folder, values)
    length = _whole(values, "length", 1, MAX_LENGTH)
    info = PrefixInfo(
        id=folder.name,
        name=_text(values, "name") or folder.name,
        base=_base(_object(values, "base")),
        length=length,
        position_offset=_whole(values, "position_offset", 0, length),
        path=folder,
        licence=_text(values, "licence"),
        size_bytes=size,
        created_at=_text(values, "created_at"),
        source=_text(values, "source"),
        training=plain_facts(_object(values, "training")),
    )
    return info, digest


def _base(values: Mapping[str, Any]) -> Base:
    layers, kv_heads, head_dim = (_whole(values, key, 1, most) for key, most in SIZES.items())
    family, fingerprint, name = (_text(values, key) for key in TEXTS)
    return Base(family, layers, kv_heads, head_dim, fingerprint, name)


def _file_facts(folder: Path, values: Mapping[str, Any]) -> tuple[int, str]:
    entry = _object(_object(values, "files"), PREFIX)
    size, digest = _whole(entry, "size", 1, 1 << 40), _text(entry, "sha256")
    path = folder / PREFIX
    actual = path.stat().st_size if path.is_file() else None
    if actual != size:
        raise damaged(f"{actual or 0:,} B", f"{size:,} B")
    return size, digest


def damaged(actual: str, expected: str) -> PrefixError:
    return PrefixError("prefix-damaged", path=PREFIX, actual=actual, expected=expected)


def _object(values: Mapping[str, Any], key: str) -> dict[str, Any]:
    value = values.get(key)
    if not isinstance(value, dict):
        raise bad(MANIFEST, f"{key} is {_kind(value)}, expected an object")
    return value


def _whole(values: Mapping[str, Any], key: str, least: int, most: int) -> int:
    value = values.get(key)
    if type(value) is not int or not least <= value <= most:
        shown = value if type(value) is int and abs(value) < 1 << 64 else _kind(value)
        raise bad(MANIFEST, f"{key} is {shown}, expected a whole number from {least} to {most}")
    return value


def _text(values: Mapping[str, Any], key: str) -> str:
    value = values.get(key, "")
    if not isinstance(value, str):
        raise bad(MANIFEST, f"{key} is {_kind(value)}, expected text")
    return plain(value)


def _kind(value: object) -> str:
    return "missing" if value is None else f"a {type(value).__name__}"


def plain_facts(values: Mapping[str, Any]) -> dict[str, Fact]:
    """Plain values only, the first few: whatever is more cannot be shown."""
    found: dict[str, Fact] = {}
    for key, value in list(values.items())[:MAX_FACTS]:
        if isinstance(value, str):
            found[plain(key)] = plain(value, limit=MAX_FACT)
        elif isinstance(value, int | float) and abs(value) < 1 << 64:  # neither NaN nor infinity
            found[plain(key)] = value
    return found
