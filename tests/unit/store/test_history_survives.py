"""What users fear most is losing chats: nothing that was acknowledged is lost."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from newsassistant.core.errors import StoreError
from newsassistant.core.types import Article
from newsassistant.store import db
from newsassistant.store.history import History

ARTICLE = Article("外地货车白天不得进城。", "", "zh", "d")


def new(history: History, title: str = "A title", article: Article | None = None) -> int:
    return history.create(title, article, preset="headline", model="starter", prefix="").id


def test_answers_of_a_killed_process_are_stopped(
    history: History, reopen: Callable[[], History]
) -> None:
    number = new(history)
    answer = history.add_message(number, "assistant", "", status="running")
    history.update_message(answer.id, content="so far", status="running")
    done = history.add_message(number, "assistant", "whole", status="done")
    recovered = list(reopen().all_messages(number)[0].values())
    assert [(m.content, m.status) for m in recovered] == [("so far", "stopped"), ("whole", "done")]
    assert recovered[1].id == done.id
    assert reopen().recover() == 0


CHILD = """
import sys
from pathlib import Path
from newsassistant.store.history import History
history = History(Path(sys.argv[1]), backups=Path(sys.argv[2]))
number = history.create("killed", None, preset="", model="", prefix="").id
answer = history.add_message(number, "assistant", "", status="running")
text = ""
while True:
    text += f"词{len(text)} "
    history.update_message(answer.id, content=text, status="running")
    print(len(text), flush=True)
"""


@pytest.mark.parametrize("acknowledged", [1, 7, 40])
def test_kill_9_loses_nothing_that_was_acknowledged(
    path: Path, backups: Path, acknowledged: int
) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(path), str(backups)],
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[3],
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )
    with process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(acknowledged)]
        process.kill()
        lines += process.stdout.read().splitlines()
    written = int([line for line in lines if line.strip()][-1])
    with closing(History(path, backups=backups)) as history:
        (conversation,) = history.conversations("词0")
        (answer,) = history.messages(conversation.id)
        assert len(answer.content) >= written
        assert answer.status == "stopped"
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_locked_file_is_said_at_open(
    history: History, path: Path, backups: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(db, "BUSY_TIMEOUT_S", 0.001)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError) as caught:
            History(path, backups=backups)
    assert caught.value.code == "store-locked"


def test_another_thread_is_refused(history: History) -> None:
    caught: list[BaseException] = []

    def use() -> None:
        try:
            history.conversations()
        except StoreError as error:
            caught.append(error)

    thread = threading.Thread(target=use)
    thread.start()
    thread.join()
    assert len(caught) == 1


def test_a_full_disk_is_said_and_nothing_is_half_written(history: History) -> None:
    number = new(history)
    kept = history.add_message(number, "user", "kept")
    history._db.execute("PRAGMA max_page_count = 1")  # SQLite then fails as on a full disk
    with pytest.raises(StoreError, match="full") as caught:
        history.add_message(number, "user", "x" * 1_000_000)
    assert caught.value.code == "store-full"
    assert history.messages(number) == [kept]
    history._db.execute("PRAGMA max_page_count = 1000000")
    assert history.add_message(number, "user", "again").content == "again"


def test_a_disk_that_became_read_only_is_said(history: History) -> None:
    number = new(history)
    history._db.execute("PRAGMA query_only = ON")
    with pytest.raises(StoreError) as caught:
        history.rename(number, "x")
    assert caught.value.code == "store-protected"
    assert history.get(number).title == "A title"


def test_another_process_that_holds_the_file_is_waited_for_then_said(
    history: History, path: Path
) -> None:
    history._db.execute("PRAGMA busy_timeout = 1")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="another program"):
            new(history)
        assert history.conversations() == []
    assert new(history) == 1


def test_close_twice(history: History) -> None:
    history.close()
    history.close()
    with pytest.raises(StoreError) as caught:
        history.conversations()
    assert caught.value.code == "store-unusable"
