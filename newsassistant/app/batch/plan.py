"""What a window was asked to do with a folder; kept until that is done, so that it can go on."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from newsassistant.core.files import read_json, write_whole
from newsassistant.core.outside import Fields, UnfitError

OWN = "*"
"""In the place of a style: what each job is usually written in."""
LONGEST = 100_000
MOST = 1000
MOST_FILES = 20_000
_LARGEST = 10 << 20  # bytes of the file


@dataclass(frozen=True, slots=True)
class Plan:
    """`styles` are ids of installed styles, OWN, or "" for the model itself.

    `form` is that of a file a story, "" for none. `files` are all that there is to do where some
    were chosen, and `folder` is where they lie.
    """

    folder: Path
    output: Path
    jobs: Sequence[str]
    styles: Sequence[str] = (OWN,)
    form: str = ""
    recursive: bool = False
    files: Sequence[Path] = ()

    @property
    def places(self) -> Sequence[Path]:
        """Where the stories are."""
        return self.files or (self.folder,)


def save_plan(path: Path, plan: Plan) -> None:
    """Remember it; raises OSError."""
    values = {
        "folder": str(plan.folder),
        "output": str(plan.output),
        "jobs": list(plan.jobs),
        "styles": list(plan.styles),
        "form": plan.form,
        "recursive": plan.recursive,
        "files": [str(path) for path in plan.files],
    }
    write_whole(path, json.dumps(values, ensure_ascii=False).encode())


def load_plan(path: Path) -> Plan | None:
    """The one that is not done; None where there is none, or one that nobody understands."""
    try:
        fields = Fields(read_json(path, _LARGEST), where=path.name)
        return Plan(
            Path(fields.text("folder", longest=LONGEST)),
            Path(fields.text("output", longest=LONGEST)),
            fields.texts("jobs", most=MOST),
            fields.texts("styles", most=MOST),
            fields.text("form", default=""),
            fields.flag("recursive", default=False),
            tuple(map(Path, fields.texts("files", longest=LONGEST, most=MOST_FILES))),
        )
    except (UnfitError, OSError):
        return None


def forget_plan(path: Path) -> None:
    """It is done; nothing where the disk does not allow that."""
    with contextlib.suppress(OSError):
        path.unlink()
