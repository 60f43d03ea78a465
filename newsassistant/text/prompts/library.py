"""The user's jobs in their order: what can be done with them, and what one must be.

Knows nothing of files or windows.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from newsassistant.text.articles.hidden import visible
from newsassistant.text.prompts.presets import SHIPPED, Preset

MOST_JOBS = 200
LONGEST_NAME = 60
LONGEST_INSTRUCTION = 2000
LONGEST_ANSWER = 5000  # words
MOST_STOPS = 8
LONGEST_STOP = 80
OWN = "own-"

Flaw = Literal[
    "name-missing",
    "name-long",
    "instruction-missing",
    "instruction-long",
    "length-wanted",
    "length-range",
    "stops-many",
    "stop-long",
    "stop-empty",
]
"""What is wrong with a job."""


def tidy(job: Preset) -> Preset:
    """The job without marks that cannot be seen and spaces around its texts."""
    return replace(
        job,
        name=" ".join(visible(job.name).split()),
        english=visible(job.english).strip(),
        chinese=visible(job.chinese).strip(),
        stop=tuple(dict.fromkeys(visible(text) for text in job.stop)),
    )


def flaws(job: Preset) -> Iterator[Flaw]:
    """What must be corrected before a job can be used."""
    if not job.name and job.id not in SHIPPED:
        yield "name-missing"
    if len(job.name) > LONGEST_NAME:
        yield "name-long"
    if not job.english:
        yield "instruction-missing"
    if max(len(job.english), len(job.chinese)) > LONGEST_INSTRUCTION:
        yield "instruction-long"
    if not 0 <= job.length <= LONGEST_ANSWER:
        yield "length-range"
    if job.names_length and not job.length:
        yield "length-wanted"
    if len(job.stop) > MOST_STOPS:
        yield "stops-many"
    if not all(job.stop):
        yield "stop-empty"
    if any(len(text) > LONGEST_STOP for text in job.stop):
        yield "stop-long"


def new_id() -> str:
    """An id that no job has."""
    return OWN + secrets.token_hex(4)


def alike(one: Preset, other: Preset) -> bool:
    """True for two jobs that differ at most in their ids."""
    return replace(one, id="") == replace(other, id="")


@dataclass(frozen=True, slots=True)
class Library:
    """Some jobs, at least one; nothing changes one in place."""

    jobs: tuple[Preset, ...] = tuple(SHIPPED.values())

    def get(self, job_id: str) -> Preset | None:
        """The job with that id."""
        return next((job for job in self.jobs if job.id == job_id), None)

    def find(self, words: str) -> Preset | None:
        """The job with that id or that name, in any letter case."""
        return self.get(words) or next(
            (job for job in self.jobs if words.casefold() in (job.id, job.name.casefold())), None
        )

    def put(self, job: Preset) -> Library:
        """With `job` in the place of the one with its id, or at the end."""
        if self.get(job.id) is None:
            return Library((*self.jobs, job))
        return Library(tuple(job if each.id == job.id else each for each in self.jobs))

    def without(self, job_id: str) -> Library:
        """Without a job; the last one stays."""
        left = tuple(job for job in self.jobs if job.id != job_id)
        return Library(left) if left else self

    def moved(self, job_id: str, by: int) -> Library:
        """With a job so many places further down, or at the end of the list that it reaches."""
        job = self.get(job_id)
        if job is None:
            return self
        others = [each for each in self.jobs if each.id != job_id]
        others.insert(max(0, self.jobs.index(job) + by), job)
        return Library(tuple(others))

    def lost(self) -> tuple[Preset, ...]:
        """What came with the program and is not here, or not as it came."""
        return tuple(job for job in SHIPPED.values() if self.get(job.id) != job)

    def restored(self) -> Library:
        """With everything that came with the program as it came; own jobs stay as they are.

        One that was changed stays as an own job, so that nothing is lost.
        """
        library = self
        for job in self.lost():
            changed = self.get(job.id)
            library = library.put(job)
            if changed is not None:
                name = library.free_name(changed.name or changed.id)
                library = library.put(replace(changed, id=new_id(), name=name))
        return library

    def names(self) -> frozenset[str]:
        """What no other job may be called, in lower case."""
        found = {word.casefold() for job in self.jobs for word in (job.id, job.name) if word}
        return frozenset(found | set(SHIPPED))

    def free_name(self, name: str) -> str:
        """`name`, or that with a number behind it where it is taken."""
        taken, number, found = self.names(), 2, name
        while found.casefold() in taken:
            end = f" ({number})"
            found = name[: LONGEST_NAME - len(end)].rstrip() + end
            number += 1
        return found
