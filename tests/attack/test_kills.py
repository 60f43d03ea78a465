"""SIGKILL at any moment, again and again on one history: nothing that was told is lost.

A child asks, streams, asks again and erases; it is killed between any two instructions. What it had
told to be asked must be there, what it had told to be erased must not, and an answer may lack its
last two seconds. `make attack` kills more often.
"""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from newsassistant.app.keeping import open_history
from newsassistant.core.paths import Paths
from tests.attack import rounds

ROOT = Path(__file__).resolve().parents[2]
KILLS = rounds(5)
LOSS_S = 2.0

CHILD = """
import queue, sys, time
from dataclasses import replace
from pathlib import Path
from newsassistant.app.chat import ChatService
from newsassistant.app.keeping import HistoryKeeper, open_history
from newsassistant.app.listener import ChatState
from newsassistant.app.worker import EngineWorker
from newsassistant.core.paths import Paths
from newsassistant.core.types import Delta, GenerationParams
from newsassistant.engine.fake import FakeEngine
from newsassistant.text.articles.article import parse

class Silent:
    def __getattr__(self, name):
        return lambda *values: None

first = int(sys.argv[2])
words = " ".join(f"word{number}" for number in range(100_000))
events = queue.Queue()
paths = Paths.under(Path(sys.argv[1])).ensure()
history = open_history(paths)
worker = EngineWorker(
    lambda: FakeEngine([words], delay_s=0.005), lambda *values: Path("fake"), events.put
)
service = ChatService(worker, history, Silent())
keeper = HistoryKeeper(service, history, paths.state)
worker.start()
service.load("fake")
asked = first
shown = 0
def tell(*values):
    print(time.monotonic(), *values, flush=True)
while True:
    event = events.get()
    service.handle(event)
    if service.state is ChatState.IDLE:
        service.model = replace(service.model, generation=GenerationParams(max_tokens=60))
        if asked % 3 == 2 and service.conversation_id is not None:
            gone = service.conversation_id
            tell("erasing", gone)
            keeper.erase(gone)
            tell("erased", gone)
        service.new_conversation()
        shown = 0
        service.ask(f"Question {asked}?", article=parse(f"Article {asked}\\nsecret{asked}x"))
        tell("asked", asked, service.conversation_id)
        asked += 1
    if isinstance(event, Delta):
        shown += len(event.text)
        tell("shown", service.conversation_id, shown)
"""


@dataclass
class Told:
    """What the children have acknowledged so far."""

    asked: dict[int, int] = field(default_factory=dict)  # the conversation of a question
    erasing: set[int] = field(default_factory=set)
    erased: set[int] = field(default_factory=set)
    shown: dict[int, list[tuple[float, int]]] = field(default_factory=dict)

    def take(self, line: str) -> None:
        moment, what, *numbers = line.split()
        first, *rest = map(int, numbers)
        if what == "asked":
            self.asked[first] = rest[0]
        elif what == "erasing":
            self.erasing.add(first)
        elif what == "erased":
            self.erased.add(first)
        else:
            self.shown.setdefault(first, []).append((float(moment), rest[0]))


def kill_one(home: Path, told: Told, dice: random.Random) -> float:
    """Run a child for a while, kill it, and return when."""
    first = max(told.asked, default=-1) + 2  # one may have been asked and not told
    command = [sys.executable, "-c", CHILD, str(home), str(first)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        told.take(child.stdout.readline())
        time.sleep(dice.uniform(0.05, 1.2))
        killed_at = time.monotonic()
        child.send_signal(signal.SIGKILL)
        for line in child.stdout:
            if line.endswith("\n"):
                told.take(line)
    return killed_at


def lost_of(told: Told, conversation: int, kept: str, killed_at: float) -> float:
    """How many seconds of the shown answer are not in the history."""
    lengths = told.shown.get(conversation, [])
    missing = [moment for moment, length in lengths if length > len(kept)]
    return killed_at - min(missing) if missing else 0.0


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL")
def test_kills_lose_nothing_that_was_told(tmp_path: Path) -> None:
    dice, told, worst = random.Random(7), Told(), 0.0
    paths = Paths.under(tmp_path)
    for _ in range(KILLS):
        killed_at = kill_one(tmp_path, told, dice)
        with closing(sqlite3.connect(paths.history)) as file:
            assert file.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        with closing(open_history(paths)) as history:
            there = {conversation.id for conversation in history.conversations()}
            for number, conversation in told.asked.items():
                if conversation in told.erasing and conversation not in there:
                    continue  # told or not, it was to go
                question, answer = history.messages(conversation)
                assert question.content == f"Question {number}?"
                assert answer.status in ("done", "length", "stopped")
                lost = lost_of(told, conversation, answer.content, killed_at)
                worst = max(worst, lost)
            assert not there & told.erased
            told.shown.clear()
        raw = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
        for number, conversation in told.asked.items():
            if conversation in told.erased:
                assert f"secret{number}x".encode() not in raw
    assert worst < LOSS_S
    print(
        f"{KILLS} kills: {len(told.asked)} questions, 0 lost; {len(told.erased)} erased, 0 left; "
        f"at most {worst:.2f} s of an answer"
    )
