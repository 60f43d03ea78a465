"""Installed prefixes: lists them, takes copies of others in any format, renames and removes them.

Every call reads the disk, so any thread may use it. What reads rows is imported by its first use:
numpy would slow the window's start.
"""

from __future__ import annotations

import itertools
import os
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from newsassistant.app.installed.files import placing, remove_folder, safe_id
from newsassistant.core.errors import InputError, ModelError, PrefixError
from newsassistant.core.files import read_bytes
from newsassistant.core.outside import UnfitError
from newsassistant.model.base import Base, misfit, shown_base
from newsassistant.model.prefixes.manifest import (
    MAX_FACT,
    MAX_LICENCE,
    PrefixInfo,
    SignOff,
    is_package,
    read_info,
    rename_prefix,
)
from newsassistant.model.prefixes.words import plain

Infos = list[PrefixInfo]
Damaged = list[tuple[str, PrefixError]]
_WEIGHTS = (".safetensors", ".bin", ".pt")
_CHECKPOINT = "checkpoint-"
_MOST_LOOKED_AT = 500
# What programs call folders of which there is one in every run: the run's own name says more.
_OF_A_RUN = re.compile(r"checkpoint(-\d+)?|step-\d+|prefix|peft|adapter|output", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says of a style that they export; "" leaves it as the style itself has it.

    `licence` is its name for lists, `licence_text` the whole text. `signed_off_by` is a name, and
    makes a sign-off of `day` (2026-11-30; "" is today) that takes the place of an earlier one.
    """

    signed_off_by: str = ""
    day: str = ""
    remark: str = ""
    licence: str = ""
    licence_text: str = ""
    notes: str = ""
    language: str = ""

    def sign_off(self) -> SignOff | None:
        """The sign-off, None where there is none; raises PrefixError for one without a name."""
        name = plain(self.signed_off_by)
        if not name:
            if self.day or self.remark:
                raise PrefixError("prefix-unsigned")
            return None
        day = self.day or date.today().isoformat()
        return SignOff(name, day, plain(self.remark, limit=MAX_FACT))


def licence_in(path: Path) -> str:
    """The text of a licence's file; raises InputError. Blocks."""
    try:
        return read_bytes(path, MAX_LICENCE).decode()
    except (UnfitError, UnicodeDecodeError) as error:
        detail = "it is no UTF-8 text" if isinstance(error, UnicodeDecodeError) else str(error)
        raise InputError("file-unreadable", path=path, detail=detail) from error


def looks_like_style(folder: Path) -> bool:
    """True for a folder with weights or checkpoints in it; blocks for a moment."""
    try:
        with os.scandir(folder) as found:
            return any(
                entry.name.startswith(_CHECKPOINT) or entry.name.lower().endswith(_WEIGHTS)
                for entry in itertools.islice(found, _MOST_LOOKED_AT)
            )
    except OSError:
        return False


class StyleLibrary:
    """The prefixes under `root`, one folder each; its name is the id."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def list(self) -> Infos:
        """All usable prefixes in order of name; reads manifests only."""
        found, _ = self._read()
        return sorted(found, key=lambda info: (info.name.casefold(), info.id))

    def damaged(self) -> Damaged:
        """Id of every folder that is no usable prefix, and why."""
        return self._read()[1]

    def find(self, prefix_id: str) -> PrefixInfo:
        """One prefix; raises PrefixError: "prefix-missing", or what is wrong with it."""
        return read_info(self.path(prefix_id))

    def path(self, prefix_id: str) -> Path:
        """Its folder, never one outside of the library; raises PrefixError("prefix-missing")."""
        path = self._root / prefix_id
        hidden = prefix_id.startswith(".") or not prefix_id
        if hidden or Path(prefix_id).name != prefix_id or not os.path.isdir(path):
            raise PrefixError("prefix-missing", prefix=prefix_id)
        return path

    def resolve(self, id_or_path: str) -> Path:
        """What `read_prefix` reads: the folder of an installed prefix, or any folder or file.

        Raises PrefixError("prefix-missing") where it is neither.
        """
        try:
            return self.path(id_or_path)
        except PrefixError:
            # Unlike the method of Path, it does not raise for a name that is too long.
            if not os.path.exists(id_or_path):
                raise
            return Path(id_or_path)

    def inspect(self, id_or_path: str) -> PrefixInfo:
        """What is known of any prefix, after all of it was read and checked; raises PrefixError.

        The id is "" for one that is not in the library; `size_bytes` is what its rows take.
        """
        from newsassistant.model.prefixes.files import read_prefix

        path = self.resolve(id_or_path)
        prefix = read_prefix(path)
        if path.parent == self._root:
            return read_info(path)
        facts = prefix.facts
        return PrefixInfo(
            id="",
            name=str(facts.get("name", "")) or _name_of(path),
            base=prefix.base,
            length=prefix.length,
            position_offset=prefix.position_offset,
            path=path,
            licence=str(facts.get("licence", "")),
            size_bytes=prefix.nbytes,
            created_at=str(facts.get("created_at", "")),
            source=str(facts.get("source", "")),
            training=facts.get("training", {}),
            language=str(facts.get("language", "")),
            notes=str(facts.get("notes", "")),
            sign_off=SignOff(**signed) if (signed := facts.get("sign_off")) else None,
            package=str(facts.get("package", "")),
        )

    def export(self, id_or_path: str, output: Path, said: Said | None = None) -> str:
        """Write any prefix with all that is known of it into one file; returns its SHA-256 in hex.

        Without anything `said`, a style that came in such a file makes the very same file again.
        What is at `output` is replaced. Raises PrefixError. Blocks for up to seconds.
        """
        from newsassistant.model.prefixes.files import read_prefix
        from newsassistant.model.prefixes.package import write_package

        said = said or Said()
        signed = said.sign_off()
        path = self.resolve(id_or_path)
        prefix = read_prefix(path)
        texts = {key: getattr(said, key) for key in ("licence", "notes", "language")}
        facts: dict[str, Any] = {
            key: plain(text, limit=MAX_FACT) for key, text in texts.items() if text
        }
        if said.licence_text:
            facts["licence_text"] = said.licence_text
        if signed is not None:
            facts["sign_off"] = asdict(signed)
        name = str(prefix.facts.get("name", "")) or _name_of(path)
        return write_package(output, replace(prefix, facts={**prefix.facts, **facts}), name=name)

    def add(
        self,
        path: Path,
        *,
        name: str = "",
        licence: str = "",
        newest: bool = False,
        base: Base | None = None,
        models: Iterable[Base] | None = None,
    ) -> PrefixInfo:
        """Install a copy of the prefix in the folder or file `path`, which stays as it is.

        Without `name` it is called as its own manifest or folder is. `newest` takes the last of
        the checkpoints in the folder of a run. `base` is the model in whose own files the prefix
        lay, which tells more of it than they say. With `models`, one of them must be what it was
        made for. Raises PrefixError for what cannot be read or written; then nothing is left.
        Blocks for up to seconds.
        """
        from newsassistant.model.prefixes.files import (
            checkpoints_inside,
            read_prefix,
            write_prefix,
        )

        if newest and (inside := checkpoints_inside(path)):
            path = path / inside[-1]
        prefix = read_prefix(path)
        if base is not None:
            prefix = replace(prefix, base=base).check()
        if models is not None and all(misfit(prefix.base, model) for model in models):
            raise PrefixError("prefix-no-base", needed=shown_base(prefix.base))
        shown = plain(name) or str(prefix.facts.get("name", "")) or _name_of(path)
        target = self._free(safe_id(shown, fallback="style"))
        try:
            with placing(target) as made:
                write_prefix(made, prefix, name=shown, licence=licence)
        except ModelError as error:
            raise PrefixError(error.code, **error.params) from error
        return read_info(target)

    def rename(self, prefix_id: str, name: str) -> PrefixInfo:
        """Give a prefix another name, the id stays; raises PrefixError."""
        path = self.path(prefix_id)
        if not plain(name):
            raise PrefixError("prefix-name")
        return rename_prefix(path, name)

    def remove(self, prefix_id: str) -> None:
        """Delete a prefix, usable or not; raises PrefixError("prefix-stuck")."""
        try:
            remove_folder(self.path(prefix_id))
        except ModelError as error:
            detail = error.params.get("detail", "")
            raise PrefixError("prefix-stuck", prefix=prefix_id, detail=detail) from error

    def fits(self, info: PrefixInfo, base: Base) -> PrefixError | None:
        """Why a prefix cannot be used with a model, None if it can."""
        return misfit(info.base, base)

    def _read(self) -> tuple[Infos, Damaged]:
        found: Infos = []
        damaged: Damaged = []
        for folder in sorted(self._root.glob("*/")):
            if folder.name.startswith("."):
                continue
            try:
                found.append(read_info(folder))
            except PrefixError as error:
                damaged.append((folder.name, error))
        return found, damaged

    def _free(self, wanted: str) -> Path:
        numbers = (f"{wanted[:60]}-{number}" for number in range(2, 1000))
        paths = (self._root / name for name in (wanted, *numbers))
        return next(path for path in paths if not path.exists())


def _name_of(path: Path) -> str:
    if is_package(path):
        return plain(path.stem)
    folder = path.absolute() if path.is_dir() else path.absolute().parent
    own = folder.parent if _OF_A_RUN.fullmatch(folder.name) else folder
    return plain(own.name) or folder.name
