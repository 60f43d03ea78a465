"""Joins the comparison's dialog and its service with the article on the desk and the styles."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from newsassistant.app.chat import ChatService
from newsassistant.app.compare import CompareService, Side, SideState, Worker
from newsassistant.app.turns import Wanted
from newsassistant.core.types import Article, Event, Progress, Reads
from newsassistant.gui.article.desk import ArticleDesk
from newsassistant.gui.compare.dialog import CompareDialog
from newsassistant.gui.conversation.shown_text import raw_text
from newsassistant.gui.evidence.looking import Looked, look
from newsassistant.gui.evidence.work import CheckWork
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.styles.choice import StyleOption
from newsassistant.gui.widgets.basics import attempt
from newsassistant.gui.widgets.dialogs import Dialogs
from newsassistant.model.prefixes.manifest import PrefixInfo
from newsassistant.text.articles.title import title_of
from newsassistant.text.prompts.presets import Preset

HEADLINE_CHARS = 160


class Styles(Protocol):
    """What the desk needs of `gui.styles.choice.StyleChoice`."""

    def options(self) -> list[StyleOption]:
        """All that are installed, those that fit first."""

    def names(self) -> dict[str, str]:
        """The names of all styles by their ids."""

    def by_job(self) -> Mapping[str, PrefixInfo]:
        """The styles that came with the program for the loaded model, by preset."""

    def style_for(self, preset_id: str) -> str:
        """The id of the style that does a preset's job, "" for the base model."""


class Jobs(Protocol):
    """What the desk needs of `gui.jobs.shelf.JobShelf`."""

    def jobs(self) -> Sequence[Preset]:
        """All of them."""

    def get(self, job_id: str) -> Preset | None:
        """The one with that id."""


class CompareDesk(QObject):
    """A `CompareListener`; `preset` names the kind of summary that is chosen for the article."""

    styles_requested = Signal()

    def __init__(
        self,
        theme: Theme,
        parent: QWidget,
        dialogs: Dialogs,
        articles: ArticleDesk,
        preset: Callable[[], str],
        styles: Styles,
        chat: ChatService,
        worker: Worker,
        jobs: Jobs,
        wanted: Callable[[], Wanted],
        checks: CheckWork,
    ) -> None:
        super().__init__()
        self._dialogs = dialogs
        self._articles = articles
        self._preset = preset
        self._styles = styles
        self._chat = chat
        self.dialog = CompareDialog(theme, parent)
        self._jobs = jobs
        self._checks = checks
        self.service = CompareService(worker, chat, self, job_for=jobs.get, wanted=wanted)
        self._connect()

    def _connect(self) -> None:
        dialog, service = self.dialog, self.service
        dialog.run_requested.connect(lambda: self._try(service.run))
        dialog.stop_requested.connect(self.stop)
        dialog.finished.connect(lambda _: self.stop())
        dialog.preset_chosen.connect(lambda preset: self._try(lambda: self._change_job(preset)))
        dialog.style_chosen.connect(
            lambda index, style: self._try(lambda: service.choose(index, style))
        )
        dialog.use_requested.connect(self._use)
        dialog.styles_requested.connect(self._show_styles)
        for index, column in enumerate(dialog.columns):
            column.view.rendered.connect(partial(self._check, index))

    # --- what the user does ---------------------------------------------------------------------

    def show(self) -> None:
        """Open the dialog on the article that lies on the desk; nothing without one."""
        self._articles.with_room(self._open)

    def stop(self) -> None:
        """End the answers; what is there stays."""
        if self.service.is_running:
            self.service.stop()
            self.dialog.set_stopping()

    def forget(self) -> None:
        """Close the page, and forget the article and the answers."""
        self.dialog.reject()
        for index, column in enumerate(self.dialog.columns):
            self._checks.give_up(f"compare-{index}")
            column.set_looked(None)
        self.service.forget()
        self.dialog.set_subject("", "")

    def handle(self, event: Event) -> None:
        """Take an event of the worker; those of the chat are dropped."""
        self.service.handle(event)

    def _open(self, article: Article, reads: Reads) -> None:
        if self.service.is_running:
            return  # the dialog was closed a moment ago and the model has not heard of it yet
        preset = self._preset()
        dialog = self.dialog
        dialog.set_error(None)
        dialog.set_jobs(self._jobs.jobs())
        usable = self._offer(preset)
        model = self._chat.model
        dialog.set_subject(
            title_of(article.title or article.text, HEADLINE_CHARS),
            f"{model.name} · {model.weights}" if model is not None else "",
            is_part=reads is not None,
        )
        dialog.set_preset(preset)
        sides = self._sides(preset, usable)
        self.service.open(article, preset, sides, reads=reads)
        dialog.set_running(False)
        (dialog.run_button if usable else dialog.styles_button).setFocus()
        self._dialogs.open(dialog)

    def _offer(self, preset: str) -> list[str]:
        """Show which styles can do a job; their ids."""
        options, names = self._styles.options(), self._styles.names()
        usable = [option.id for option in options if not option.reason]
        if (built_in := self._styles.by_job().get(preset)) is not None:
            usable.insert(0, built_in.id)
        others = any(option.reason for option in options)
        self.dialog.set_styles([(style, names[style]) for style in usable], other_models=others)
        return usable

    def _sides(self, preset: str, usable: Sequence[str]) -> tuple[str, str]:
        """The styles of the last time while they are there, else the base and the one in use."""
        left, right = (self._of_job(side.prefix, preset) for side in self.service.sides)
        if left != right and {left, right} <= {"", *usable}:
            return left, right
        return "", self._styles.style_for(preset) or next(iter(usable), "")

    def _change_job(self, preset: str) -> None:
        self.service.set_preset(preset)
        self._offer(preset)
        for index, side in enumerate(self.service.sides):
            self.service.choose(index, self._of_job(side.prefix, preset))

    def _of_job(self, style: str, preset: str) -> str:
        """The built-in style of this job in the place of another job's."""
        by_job = self._styles.by_job()
        if style in {each.id for each in by_job.values()} and preset in by_job:
            return by_job[preset].id
        return style

    def _use(self, index: int) -> None:
        if self._try(lambda: self.service.use(index)):
            self.dialog.accept()

    def _show_styles(self) -> None:
        self.dialog.reject()
        self.styles_requested.emit()

    def _try(self, call: Callable[[], None]) -> bool:
        self.dialog.set_error(None)
        return attempt(call, self.dialog.set_error)

    # --- what the service tells -----------------------------------------------------------------

    def on_side(self, index: int, side: Side) -> None:
        """A side has another state, style or answer."""
        self.dialog.set_side(index, side)

    def _check(self, index: int) -> None:
        """Compare the answer that a side shows with the article."""
        side, article = self.service.sides[index], self.service.article
        column, key = self.dialog.columns[index], f"compare-{index}"
        ended = side.state in (SideState.DONE, SideState.STOPPED) and bool(side.text.strip())
        if article is None or not ended:
            self._checks.give_up(key)
            return
        raw = raw_text(column.view)
        column.set_looked(None, looks=True)
        self._checks.ask(
            article,
            partial(look, raw=raw),
            partial(self._take, index),
            key=key,
            failed=partial(column.set_looked, None),
        )

    def _take(self, index: int, looked: Looked) -> None:
        column = self.dialog.columns[index]
        if raw_text(column.view) == looked.raw:  # else another text is shown, and was asked for
            column.set_looked(looked)

    def on_delta(self, index: int, text: str) -> None:
        """A side's answer has grown."""
        self.dialog.append(index, text)

    def on_progress(self, index: int, progress: Progress) -> None:
        """Reading for a side has advanced."""
        self.dialog.set_progress(index, progress)

    def on_running(self, running: bool) -> None:
        """The answers have begun, or all of them have ended."""
        self.dialog.set_running(running)
