"""How the real window behaves: start to first paint, and event-loop lateness at work.

`python -m tests.bench.window` is the child that is measured; it prints one JSON line. The starter
answers, offscreen unless QT_QPA_PLATFORM says otherwise.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from tests.bench.machine import circumstances
from tests.screens import offscreen

TITLE = "### Window"
ROUNDS = 5
SAMPLE_MS = 5
PRESET = "150-words"


TYPING_S, BURST, PAUSE_S, KEY_S = 12.0, 8, 1.5, 0.07


def run_rounds(home: Path, sample: Path, work: str = "answer") -> dict[str, float]:
    """Medians of `ROUNDS` child processes: start (s), p99 and worst lateness (ms).

    `work` is "answer", or "typing": into an article that is read ahead.
    """
    rounds = [_one(home, sample, work) for _ in range(ROUNDS)]
    return {key: sorted(r[key] for r in rounds)[ROUNDS // 2] for key in rounds[0]}


def part(figures: Mapping[str, float]) -> str:
    """Markdown of the page."""
    return f"""{TITLE}

{circumstances()}
Median of {ROUNDS} processes on the starter, `{PRESET}` of the sample article.

| | |
|---|---|
| process start to first paint | {figures["start_s"]:.2f} s |
| event-loop lateness during an answer, 99th percentile | {figures["late_p99_ms"]:.1f} ms |
| worst | {figures["late_max_ms"]:.1f} ms |
"""


def _one(home: Path, sample: Path, work: str) -> dict[str, float]:
    home.mkdir(parents=True, exist_ok=True)
    platform = os.environ.get("QT_QPA_PLATFORM") or offscreen(home)
    environment = {**os.environ, "NEWSASSISTANT_HOME": str(home), "QT_QPA_PLATFORM": platform}
    command = [sys.executable, "-m", "tests.bench.window", str(time.time()), str(sample), work]
    done = subprocess.run(
        command, env=environment, stdout=subprocess.PIPE, text=True, check=True, timeout=300
    )
    result: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return result


def child(started: float, sample: Path, work: str) -> None:
    """Open the window, do the work once with `sample`, print the figures, close."""
    from PySide6.QtCore import QEvent, QObject, Qt, QTimer
    from PySide6.QtTest import QTest

    from newsassistant.app.listener import ChatState
    from newsassistant.gui import application, program

    figures: dict[str, float] = {}
    late: list[float] = []

    class FirstPaint(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                figures.setdefault("start_s", time.time() - started)
            return False

    class Probed(program.Application):
        def show(self) -> None:
            self._paint = FirstPaint()
            self.window.article.installEventFilter(self._paint)
            self._probe = QTimer(self)
            self._probe.setInterval(SAMPLE_MS)
            self._probe.timeout.connect(self._sample)
            self._due = 0.0
            self._asked = False
            super().show()
            self._probe.start()

        def _sample(self) -> None:
            now = time.perf_counter()
            state = self.service.state
            answers = state in (ChatState.PREFILL, ChatState.ANSWERING)
            if (answers or self.service.ahead.is_reading) and self._due:
                late.append(max(0.0, now - self._due) * 1000)
            self._due = now + SAMPLE_MS / 1000
            if work == "typing":
                self._type(now)
            elif state is ChatState.IDLE and self.desk.article is not None:
                if self._asked and late:
                    self.window.close()
                elif not self._asked:
                    self._asked = True
                    self.presenter.summarize(PRESET)

        def _type(self, now: float) -> None:
            """Letters in bursts, with pauses in which the rest is read on."""
            if self.service.state is not ChatState.IDLE:
                return
            if not self._asked:
                self._asked, self._end = True, now + TYPING_S
                self._key, self._keys = now, 0
            if now >= self._end:
                self.window.close()
            elif now >= self._key:
                self._keys += 1
                self._key = now + (KEY_S if self._keys % BURST else PAUSE_S)
                edit = self.window.article.edit
                at = len(self.window.article.text()) * (self._keys // BURST % 4) // 4
                cursor = edit.textCursor()
                cursor.setPosition(at)
                edit.setTextCursor(cursor)
                QTest.keyClick(edit, Qt.Key.Key_X)

    application.Application = Probed  # type: ignore[attr-defined]
    application.run(sample)
    late.sort()
    figures["late_p99_ms"] = late[int(len(late) * 0.99)]
    figures["late_max_ms"] = late[-1]
    figures["samples"] = float(len(late))
    print(json.dumps(figures), flush=True)


if __name__ == "__main__":
    child(float(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
