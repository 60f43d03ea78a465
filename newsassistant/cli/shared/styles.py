"""The styles that a command answers in: those of options, and a job's own.

Main thread only.
"""

from __future__ import annotations

from pathlib import Path

from newsassistant.cli.shared.console import Context
from newsassistant.cli.shared.session import Session, built_in_style, find_prefix
from newsassistant.core.errors import PrefixError
from newsassistant.text.prompts.presets import BASE, Preset


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
