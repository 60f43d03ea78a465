"""Joins newsroom servers and the window: who may be asked, and that it is always seen.

Made when a server is set up, or the user wants to set one up; else none of this is imported.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from newsassistant.app.chat import ChatService
from newsassistant.app.remote.book import ServerBook
from newsassistant.core import places
from newsassistant.core.errors import NewsAssistantError, RemoteError
from newsassistant.core.types import Article, ModelInfo
from newsassistant.engine.remote.engine import info_of
from newsassistant.gui.look.labels import interface_language
from newsassistant.gui.servers.banner import PlaceBanner
from newsassistant.gui.servers.words import Where, sent_words
from newsassistant.gui.widgets.basics import attempt
from newsassistant.gui.widgets.dialogs import Dialogs
from newsassistant.model.base import Base
from newsassistant.model.prefixes.manifest import PrefixInfo

if TYPE_CHECKING:
    from newsassistant.gui.servers.desk import ServersDesk


@dataclass(frozen=True, slots=True)
class Calls:
    """What of the window is called: `use` loads a model, `bring_back` begins with an article."""

    use: Callable[[str], None]
    bring_back: Callable[[Article], object]
    set_place: Callable[[str], None]
    add_banner: Callable[[QWidget], None]
    show_error: Callable[[NewsAssistantError], None]


class ServerLink(QObject):
    """Also the `Elsewhere` of the choice of styles. Main thread."""

    changed = Signal()  # the models that can be chosen

    def __init__(
        self,
        window: QWidget,
        dialogs: Dialogs,
        book: ServerBook,
        service: ChatService,
        executor: Executor,
        calls: Calls,
    ) -> None:
        super().__init__(window)
        self._window, self._dialogs, self._book = window, dialogs, book
        self._service, self._executor, self._calls = service, executor, calls
        self._place = service.place
        self.desk: ServersDesk | None = None
        self.banner = PlaceBanner(dialogs.theme)
        self.banner.new_requested.connect(self._begin_new)
        calls.add_banner(self.banner)
        self.look()

    # --- what there is --------------------------------------------------------------------------

    def models(self) -> list[ModelInfo]:
        """The models of all servers, as the menu lists them; reads a file."""
        return [
            info_of(known.server.address, model, model.context or known.server.context)
            for known in self._book.all()
            for model in known.models
        ]

    def styles_of(self, model: ModelInfo) -> Sequence[PrefixInfo]:
        """The styles by which a server's model answers."""
        address, name = places.split_id(model.id)
        known = self._book.find(address) if address else None
        offered = known.models if known is not None else ()
        return [
            PrefixInfo(
                places.remote_id(address, style.name),
                style.title,
                Base("", 0, 0, 0, name=model.name),
                0,
                0,
                Path(),
                training={"preset": style.preset} if style.preset else {},
            )
            for each in offered
            if each.name == name
            for style in each.styles
        ]

    def names(self) -> Mapping[str, str]:
        """The names of all styles of all servers, by their ids."""
        return {
            places.remote_id(known.server.address, style.name): style.title
            for known in self._book.all()
            for model in known.models
            for style in model.styles
        }

    # --- what the user wants --------------------------------------------------------------------

    def show(self) -> None:
        """Open the servers."""
        if self.desk is None:
            from newsassistant.gui.servers.desk import ServersDesk

            self.desk = ServersDesk(
                self._window,
                self._dialogs,
                self._book,
                self._executor,
                lambda: self._service.place,
            )
            self.desk.changed.connect(self.changed)
        self.desk.show()

    def choose(self, model_id: str) -> None:
        """Use a server's model, once the user knows what is sent to whom."""
        if self._service.is_private:
            refusal = RemoteError("remote-private")
            language = interface_language()
            self._dialogs.tell(self._window, refusal.what(language), refusal.advice(language))
            return
        address, _ = places.split_id(model_id)
        known = self._book.find(address)
        if known is None or known.agreed:
            self._calls.use(model_id)  # one that is gone is told by loading it
            return
        host = known.server.host
        self._dialogs.ask(
            self._window,
            self.tr("Let texts leave this computer, to {0}?").format(host),
            sent_words(host),
            verb=self.tr("Use {0}").format(host),
            done=lambda: self._agree(address, model_id),
            lasting=True,
        )

    def _agree(self, address: str, model_id: str) -> None:
        if attempt(lambda: self._book.agree(address), self._calls.show_error):
            self._calls.use(model_id)

    # --- what is seen ---------------------------------------------------------------------------

    def look(self) -> None:
        """The conversation, the model or its state may be another one."""
        service = self._service
        if service.place != self._place:
            self._place = service.place
            if service.conversation_id is not None and service.why_not() is not None:
                self._begin_new()  # what goes on there is begun anew, never sent on
        self._calls.set_place(service.place)
        self.banner.show_place(*self._where())

    def _where(self) -> tuple[Where, str]:
        service = self._service
        if service.place and service.is_private:
            return "private", service.place
        if service.conversation_id is None or service.conversation_place == service.place:
            return ("leaves", service.place) if service.place else ("", "")
        if service.conversation_place:
            return "left", service.conversation_place
        return "stays", service.place

    def _begin_new(self) -> None:
        article = self._service.article
        if article is not None:
            self._calls.bring_back(article)
        else:
            self._service.new_conversation()

    def stop(self) -> None:
        """Give up what is being asked, for the end of the program."""
        if self.desk is not None:
            self.desk.stop()

    def is_busy(self) -> bool:
        """True while a thread is at work for it."""
        return self.desk is not None and self.desk.is_busy()
