"""Model folders on the disk: placed whole, copied with a check, labelled, removed.

All calls block on the disk.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import secrets
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from newsassistant.convert.staging import work_folder
from newsassistant.core.errors import ModelError
from newsassistant.core.files import open_regular, read_bytes
from newsassistant.core.outside import UnfitError
from newsassistant.core.types import CancelToken, OnBytes
from newsassistant.model.folder import MANIFEST, ModelFolder, sha256_of

LICENCE = "LICENSE.txt"
LICENCE_FILES = ("MODEL_LICENSE", "LICENSE", "LICENSE.txt", "LICENSE.md")
TOKENIZERS = ("tokenizer.json", "tokenizer.model", "ice_text.model")
COPY_BYTES = 1 << 20
MAX_LICENCE = 1 << 20
MAX_MANIFEST = 4 << 20
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_OF_WINDOWS = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


def is_id(text: str) -> bool:
    """True for what can be a folder's name on every system and is easy to type."""
    return bool(_ID.fullmatch(text)) and not _OF_WINDOWS.fullmatch(text) and text[-1] != "."


def safe_id(title: str, *, fallback: str = "model") -> str:
    """An id that looks like `title`; `fallback` if nothing is left of it."""
    plain = re.sub(r"[^a-z0-9._-]+", "-", title.lower())[:64].strip("-._")
    return plain if plain and is_id(plain) else f"{fallback}-{plain}".rstrip("-")[:64]


@contextlib.contextmanager
def placing(target: Path) -> Iterator[Path]:
    """A path to make a model at; it moves to `target` when the block ends well.

    Raises ModelError for what the disk does not allow. A killed process leaves a hidden folder.
    """
    try:
        with work_folder(target) as work:
            made = work / target.name
            yield made
            if os.path.lexists(target):
                raise ModelError("model-exists", model=target.name)
            os.replace(made, target)
    except OSError as error:
        detail = error.strerror or str(error)
        raise ModelError("target-unwritable", path=target, detail=detail) from error


def copy_model(folder: ModelFolder, made: Path, on_bytes: OnBytes, cancel: CancelToken) -> None:
    """Copy a converted model and compare every hash; raises ModelError, CancelledError."""
    total = folder.info().size_bytes
    free = shutil.disk_usage(made.parent).free
    if free < total:
        raise ModelError(
            "disk-full", path=made, need_gb=f"{total / 1e9:.1f}", free_gb=f"{free / 1e9:.1f}"
        )
    made.mkdir()
    done = 0
    for name, facts in folder.manifest["files"].items():
        digest = hashlib.sha256()
        with (
            _opened(folder.path, name, facts["size"]) as source,
            (made / name).open("xb") as target,
        ):
            while data := source.read(COPY_BYTES):
                cancel.check()
                digest.update(data)
                target.write(data)
                done += len(data)
                on_bytes(done, total, name)
        if digest.hexdigest() != facts["sha256"]:
            raise ModelError("model-damaged", path=folder.path, detail=f"{name} has a wrong hash")
    with _opened(folder.path, MANIFEST, MAX_MANIFEST) as source:
        (made / MANIFEST).write_bytes(source.read(MAX_MANIFEST))


def _opened(folder: Path, name: str, limit: int) -> BinaryIO:
    """A file of the folder itself; raises ModelError for a link to another place, or more bytes."""
    try:
        return open_regular(folder / name, limit, within=folder)
    except UnfitError as error:
        raise ModelError("model-damaged", path=folder, detail=error) from error


def licence_of(source: Path) -> bytes | None:
    """The licence that lies beside a checkpoint, None if there is none.

    Raises ModelError for one that is no regular file, leads elsewhere or is larger than a text.
    """
    name = next((name for name in LICENCE_FILES if os.path.lexists(source / name)), None)
    if name is None:
        return None
    try:
        return read_bytes(source / name, MAX_LICENCE, within=source)
    except UnfitError as error:
        raise ModelError("checkpoint-invalid", detail=error) from error


def describe(made: Path, source: Path, facts: Mapping[str, str]) -> None:
    """Add `facts` and the licence text that lies in `source` to a model's manifest."""
    manifest = dict(ModelFolder.open(made).manifest) | dict(facts)
    text = licence_of(source)
    if text is not None:
        (made / LICENCE).write_bytes(text)
        size = (made / LICENCE).stat().st_size
        entry = {"size": size, "sha256": sha256_of(made / LICENCE)}
        manifest["files"] = manifest["files"] | {LICENCE: entry}
    written = json.dumps(manifest, indent=2, ensure_ascii=False)
    (made / MANIFEST).write_text(written + "\n", encoding="utf-8")


def has_tokenizer(path: Path) -> bool:
    """True if the model in `path` can chat."""
    return any((path / name).is_file() for name in TOKENIZERS)


def licence_text(path: Path) -> str:
    """The licence that came with an installed model, "" if none did."""
    with contextlib.suppress(UnfitError):
        return read_bytes(path / LICENCE, MAX_LICENCE).decode("utf-8", errors="replace")
    return ""


def remove_folder(path: Path) -> None:
    """Delete a folder, which vanishes at once and not file by file; a link only itself.

    Raises ModelError("model-stuck") if a program has it open where that matters (Windows).
    """
    try:
        if path.is_symlink():
            path.unlink()
        elif path.exists():
            grave = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
            os.replace(path, grave)
            shutil.rmtree(grave, ignore_errors=True)
    except OSError as error:
        detail = error.strerror or str(error)
        raise ModelError("model-stuck", model=path.name, detail=detail) from error
