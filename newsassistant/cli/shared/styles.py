"""The styles that a command answers in: those of options, and a job's own.

Main thread only.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from newsassistant.cli.shared.console import Context
from newsassistant.cli.shared.session import Session, built_in_style, find_prefix
from newsassistant.core.errors import PrefixError
from newsassistant.model.base import Base
from newsassistant.model.prefixes.files import read_fitting
from newsassistant.text.prompts.presets import BASE, Preset

_FILE_NAME = 60


def style_of_job(job: Preset, session: Session, context: Context) -> Path | None:
    """The prefix that a job names, or the built-in one; says so where the first cannot be used."""
    if job.style == BASE:
        return None
    try:
        found = find_prefix(context, job.style or None)
        session.check_style(found)
    except PrefixError as error:
        language = context.console.language
        context.console.say("job-style", style=job.style, reason=error.what(language))
        found = None
    return found or built_in_style(session.model, job.id)


def identity_of(path: Path, session: Session) -> str:
    """A hash of all that a style does to the model; raises PrefixError where it does not fit."""
    prefix = read_fitting(path, Base.of_info(session.model))
    digest = hashlib.sha256(prefix.rows.tobytes())
    digest.update(str((prefix.rows.shape, prefix.position_offset)).encode())
    return digest.hexdigest()


def unused_name(path: Path, taken: Sequence[str]) -> str:
    """A name for files and tables that no other style has, whatever its case."""
    name = path.stem if path.is_file() else path.name
    safe = "".join(char if char.isalnum() or char in "-_." else "-" for char in name)
    safe = safe.strip(".")[:_FILE_NAME] or "style"
    names = {"base", *(each.casefold() for each in taken)}
    numbered = (f"{safe}-{number}" for number in range(2, len(names) + 3))
    return next(each for each in (safe, *numbered) if each.casefold() not in names)
