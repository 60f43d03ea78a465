"""Installed prefixes: lists them, takes copies of others in any format, renames and removes them.

Every call reads the disk, so any thread may use it. What reads rows is imported by its first use:
numpy would slow the window's start.
"""

from __future__ import annotations

import os
import re
from dataclasses import replace
from pathlib import Path

from newsassistant.app.installed.files import placing, remove_folder, safe_id
from newsassistant.core.errors import ModelError, PrefixError
from newsassistant.model.base import Base, misfit
from newsassistant.model.prefixes.manifest import PrefixInfo, read_info, rename_prefix
from newsassistant.model.prefixes.words import plain

Infos = list[PrefixInfo]
Damaged = list[tuple[str, PrefixError]]
# What programs call folders of which there is one in every run: the run's own name says more.
_OF_A_RUN = re.compile(r"checkpoint(-\d+)?|step-\d+|prefix|peft|adapter|output", re.IGNORECASE)


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
        )

    def add(
        self,
        path: Path,
        *,
        name: str = "",
        licence: str = "",
        newest: bool = False,
        base: Base | None = None,
    ) -> PrefixInfo:
        """Install a copy of the prefix in the folder or file `path`, which stays as it is.

        Without `name` it is called as its own manifest or folder is. `newest` takes the last of
        the checkpoints in the folder of a run. `base` is the model in whose own files the prefix
        lay, which tells more of it than they say. Raises PrefixError for what cannot be read or
        written; then nothing is left. Blocks for up to seconds.
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
    folder = path.absolute() if path.is_dir() else path.absolute().parent
    own = folder.parent if _OF_A_RUN.fullmatch(folder.name) else folder
    return plain(own.name) or folder.name
