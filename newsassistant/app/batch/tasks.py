"""What is asked about every story: jobs, each in a style, and how an answer is known again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from newsassistant.app.batch.rows import Asked
from newsassistant.app.batch.stories import Story, digest
from newsassistant.core.types import (
    Article,
    GenerationParams,
    Language,
    Message,
    ModelInfo,
    Prompt,
    Reads,
)
from newsassistant.text.articles.passages import at_first
from newsassistant.text.articles.spans import read_text
from newsassistant.text.prompts.presets import Preset

BASE = "base"
_SHORT = 16


@dataclass(frozen=True, slots=True)
class Task:
    """One job in one style; `prefix` None is the model itself.

    `name` and `style` are what results call them, `identity` changes when the style at the same
    place is another one.
    """

    name: str
    job: Preset
    params: GenerationParams
    style: str = BASE
    prefix: Path | None = None
    identity: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One story in one task: what is to be asked, and what it is known by.

    `key` is the same for the same story, question and settings, `settings` for all stories.
    """

    story: Story
    task: Task
    key: str
    settings: str
    prompt: Prompt | None = None

    def asked(self) -> Asked:
        """For the engine."""
        assert self.prompt is not None
        return Asked(self.key, self.prompt, self.task.params, self.task.prefix)


@dataclass(frozen=True, slots=True)
class Questions:
    """Makes the questions of a run; `least` is the number of rows that answers depend on."""

    model: ModelInfo
    least: int
    all_lines: bool = False

    def of(self, story: Story, task: Task) -> Question:
        """The question about a story; without a prompt where there is no article."""
        article = story.article
        language: Language = article.language if article is not None else "en"
        instruction = task.job.instruction(language)
        settings = self._settings(task, instruction)
        if article is None:
            code = story.error.code if story.error is not None else ""
            return Question(story, task, _key(story.id, "", code, settings), settings)
        reads = self._reads(article)
        shown = read_text(article.text, reads)
        prompt = Prompt((Message("user", instruction),), article, reads)
        return Question(story, task, _key(story.id, shown, "", settings), settings, prompt)

    def _reads(self, article: Article) -> Reads:
        return None if self.all_lines else at_first(article.text)

    def _settings(self, task: Task, instruction: str) -> str:
        """One value for all that an answer depends on besides its story."""
        known: Mapping[str, object] = {
            "fingerprint": self.model.fingerprint,
            "weights": self.model.weights,
            "style": task.identity,
            "preset": task.job.id,
            "instruction": instruction,
            "params": asdict(task.params),
            "decode": f"batched-{self.least}",
            "precision": _precision(self.model),
        }
        return digest(json.dumps(known, sort_keys=True))[:_SHORT]


def _key(*parts: str) -> str:
    return digest(*parts)[: 2 * _SHORT]


def _precision(model: ModelInfo) -> str:
    """Of the arithmetic that reads and writes, and of the cache between."""
    how = model.execution
    if how is None:
        return ""
    return f"{how.precision} {how.prompt_precision} {how.activation_group} {how.kv_cache}"
