"""Prefix checkpoints on the disk: reads the three formats that exist, writes our own.

Knows nothing of where prefixes are installed. Our own is a folder of prefix.safetensors, which
holds the evaluated rows, and manifest.json, which is written last and names its hash.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import re
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from newsassistant import __version__
from newsassistant.core.errors import CheckpointError, PrefixError
from newsassistant.core.files import replacing, write_whole
from newsassistant.model.base import Base
from newsassistant.model.folder import MANIFEST, sha256_of
from newsassistant.model.formats.jsonfile import read_object
from newsassistant.model.formats.safetensors import read_safetensors
from newsassistant.model.prefixes.parts import ADAPTER_CONFIG, ADAPTER_FILES, bad, numbers, plain
from newsassistant.model.prefixes.prefix import MAX_LENGTH, Prefix

PREFIX = "prefix.safetensors"
ROWS = "rows"
FORMAT = 1
SOURCE = "newsassistant"
MAX_MANIFEST = 1 << 20
MAX_FACTS = 64
MAX_ENTRIES = 2000  # of a run's folder
SHOWN = 8
MAX_FACT = 2000  # an instruction of some sentences
_SIZES = {"layers": 1000, "kv_heads": 4096, "head_dim": 1 << 14}
_TEXTS = ("family", "fingerprint", "name")

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


def read_prefix(path: Path) -> Prefix:
    """The prefix in a folder of any of the three formats, or in the folder of the file `path`.

    The hash of our own is checked; `facts` has "source", "training" and what else a manifest says.
    Raises PrefixError naming the file, expected and found: "prefix-inside" for a run's folder, the
    checkpoints of which hold one each. Blocks; any thread.
    """
    with _as_prefix_error(path):
        if path.is_dir():
            own = (path / MANIFEST).is_file()
            return _read_own(path) if own else _read_foreign(path, is_peft=_is_peft(path))
        if not path.is_file():
            raise PrefixError("file-not-found", path=path)
        if path.name in (PREFIX, MANIFEST):
            return _read_own(path.parent)
        if path.name in (ADAPTER_CONFIG, *ADAPTER_FILES):
            return _read_foreign(path.parent, is_peft=_is_peft(path.parent))
        if path.suffix not in (".bin", ".safetensors"):
            raise bad(plain(path.name), "expected a folder, or its .bin or .safetensors file")
        return _read_foreign(path.parent, path, is_peft=False)


def _read_foreign(folder: Path, weights: Path | None = None, *, is_peft: bool) -> Prefix:
    """What PEFT or the official code has written; importing the readers would slow the start."""
    if is_peft:
        from newsassistant.model.prefixes.peft import read_peft

        return read_peft(folder)
    if weights is None and not _may_be_official(folder):
        name = plain(folder.absolute().name)
        if inside := checkpoints_inside(folder):
            found = ", ".join(inside[-SHOWN:])
            raise PrefixError("prefix-inside", path=name, found=found, newest=inside[-1])
        raise PrefixError("prefix-none", path=name)
    from newsassistant.model.prefixes.official import read_official

    return read_official(folder, weights)


def _is_peft(folder: Path) -> bool:
    """By the rows: other programs ask for an adapter_config.json beside the official files too."""
    if not (folder / ADAPTER_CONFIG).is_file():
        return False
    return any((folder / name).is_file() for name in ADAPTER_FILES) or not _may_be_official(folder)


def checkpoints_inside(folder: Path) -> list[str]:
    """The folders in a run's folder that may hold a prefix, by the numbers in their names.

    None in what is no folder; raises PrefixError for one that cannot be read.
    """
    if not folder.is_dir():
        return []
    with _as_prefix_error(folder), os.scandir(folder) as entries:
        names = [entry.name for entry in itertools.islice(entries, MAX_ENTRIES) if entry.is_dir()]
        found = [name for name in names if name == plain(name) and _may_be_prefix(folder / name)]
    return sorted(found, key=_by_number)


def _by_number(name: str) -> tuple[int, str]:
    digits = re.search(r"\d{1,18}", name)
    return int(digits[0]) if digits else -1, name


def _may_be_prefix(folder: Path) -> bool:
    if (folder / ADAPTER_CONFIG).is_file():
        return True
    own = (folder / MANIFEST).is_file() and (folder / PREFIX).is_file()
    return own or _may_be_official(folder)


def _may_be_official(folder: Path) -> bool:
    suffixes = {path.suffix for path in folder.iterdir()}
    return (folder / "config.json").is_file() and not suffixes.isdisjoint({".bin", ".safetensors"})


def read_fitting(path: Path, base: Base) -> Prefix:
    """The prefix at `path`, which can be used with the model `base`; raises PrefixError."""
    prefix = read_prefix(path)
    prefix.check_fits(base)
    return prefix


def read_info(folder: Path) -> PrefixInfo:
    """What the manifest of our own format says; raises PrefixError. Reads no rows; any thread."""
    with _as_prefix_error(folder):
        return _read_manifest(folder)[0]


def write_prefix(
    folder: Path,
    prefix: Prefix,
    *,
    name: str,
    licence: str = "",
    source: str = "",
    created_at: str = "",
    **training: object,
) -> None:
    """Write our own format into `folder`, which is made; a reader sees all of it or none.

    What is not given is as `prefix.facts` has it; else the source is "newsassistant" and the time
    now. `training` adds facts to those of the prefix; what is neither text nor a finite number is
    left out. Raises PrefixError: "target-unwritable", or
    what `Prefix.check` says. Blocks; any thread.
    """
    known = prefix.check().facts
    facts = {
        "name": plain(name),
        "base": {key: getattr(prefix.base, key) for key in (*_SIZES, *_TEXTS)},
        "length": prefix.length,
        "position_offset": prefix.position_offset,
        "licence": plain(licence or str(known.get("licence", ""))),
        "source": source or known.get("source", SOURCE),
        "created_at": created_at or known.get("created_at") or _now(),
        "training": _facts({**known.get("training", {}), **training}),
        "newsassistant": __version__,
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / MANIFEST).unlink(missing_ok=True)  # until it is back, there is no prefix here
        with replacing(folder / PREFIX, private=False) as file:
            file.writelines(_tensor_file(prefix))
        entry = {"size": (folder / PREFIX).stat().st_size, "sha256": sha256_of(folder / PREFIX)}
        write_facts(folder, {"format": FORMAT, **facts, "files": {PREFIX: entry}})
    except OSError as error:
        detail = error.strerror or str(error)
        raise PrefixError("target-unwritable", path=folder, detail=detail) from error


def write_facts(folder: Path, manifest: Mapping[str, Any]) -> None:
    """Put `manifest` in the place of the one in `folder`, at once; raises OSError."""
    text = json.dumps(manifest, indent=2, ensure_ascii=False, allow_nan=False)
    write_whole(folder / MANIFEST, text.encode() + b"\n", private=False)


def rename_prefix(folder: Path, name: str) -> PrefixInfo:
    """Give the prefix in `folder` another name; raises PrefixError. Blocks; any thread."""
    read_info(folder)
    with _as_prefix_error(folder):
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
def _as_prefix_error(path: Path) -> Iterator[None]:
    """What the readers of files complain about, as the one kind of error that callers expect."""
    try:
        yield
    except CheckpointError as error:
        code = {"checkpoint-invalid": "prefix-invalid"}.get(error.code, error.code)
        raise PrefixError(code, **error.params) from error
    except OSError as error:
        detail = error.strerror or str(error)
        raise PrefixError("file-unreadable", path=path, detail=detail) from error


def _read_own(folder: Path) -> Prefix:
    info, digest = _read_manifest(folder)
    path = folder / PREFIX
    actual = sha256_of(path)
    if actual != digest:
        raise _damaged(f"SHA-256 {actual[:12]}", f"SHA-256 {digest[:12]}")
    tensor = read_safetensors(path).get(ROWS)
    base = info.base
    expected = (base.layers, 2, info.length, base.kv_heads, base.head_dim)
    found = None if tensor is None else (tensor.dtype, tensor.shape)
    if tensor is None or found != ("F32", expected):
        shown = "missing" if tensor is None else f"{tensor.dtype} {list(tensor.shape)}"
        raise bad(PREFIX, f"{ROWS} is {shown}, expected F32 {list(expected)}")
    facts = {
        "name": info.name,
        "licence": info.licence,
        "source": info.source,
        "created_at": info.created_at,
        "training": dict(info.training),
    }
    rows = np.array(numbers(tensor))  # not mapped: the folder may be removed while it is in use
    return Prefix(rows, base, info.position_offset, facts).check()


def _read_manifest(folder: Path) -> tuple[PrefixInfo, str]:
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
        training=_facts(_object(values, "training")),
    )
    return info, digest


def _base(values: Mapping[str, Any]) -> Base:
    layers, kv_heads, head_dim = (_whole(values, key, 1, most) for key, most in _SIZES.items())
    family, fingerprint, name = (_text(values, key) for key in _TEXTS)
    return Base(family, layers, kv_heads, head_dim, fingerprint, name)


def _file_facts(folder: Path, values: Mapping[str, Any]) -> tuple[int, str]:
    entry = _object(_object(values, "files"), PREFIX)
    size, digest = _whole(entry, "size", 1, 1 << 40), _text(entry, "sha256")
    path = folder / PREFIX
    actual = path.stat().st_size if path.is_file() else None
    if actual != size:
        raise _damaged(f"{actual or 0:,} B", f"{size:,} B")
    return size, digest


def _damaged(actual: str, expected: str) -> PrefixError:
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


def _facts(values: Mapping[str, Any]) -> dict[str, Fact]:
    """Plain values only, the first few: whatever is more cannot be shown."""
    found: dict[str, Fact] = {}
    for key, value in list(values.items())[:MAX_FACTS]:
        if isinstance(value, str):
            found[plain(key)] = plain(value, limit=MAX_FACT)
        elif isinstance(value, int | float) and abs(value) < 1 << 64:  # neither NaN nor infinity
            found[plain(key)] = value
    return found


def _tensor_file(prefix: Prefix) -> tuple[bytes, memoryview]:
    """A .safetensors file of the rows; the header is padded so that the numbers are aligned."""
    rows = np.ascontiguousarray(prefix.rows, dtype="<f4")
    entry = {"dtype": "F32", "shape": list(rows.shape), "data_offsets": [0, rows.nbytes]}
    header = json.dumps({ROWS: entry}).encode()
    header += b" " * (-len(header) % 8)
    return struct.pack("<Q", len(header)) + header, rows.data


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
