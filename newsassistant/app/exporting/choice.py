"""What the user chose of an export, and what is called how."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from newsassistant.core.settings import Settings
from newsassistant.core.types import Language, ModelInfo
from newsassistant.store.rows import StoredMessage
from newsassistant.text.prompts.parts import part_name
from newsassistant.text.prompts.presets import id_in, name_in

CHAT = "newschat"
"""The format that the program opens again; the others are those of `writers.formats`."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One export. `answer` is the number of the only answer that is wanted, from 1; None is all.

    `text` takes the place of that answer's, where somebody edited it. `with_checks`: answers are
    checked against the article, with notes on what is not in it. `label` is the desk's, with
    {editor}, {date} and {model} to be filled; `chinese` adds the labels of GB 45438-2025, with
    `producer` as who made the content.
    """

    form: str = "docx"
    language: Language = "en"
    answer: int | None = None
    text: str | None = None
    with_article: bool = True
    with_sheet: bool = True
    with_checks: bool = True
    editor: str = ""
    label: str = ""
    chinese: bool = False
    producer: str = ""

    @classmethod
    def of(cls, settings: Settings, language: Language) -> Choice:
        """What the settings remember."""
        return cls(
            form=settings.export_format,
            language=language,
            with_article=settings.export_article,
            with_sheet=settings.export_sheet,
            with_checks=settings.export_checks,
            editor=settings.export_editor,
            label=settings.export_label,
            chinese=settings.chinese_labels,
            producer=settings.chinese_producer,
        )


def job_by_key(key: str) -> str:
    """The name of a job by what a conversation remembers of it."""
    return name_in(key) or id_in(key)


@dataclass(frozen=True, slots=True)
class Names:
    """How styles (by id) and jobs (by key) are called, and the models that are installed."""

    styles: Mapping[str, str] = field(default_factory=dict)
    models: Sequence[ModelInfo] = ()
    job: Callable[[str], str] = job_by_key


def answers_of(messages: Iterable[StoredMessage]) -> list[StoredMessage]:
    """The answers as they are numbered, from 1: without those to the parts of an article."""
    return [m for m in messages if m.role == "assistant" and part_name(m.preset) is None]
