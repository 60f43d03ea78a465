"""A process killed in the middle of an answer loses at most its last two seconds."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from newsassistant.store.history import History

ROOT = Path(__file__).resolve().parents[2]
LOSS_S = 2.0

# The application without a window: the chat service on the main thread, the engine on its own.
STREAM = """
import queue, sys, time
from dataclasses import replace
from pathlib import Path
from newsassistant.app.chat import ChatService
from newsassistant.app.listener import ChatState
from newsassistant.app.worker import EngineWorker
from newsassistant.core.types import Delta, GenerationParams
from newsassistant.engine.fake import FakeEngine
from newsassistant.store.history import History
from newsassistant.text.articles.article import parse

class Silent:
    def __getattr__(self, name):
        return lambda *values: None

words = " ".join(f"word{number}" for number in range(100_000))
engine = FakeEngine([words], delay_s=0.02)
events = queue.Queue()
folder = Path(sys.argv[1])
history = History(folder / "history.sqlite3", backups=folder / "backups")
worker = EngineWorker(lambda: engine, lambda *values: Path("fake"), events.put)
service = ChatService(worker, history, Silent())
worker.start()
service.load("fake")
shown = ""
while True:
    event = events.get()
    service.handle(event)
    if service.state is ChatState.IDLE:
        service.model = replace(service.model, generation=GenerationParams(max_tokens=100_000))
        service.ask("Will it survive?", article=parse("Wind grows\\nThe body."))
    if isinstance(event, Delta):
        shown += event.text
        print(time.monotonic(), len(shown), flush=True)
"""


def test_a_killed_answer_is_there_up_to_the_last_two_seconds(tmp_path: Path) -> None:
    command = [sys.executable, "-c", STREAM, str(tmp_path)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    seen: list[tuple[float, int]] = []
    for line in process.stdout:
        at, length = line.split()
        seen.append((float(at), int(length)))
        if seen[-1][0] - seen[0][0] > LOSS_S + 1.0:
            break
    killed_at = time.monotonic()
    process.kill()
    process.communicate(timeout=30)

    history = History(tmp_path / "history.sqlite3", backups=tmp_path / "backups")
    conversation = history.conversations()[0]
    question, answer = history.messages(conversation.id)
    article = history.article(conversation.id)
    history.close()

    assert (question.role, question.content, question.status) == (
        "user",
        "Will it survive?",
        "sent",
    )
    assert article is not None
    assert article.text == "Wind grows\nThe body."
    assert (answer.role, answer.status) == ("assistant", "stopped")
    acknowledged = max(length for at, length in seen if at <= killed_at - LOSS_S)
    assert len(answer.content) >= acknowledged > 0
    whole = " ".join(f"word{number}" for number in range(100_000))
    assert whole.startswith(answer.content)
