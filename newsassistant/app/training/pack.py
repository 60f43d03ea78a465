"""The training pack: a second frozen program, which trains and scores for this one if it is frozen.

It is the same source with torch and its companions, in a folder beside ours. A checkout needs none:
there `packages` knows what is missing.
"""

from __future__ import annotations

import os
from pathlib import Path

from newsassistant import __version__
from newsassistant.app.machine.process import command
from newsassistant.core import edition
from newsassistant.core.errors import TrainError
from newsassistant.core.files import read_json
from newsassistant.core.outside import UnfitError
from newsassistant.core.plain import plain

FACTS = "pack.json"
"""In the pack's folder: an object with its `version`, read without starting anything."""
_MOST_FACTS = 1 << 16
_ENDING = ".exe" if os.name == "nt" else ""


def problem() -> TrainError | None:
    """Why training and scoring cannot begin here for want of the pack; None if they can.

    TrainError("pack-missing"), or ("pack-version") for that of another version. Cheap; any thread.
    """
    if not edition.needs_pack():
        return None
    wanted = {"pack": edition.TRAINING_PACK, "version": __version__}
    folder = edition.pack_folder()
    try:
        found = plain(read_json(folder / FACTS, _MOST_FACTS).get("version", ""))
    except UnfitError:
        found = ""
    if not found or not _program().is_file():
        return TrainError("pack-missing", **wanted)
    if found != __version__:
        return TrainError("pack-version", **wanted, found=found)
    return None


def trainer() -> list[str]:
    """What starts `tune` and `evaluate`: this program, or the pack. Raises TrainError."""
    if not edition.needs_pack():
        return command()
    if (error := problem()) is not None:
        raise error
    return [str(_program())]


def _program() -> Path:
    return edition.pack_folder() / f"{edition.TRAINING_PACK}{_ENDING}"
