"""The chat service with a worker that the test plays itself, and a recorder as its window."""

from __future__ import annotations

from collections.abc import Sequence

from newsassistant.app.chat import ChatService
from newsassistant.app.listener import ChatState
from newsassistant.app.worker import Command, Generate, Load, Measure
from newsassistant.core.errors import EngineError, NewsAssistantError, StoreError
from newsassistant.core.types import (
    Article,
    Delta,
    Done,
    Failed,
    FinishReason,
    GenerationParams,
    Measured,
    ModelInfo,
    ModelReady,
    Progress,
    Reads,
    Role,
    Usage,
    WeightSpeeds,
)
from newsassistant.store.history import History, StoredConversation, StoredMessage

MODEL = ModelInfo("m", "Model", "int8", 2048, generation=GenerationParams(max_tokens=77))
ARTICLE = Article("Wind grows\nBody one.", "Wind grows", "en", "digest-1")
OTHER = Article("风电增长。", "", "zh", "digest-2")
BROKEN = EngineError("inference-failed", detail="x")
FULL = StoreError("store-unwritable", path="x", detail="disk full")


class FakeWorker:
    """Keeps what is submitted; the test answers."""

    def __init__(self) -> None:
        self.commands: list[Command] = []
        self.closed = 0
        self.skipped = 0

    def submit(self, command: Command) -> None:
        self.commands.append(command)

    def skip_measuring(self) -> None:
        self.skipped += 1

    def close(self) -> None:
        self.closed += 1


class Recorder:
    """Keeps what a window would show, and every call by name."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.states: list[ChatState] = []
        self.shown: dict[int, str] = {}
        self.errors: list[tuple[str, int | None]] = []
        self.statuses: dict[int, str] = {}
        self.open: StoredConversation | None = None
        self.article: Article | None = None
        self.models: list[ModelInfo] = []
        self.measured: list[Measured] = []
        self.speeds: list[WeightSpeeds] = []
        self.progress: list[Progress] = []
        self.saved: list[int] = []
        self.read: list[int | None] = []
        self.rested: list[bool] = []

    def on_saved(self, message: StoredMessage) -> None:
        self.saved.append(message.id)

    def on_state(self, state: ChatState) -> None:
        self.states.append(state)

    def on_progress(self, progress: Progress) -> None:
        self.progress.append(progress)

    def on_message(self, message: StoredMessage) -> None:
        self.shown[message.id] = message.content
        self.statuses[message.id] = message.status

    def on_delta(self, message_id: int, text: str) -> None:
        self.shown[message_id] += text

    def on_answer(self, message: StoredMessage) -> None:
        self.on_message(message)

    def on_error(self, error: NewsAssistantError, message_id: int | None) -> None:
        self.errors.append((error.code, message_id))

    def on_model(self, model: ModelInfo) -> None:
        self.models.append(model)

    def on_rested(self) -> None:
        self.calls.append("on_rested")

    def on_model_measured(self, complete: bool) -> None:
        self.rested.append(complete)

    def on_read(self, permille: int | None) -> None:
        self.read.append(permille)

    def on_measured(self, measured: Measured) -> None:
        self.measured.append(measured)

    def on_weight_speeds(self, speeds: WeightSpeeds) -> None:
        self.speeds.append(speeds)

    def on_conversation(
        self,
        conversation: StoredConversation | None,
        article: Article | None,
        messages: Sequence[StoredMessage],
    ) -> None:
        self.open, self.article = conversation, article
        self.shown, self.statuses = {}, {}
        for message in messages:
            self.on_message(message)

    def on_waiting(self) -> None:
        self.calls.append("waiting")

    def on_conversations(self) -> None:
        self.calls.append("list")


class DiskFull(History):
    """A history whose updates or additions can be made to fail."""

    full = False
    no_room_for: str = ""

    def update_message(
        self,
        message_id: int,
        *,
        content: str,
        status: str,
        usage: Usage | None = None,
        error: str = "",
    ) -> StoredMessage:
        if self.full:
            raise FULL
        return super().update_message(
            message_id, content=content, status=status, usage=usage, error=error
        )

    def add_message(
        self,
        conversation_id: int,
        role: Role,
        content: str,
        *,
        status: str = "sent",
        preset: str = "",
        model: str = "",
        prefix: str = "",
        reads: Reads = None,
        after: int | None = None,
    ) -> StoredMessage:
        if self.no_room_for == role:
            raise FULL
        return super().add_message(
            conversation_id,
            role,
            content,
            status=status,
            preset=preset,
            model=model,
            prefix=prefix,
            reads=reads,
            after=after,
        )

    def delete_message(self, message_id: int) -> None:
        if self.no_room_for == "delete":
            raise FULL
        super().delete_message(message_id)


class Desk:
    """The service with all its doubles, and the worker's half of the talk."""

    def __init__(self, history: DiskFull) -> None:
        self.worker, self.screen, self.history = FakeWorker(), Recorder(), history
        self.now = 100.0
        self.styles = {"summary": "", "question": ""}
        self.service = ChatService(
            self.worker,
            history,
            self.screen,
            style_for=lambda preset: self.styles["summary" if preset else "question"],
            clock=lambda: self.now,
        )

    def ready(self) -> Desk:
        self.service.load("m")
        self.service.handle(ModelReady(self.last.request_id, MODEL))
        return self

    @property
    def last(self) -> Load | Generate | Measure:
        command = self.worker.commands[-1]
        assert isinstance(command, Load | Generate | Measure)
        return command

    @property
    def job(self) -> Generate:
        jobs = [command for command in self.worker.commands if isinstance(command, Generate)]
        return jobs[-1]

    def state(self) -> ChatState:
        return self.service.state

    def says(self, text: str) -> None:
        self.service.handle(Delta(self.job.request_id, text, 1))

    def ends(self, reason: FinishReason = "stop") -> None:
        self.service.handle(Done(self.job.request_id, reason, Usage(9, 0, 3)))

    def fails(self) -> None:
        self.service.handle(Failed(self.job.request_id, BROKEN))

    def answers(self, text: str) -> None:
        self.says(text)
        self.ends()

    def stored(self, conversation_id: int | None = None) -> list[tuple[str, str, str]]:
        number = conversation_id or self.service.conversation_id
        assert number is not None
        return [(m.role, m.content, m.status) for m in self.history.messages(number)]

    def written(self) -> list[str]:
        """All that was ever asked and answered in the open conversation."""
        assert self.service.conversation_id is not None
        messages, _, _ = self.history.all_messages(self.service.conversation_id)
        return [message.content for message in messages.values()]

    def texts(self) -> list[str]:
        return list(self.screen.shown.values())

    def turns(self) -> list[str]:
        return [message.content for message in self.job.prompt.messages]
