"""What is said about jobs: what is wrong with one, and what became of those that were imported."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from PySide6.QtCore import QCoreApplication

from newsassistant.gui.look.labels import job_label, preset_label
from newsassistant.gui.look.plain_text import one_line
from newsassistant.store.job_file import Line
from newsassistant.text.prompts.library import (
    LONGEST_ANSWER,
    LONGEST_INSTRUCTION,
    LONGEST_NAME,
    LONGEST_STOP,
    MOST_JOBS,
    MOST_STOPS,
    Flaw,
    flaws,
)
from newsassistant.text.prompts.presets import BASE, Preset

FIELD_OF: Mapping[str, str] = {
    "name-missing": "name",
    "name-long": "name",
    "name-taken": "name",
    "instruction-missing": "instruction",
    "instruction-long": "instruction",
    "length-wanted": "length",
    "length-range": "length",
    "stops-many": "stop",
    "stop-long": "stop",
    "stop-empty": "stop",
}
"""Where in the form a flaw is told."""


def flaws_of(job: Preset, taken: Collection[str]) -> list[str]:
    """What must be corrected before a job can be saved; `taken` as for `JobForm.set_job`."""
    name = ["name-taken"] if job_label(job).casefold() in taken else []
    return [*flaws(job), *name]


def taken_names(jobs: Iterable[Preset], job_id: str) -> frozenset[str]:
    """What the job with that id may not be called, in lower case."""
    others = [job for job in jobs if job.id != job_id]
    return frozenset(word.casefold() for job in others for word in (job_label(job), job.id))


def flaw_words(flaw: Flaw | str) -> str:
    """What must be corrected."""
    translate = QCoreApplication.translate
    words = {
        "name-missing": translate("Jobs", "Give the job a name."),
        "name-long": translate("Jobs", "The name may have up to {0} characters.").format(
            LONGEST_NAME
        ),
        "name-taken": translate("Jobs", "Another job has this name."),
        "instruction-missing": translate("Jobs", "Write what the model shall do."),
        "instruction-long": translate(
            "Jobs", "An instruction may have up to {0} characters."
        ).format(f"{LONGEST_INSTRUCTION:,}"),
        "length-wanted": translate(
            "Jobs", "The instruction says {length}: give a length, or take that out."
        ),
        "length-range": translate("Jobs", "A length is a whole number of up to {0}.").format(
            f"{LONGEST_ANSWER:,}"
        ),
        "stops-many": translate("Jobs", "There may be up to {0} such texts.").format(MOST_STOPS),
        "stop-long": translate("Jobs", "Such a text may have up to {0} characters.").format(
            LONGEST_STOP
        ),
        "stop-empty": translate("Jobs", "One of these texts is empty."),
    }
    return words[flaw]


def report_words(lines: Sequence[Line], styles: Collection[str]) -> str:
    """What became of each row that was imported, a line each; `styles` are the installed ones."""
    return "\n".join(_line_words(line, styles) for line in lines)


def _line_words(line: Line, styles: Collection[str]) -> str:
    translate = QCoreApplication.translate
    words = {
        "added": translate("Jobs", "Added: {0}"),
        "renamed": translate("Jobs", "Added as {0}: another job is called {1}"),
        "there": translate("Jobs", "There already: {0}"),
        "bad": translate("Jobs", "Left out: {1}"),
        "full": translate("Jobs", "Left out: {0}. There may be up to {2} jobs"),
    }
    name, detail = preset_label(line.name), line.detail
    if line.kind == "renamed":
        detail = preset_label(detail)
    told = words[line.kind].format(one_line(name), one_line(detail), MOST_JOBS)
    if line.style and line.style != BASE and line.style not in styles:
        missing = translate("Jobs", "its style {0} is not installed here").format(line.style)
        told = f"{told}; {missing}"
    return told
