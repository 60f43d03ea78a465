"""The tray: one call for all that comes until it is emptied, the last state of each result."""

from __future__ import annotations

from newsassistant.app.batch.outcome import Outcome
from newsassistant.app.batch.run import Count
from newsassistant.gui.folder.tray import Tray


def test_it_calls_once_until_it_is_emptied() -> None:
    calls: list[int] = []
    tray = Tray(lambda: calls.append(1))
    tray.put(Outcome("a", "p", "s"))
    tray.put(Outcome("a", "p", "s", "done"))
    tray.put(Outcome("b", "p", "s"))
    tray.set_count(Count(2, 1))
    assert calls == [1]
    outcomes, count = tray.take()
    assert [(each.story, each.state) for each in outcomes] == [("a", "done"), ("b", "waiting")]
    assert count == Count(2, 1)
    assert tray.take() == ((), None)
    tray.set_count(Count(2, 2))
    assert calls == [1, 1]
