"""What is kept of a story: its line in the file of results, and a file of its own on request."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from newsassistant import __version__
from newsassistant.app.batch.tasks import Question
from newsassistant.app.checking.examined import examine_answer
from newsassistant.app.checking.indexes import Indexes
from newsassistant.app.checking.record import record
from newsassistant.core.errors import InputError, NewsAssistantError
from newsassistant.core.files import write_users
from newsassistant.core.types import Article, Done, Language, ModelInfo
from newsassistant.text.articles.hidden import visible
from newsassistant.text.markup.markdown import parse
from newsassistant.writers.document import Document, Section
from newsassistant.writers.formats import FORMATS

_NAME = 60
_UNFIT = re.compile(r"[^\w.-]+")


@dataclass(frozen=True, slots=True)
class Results:
    """How results are written: into which folder, in which language their reasons are told.

    `form` is that of a file a story, "" for none.
    """

    folder: Path
    model: ModelInfo
    language: Language = "en"
    checks: bool = True
    form: str = ""
    indexes: Indexes = field(default_factory=Indexes)

    def answered(self, question: Question, text: str, done: Done) -> Mapping[str, Any]:
        """The line of an answer, whose own file is on the disk first.

        Raises InputError("output-unwritable").
        """
        article = question.story.article
        assert article is not None
        text, usage = text.strip(), done.usage
        row = self._row(question) | {
            "text": text,
            "language": article.language,
            "finish_reason": done.reason,
            "usage": {
                "prompt_tokens": usage.prompt_tokens,
                "completion_tokens": usage.completion_tokens,
                "ttft_s": round(usage.ttft_s, 4),
                "tokens_per_s": round(usage.tokens_per_s, 2),
                "seed": usage.seed,
            },
        }
        if self.checks:
            row["checks"] = self._checks(article, text)
        if self.form:
            row["file"] = self._write(question, article, text)
        return row

    def failed(self, question: Question, error: NewsAssistantError) -> Mapping[str, Any]:
        """The line of a story that could not be read or answered."""
        reason = told(error).text(self.language)
        return self._row(question) | {"error": {"code": error.code, "reason": reason}}

    def _row(self, question: Question) -> dict[str, Any]:
        story, task = question.story, question.task
        return {
            "key": question.key,
            "id": story.id,
            "source": story.source,
            "title": story.article.title if story.article is not None else "",
            "preset": task.name,
            "style": task.style,
            "model": self.model.id,
            "article_sha256": story.article.digest if story.article is not None else None,
            "settings": question.settings,
        }

    def _checks(self, article: Article, text: str) -> dict[str, Any]:
        prose, examined = examine_answer(self.indexes.of(article), text)
        return {"text": prose, **record(examined, self.language)}

    def _write(self, question: Question, article: Article, text: str) -> str:
        """The name of the file."""
        document = Document(
            title=article.title or question.story.id,
            language=article.language,
            created_at=time.time(),
            program=f"News Assistant {__version__}",
            sections=(Section("", parse(visible(text))),),
        )
        path = self.folder / file_name(question, self.form)
        try:
            write_users(path, FORMATS[self.form].write(document))
        except OSError as error:
            detail = error.strerror or str(error)
            raise InputError("output-unwritable", path=path, detail=detail) from error
        return path.name


def told(error: NewsAssistantError) -> NewsAssistantError:
    """The error as it is told of a story, which is no conversation."""
    is_long = error.code == "context-full"
    return NewsAssistantError("story-too-long", **error.params) if is_long else error


def file_name(question: Question, form: str) -> str:
    """The story's, the job's and the style's, and what no other result has; fit for any disk."""
    stem = question.story.id.rpartition(".")[0] or question.story.id
    parts = (stem[:_NAME], question.task.name, question.task.style, question.key[:8])
    name = ".".join(filter(None, (_UNFIT.sub("-", part).strip(".-") for part in parts)))
    return f"{name}.{form}"
