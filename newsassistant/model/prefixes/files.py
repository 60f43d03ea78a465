"""Prefix checkpoints on the disk: reads the formats that exist, writes our own.

Knows nothing of where prefixes are installed. `manifest` has what our own says of its rows.
"""

from __future__ import annotations

import itertools
import os
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from newsassistant import __version__
from newsassistant.core.errors import PrefixError
from newsassistant.core.files import replacing, write_whole
from newsassistant.model.base import Base
from newsassistant.model.folder import MANIFEST, sha256_of
from newsassistant.model.formats.safetensors import read_safetensors
from newsassistant.model.prefixes.manifest import (
    FORMAT,
    LICENCE,
    PREFIX,
    SIZES,
    SOURCE,
    SUFFIX,
    TEXTS,
    as_prefix_error,
    damaged,
    facts_of,
    is_package,
    licence_text,
    plain_facts,
    read_manifest,
    write_facts,
)
from newsassistant.model.prefixes.parts import ROWS, numbers, tensor_file
from newsassistant.model.prefixes.prefix import Prefix
from newsassistant.model.prefixes.words import ADAPTER_CONFIG, ADAPTER_FILES, bad, plain

MAX_ENTRIES = 2000  # of a run's folder
SHOWN = 8


def read_prefix(path: Path) -> Prefix:
    """The prefix in a folder of any of the three formats, in the folder of the file `path`, or in
    a file that a style travels in.

    The hashes of our own are checked; `facts` has "source", "training" and what else a manifest
    says. Raises PrefixError naming the file, expected and found: "prefix-inside" for a run's
    folder, the checkpoints of which hold one each. Blocks; any thread.
    """
    with as_prefix_error(path):
        if path.is_dir():
            own = (path / MANIFEST).is_file()
            return _read_own(path) if own else _read_foreign(path, is_peft=_is_peft(path))
        if not path.is_file():
            raise PrefixError("file-not-found", path=path)
        if path.name in (PREFIX, MANIFEST):
            return _read_own(path.parent)
        if path.name in (ADAPTER_CONFIG, *ADAPTER_FILES):
            return _read_foreign(path.parent, is_peft=_is_peft(path.parent))
        if is_package(path):
            from newsassistant.model.prefixes.package import read_package

            return read_package(path)
        if path.suffix not in (".bin", ".safetensors"):
            kinds = f"expected a folder, its .bin or .safetensors file, or a {SUFFIX}"
            raise bad(plain(path.name), kinds)
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
    with as_prefix_error(folder), os.scandir(folder) as entries:
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
    now. What `prefix.facts` has of a sign-off and of a licence's text is kept. `training` adds
    facts to those of the prefix; what is neither text nor a finite number is left out. Raises
    PrefixError: "target-unwritable", or what `Prefix.check` says. Blocks; any thread.
    """
    known = prefix.check().facts
    facts = {
        "name": plain(name),
        "base": {key: getattr(prefix.base, key) for key in (*SIZES, *TEXTS)},
        "length": prefix.length,
        "position_offset": prefix.position_offset,
        "licence": plain(licence or str(known.get("licence", ""))),
        "source": source or known.get("source", SOURCE),
        "created_at": created_at or known.get("created_at") or _now(),
        "training": plain_facts({**known.get("training", {}), **training}),
        "newsassistant": __version__,
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / MANIFEST).unlink(missing_ok=True)  # until it is back, there is no prefix here
        with replacing(folder / PREFIX, private=False) as file:
            file.writelines(tensor_file(prefix.rows))
        if text := known.get("licence_text"):
            write_whole(folder / LICENCE, str(text).encode(), private=False)
        files = {
            name: {"size": (folder / name).stat().st_size, "sha256": sha256_of(folder / name)}
            for name in ((PREFIX, LICENCE) if text else (PREFIX,))
        }
        write_facts(folder, {"format": FORMAT, **facts, **_sayings(known), "files": files})
    except OSError as error:
        detail = error.strerror or str(error)
        raise PrefixError("target-unwritable", path=folder, detail=detail) from error


def _read_own(folder: Path) -> Prefix:
    info, digest = read_manifest(folder)
    path = folder / PREFIX
    actual = sha256_of(path)
    if actual != digest:
        raise damaged(f"SHA-256 {actual[:12]}", f"SHA-256 {digest[:12]}")
    tensor = read_safetensors(path).get(ROWS)
    base = info.base
    expected = (base.layers, 2, info.length, base.kv_heads, base.head_dim)
    found = None if tensor is None else (tensor.dtype, tensor.shape)
    if tensor is None or found != ("F32", expected):
        shown = "missing" if tensor is None else f"{tensor.dtype} {list(tensor.shape)}"
        raise bad(PREFIX, f"{ROWS} is {shown}, expected F32 {list(expected)}")
    facts = {**facts_of(info), "licence_text": licence_text(folder)}
    rows = np.array(numbers(tensor))  # not mapped: the folder may be removed while it is in use
    return Prefix(rows, base, info.position_offset, facts).check()


def _sayings(known: Mapping[str, Any]) -> dict[str, Any]:
    """What a prefix brought along of what people said of it; nothing for one that nobody sent."""
    names = ("language", "notes", "sign_off", "package")
    return {name: known[name] for name in names if known.get(name)}


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
