"""What is known of a prefix without its rows: the manifest of our own format, read and renamed.

Our own is a folder of prefix.safetensors, which holds the evaluated rows, and manifest.json, which
is written last and names its hash. Lists need no more than this, so it imports no numpy.
"""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from newsassistant.core.errors import CheckpointError, PrefixError
from newsassistant.core.files import read_bytes, write_whole
from newsassistant.core.outside import UnfitError
from newsassistant.model.base import Base
from newsassistant.model.folder import MANIFEST
from newsassistant.model.formats.jsonfile import read_object
from newsassistant.model.prefixes.words import MAX_TEXT, bad, plain

PREFIX = "prefix.safetensors"
LICENCE = "LICENCE.txt"
SUFFIX = ".newsstyle"
FORMAT = 1
SOURCE = "newsassistant"
MAX_MANIFEST = 1 << 20
MAX_FACTS = 64
MAX_FACT = 2000  # an instruction of some sentences
SIZES = {"layers": 1000, "kv_heads": 4096, "head_dim": 1 << 14}
TEXTS = ("family", "fingerprint", "name")

MAX_LENGTH = 4096  # rows
MAX_LICENCE = 1 << 20  # bytes
_DIGEST = re.compile(r"[0-9a-f]{64}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

Fact = str | int | float | bool


@dataclass(frozen=True, slots=True)
class SignOff:
    """Who has said that a style may be used, on which day (2026-11-30), and what they said.

    A person's word that a file carries, no signature: whoever makes a file can write any name.
    """

    name: str
    date: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class PrefixInfo:
    """An installed prefix as lists show it, without its rows; sizes in bytes, length in tokens.

    `source` is "chatglm-ptuning-v2", "peft" or "newsassistant", `created_at` ISO text, `training`
    what is known of how it was made, `package` the SHA-256 of the file that it came in. Texts are
    "" where unknown.
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
    language: str = ""
    notes: str = ""
    sign_off: SignOff | None = None
    package: str = ""


def read_info(folder: Path) -> PrefixInfo:
    """What the manifest of our own format says; raises PrefixError. Reads no rows; any thread."""
    with as_prefix_error(folder):
        return read_manifest(folder)[0]


def facts_of(info: PrefixInfo) -> dict[str, Any]:
    """What `Prefix.facts` keeps of what a manifest says."""
    return {
        "name": info.name,
        "licence": info.licence,
        "source": info.source,
        "created_at": info.created_at,
        "training": dict(info.training),
        "language": info.language,
        "notes": info.notes,
        "sign_off": asdict(info.sign_off) if info.sign_off is not None else None,
        "package": info.package,
    }


def is_package(path: Path) -> bool:
    """True for the name of a file that a style travels in."""
    return path.suffix.lower() == SUFFIX


def licence_text(folder: Path) -> str:
    """The text that came with an installed style, "" if none did; blocks on the disk."""
    with contextlib.suppress(UnfitError):
        return read_bytes(folder / LICENCE, MAX_LICENCE).decode("utf-8", errors="replace")
    return ""


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
    return described(values, path=folder, size=size, prefix_id=folder.name), digest


def described(
    values: Mapping[str, Any], *, path: Path, size: int, prefix_id: str = ""
) -> PrefixInfo:
    """What a manifest says of a prefix, each field checked; raises PrefixError."""
    length, package = _whole(values, "length", 1, MAX_LENGTH), _text(values, "package")
    return PrefixInfo(
        id=prefix_id,
        name=_text(values, "name") or prefix_id or plain(path.stem),
        base=_base(_object(values, "base")),
        length=length,
        position_offset=_whole(values, "position_offset", 0, length),
        path=path,
        licence=_text(values, "licence"),
        size_bytes=size,
        created_at=_text(values, "created_at"),
        source=_text(values, "source"),
        training=plain_facts(_object(values, "training")),
        language=_text(values, "language"),
        notes=_text(values, "notes", limit=MAX_FACT),
        sign_off=_sign_off(values),
        package=package if _DIGEST.fullmatch(package) else "",
    )


def _sign_off(values: Mapping[str, Any]) -> SignOff | None:
    if values.get("sign_off") is None:
        return None
    found = _object(values, "sign_off")
    name, date = _text(found, "name"), _text(found, "date")
    if not name or not _DAY.fullmatch(date):
        raise bad(MANIFEST, "sign_off has no name and day, expected both")
    return SignOff(name, date, _text(found, "remark", limit=MAX_FACT))


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


def damaged(actual: str, expected: str, *, path: str = PREFIX) -> PrefixError:
    """The error for a file of a prefix that is not as it was written."""
    return PrefixError("prefix-damaged", path=path, actual=actual, expected=expected)


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


def _text(values: Mapping[str, Any], key: str, *, limit: int = MAX_TEXT) -> str:
    value = values.get(key, "")
    if not isinstance(value, str):
        raise bad(MANIFEST, f"{key} is {_kind(value)}, expected text")
    return plain(value, limit=limit)


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
