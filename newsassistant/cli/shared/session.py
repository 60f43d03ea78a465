"""A loaded model for one command: progress on stderr, answers as text, what fits an article.

Main thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from newsassistant.app.installed.models import ModelLibrary
from newsassistant.app.installed.needs import budget_of, need_of
from newsassistant.app.installed.shipped import ShippedStyles
from newsassistant.app.installed.styles import StyleLibrary
from newsassistant.app.machine.memory import fit, read_spare
from newsassistant.app.oneshot import OneShot, never
from newsassistant.cli.shared.console import Console, Context
from newsassistant.cli.shared.words import gigabytes
from newsassistant.core.errors import ModelError, PromptError
from newsassistant.core.types import (
    Article,
    Delta,
    Done,
    FinishReason,
    GenerationParams,
    ModelInfo,
    Progress,
    Prompt,
    Reads,
    Usage,
)
from newsassistant.engine.protocol import Engine
from newsassistant.model.base import Base
from newsassistant.model.prefixes.files import read_fitting
from newsassistant.text.articles.passages import at_first
from newsassistant.text.articles.spans import first, left_out

if TYPE_CHECKING:
    from newsassistant.app.batch.rows import Rows


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer; `reason` "cancelled" means that the user has ended it."""

    text: str
    reason: FinishReason
    usage: Usage


@dataclass(frozen=True, slots=True)
class Session:
    """A model that is ready to answer."""

    model: ModelInfo
    engine: OneShot
    console: Console

    def check_style(self, prefix: Path | None) -> None:
        """Raise PrefixError for a style that the model cannot answer in, before it is asked."""
        if prefix is not None:
            read_fitting(prefix, Base.of_info(self.model))

    def lines_of(self, article: Article, *, every: bool) -> Reads:
        """What is read of an article: not the lines around it, which is said, unless `every` is."""
        reads = None if every else at_first(article.text)
        around = left_out(reads, len(article.text))
        if around:
            count = sum(1 + article.text[a:b].strip().count("\n") for a, b in around)
            self.console.say("left-out", lines=count)
        return reads

    def fit(self, article: Article, reads: Reads, *, cut: bool) -> Reads:
        """What there is room for of `reads`: all, or its beginning if `cut` allows that.

        Raises PromptError("article-too-long").
        """
        measured = self.engine.measure(article, reads)
        if measured.tokens <= measured.room:
            return reads
        if not cut or measured.fit_chars == 0:
            raise PromptError("article-too-long", tokens=measured.tokens, room=measured.room)
        self.console.say("fitted", used=measured.fit_chars, all=len(article.text))
        return first(reads, measured.fit_chars, len(article.text))

    def answer(
        self,
        prompt: Prompt,
        params: GenerationParams,
        on_text: Callable[[str], None],
        wants_stop: Callable[[], bool] = never,
        *,
        prefix: Path | None = None,
    ) -> Answer:
        """Answer `prompt`, handing over its text as it comes; raises NewsAssistantError.

        `prefix` is the style, see `find_prefix`.
        """
        parts: list[str] = []
        events = self.engine.answer(prompt, params, prefix=prefix, wants_stop=wants_stop)
        with closing(events):
            for event in events:
                if isinstance(event, Delta):
                    parts.append(event.text)
                    on_text(event.text)
                elif isinstance(event, Progress):
                    show_progress(self.console, event)
                elif isinstance(event, Done):
                    self.console.clear_progress()
                    return Answer("".join(parts), event.reason, event.usage)
        raise AssertionError("an answer ends with Done")


@contextmanager
def open_session(
    context: Context, model_id: str | None, *, measure_again: bool = False
) -> Iterator[Session]:
    """Load a model (None: the one in the settings); its thread ends with the block.

    `measure_again`: find out anew how this machine runs it best. Raises NewsAssistantError.
    """
    context.paths.ensure()
    chosen = model_id or context.settings().model
    library = ModelLibrary(context.paths.models)
    _check_memory(chosen, library, context)
    with OneShot(make_engine, library.locate) as engine:
        info = engine.load(
            chosen,
            lambda event: show_progress(context.console, event),
            measure_again=measure_again,
        )
        context.console.clear_progress()
        yield Session(info, engine, context.console)


def find_prefix(context: Context, id_or_path: str | None) -> Path | None:
    """Where the prefix of an option is, None without one; raises PrefixError("prefix-missing")."""
    if id_or_path is None:
        return None
    return StyleLibrary(context.paths.prefixes).resolve(id_or_path)


def built_in_style(model: ModelInfo, preset_id: str) -> Path | None:
    """The prefix that came with the program for a preset's job of this model; None without one."""
    found = ShippedStyles().for_model(model).get(preset_id)
    return None if found is None else found.path


def prefix_name(prefix: Path | None) -> str | None:
    """An installed prefix's id, or the name of the folder or file that was given."""
    return None if prefix is None else prefix.absolute().name


def _check_memory(model_id: str, library: ModelLibrary, context: Context) -> None:
    """A note before loading where memory is short; raises ModelError where it can never do."""
    spare = read_spare()
    found = next((model for model in library.installed() if model.id == model_id), None)
    if found is None or spare is None:
        return  # to be built, or to be missed by whoever locates it
    needed = need_of(found, budget_of(context.settings(), spare))
    if fit(needed.whole, spare, least=needed.least) == "hopeless":
        need, total = gigabytes(needed.least), gigabytes(spare.total)
        raise ModelError("memory-hopeless", model=model_id, need=need, total=total)
    context.console.tell_memory(found, needed, spare)


def make_engine() -> Engine:
    """Engine thread: importing OpenVINO takes most of a second."""
    from newsassistant.app.engines import openvino_engine

    return openvino_engine()


def open_rows(engine: Engine, rows: int, cache_bytes: int) -> Rows:
    """Engine thread: many answers at once; raises EngineError."""
    from newsassistant.app.batch import rows as batch

    return batch.open_rows(engine, rows, cache_bytes)


def show_progress(console: Console, event: Progress) -> None:
    """The progress line for an event."""
    percent = 100 * event.done // max(1, event.total)
    console.progress(event.stage, done=event.done, total=event.total, percent=percent)
