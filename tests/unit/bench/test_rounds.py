"""Rounds go on without those who cannot start or die, and end early with what there is."""

from __future__ import annotations

import signal
import sys

import pytest

from tests.bench.rounds import (
    Child,
    ChildError,
    Entry,
    Job,
    Outcome,
    Results,
    alternate,
    how_it_ended,
)

PUPPET = "tests.unit.bench.puppet"


def jobs(turn: int) -> dict[str, Job]:
    return {"a": {"turn": turn}}


def test_every_round_but_the_first_counts_and_ratios_are_those_of_rounds() -> None:
    found = alternate(PUPPET, [Entry("one", ("good",)), Entry("half", ("good", "0.5"))], jobs, 3)

    one, half = found.outcomes["one"], found.outcomes["half"]
    assert found.rounds == 3
    assert not found.is_cut
    assert one.values("a", "seconds") == {1: 1.0, 2: 2.0, 3: 3.0}
    assert one.median("a", "seconds") == 2.0
    assert one.ratio(half, "a", "seconds") == 2.0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
def test_one_that_dies_loses_nobody_elses_rounds() -> None:
    entries = [Entry("dying", ("illegal",)), Entry("good", ("good",))]

    found = alternate(PUPPET, entries, jobs, 2)

    name = (signal.strsignal(signal.SIGILL) or "").lower()
    number = int(signal.SIGILL)
    assert found.outcomes["dying"].failure == f"round 1: ended with signal {number} ({name})"
    assert found.outcomes["dying"].rounds == {}
    assert len(found.outcomes["good"].rounds) == 2


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("unbuilt", "not built or installed: No module named 'llama_cpp'"),
        ("broken", "round 1: ended with exit code 1: ValueError: no / such / thing"),
        ("talkative", "round 1: said b'hello\\n', which is no answer"),
    ],
)
def test_what_ended_it_is_told(kind: str, words: str) -> None:
    found = alternate(PUPPET, [Entry(kind, (kind,)), Entry("good", ("good",))], jobs, 1)

    assert found.outcomes[kind].failure == words
    assert found.rounds == 1


def test_one_that_says_nothing_is_ended() -> None:
    child = Child([sys.executable, "-m", PUPPET, "slow"])
    child.read()
    child.ask({"turn": 1})
    child.patience_s = 0.1

    with pytest.raises(ChildError, match=r"no answer within 0\.1 s"):
        child.ask({"turn": 2})
    child.close()


def test_options_are_passed_on() -> None:
    entries = [Entry("one", ("good", "1")), Entry("two", ("good", "2"), options_of="one")]

    found = alternate(PUPPET, entries, jobs, 1)

    assert found.outcomes["two"].about["rest"] == ["2", '{"kind": "good"}']


def test_without_the_options_it_does_not_begin() -> None:
    entries = [Entry("one", ("unbuilt",)), Entry("two", ("good",), options_of="one")]

    found = alternate(PUPPET, entries, jobs, 1)

    assert found.outcomes["two"].failure == "needs the options of one"
    assert found.rounds == 0


def test_ctrl_c_keeps_the_rounds_before_it(capsys: pytest.CaptureFixture[str]) -> None:
    def interrupted(turn: int) -> dict[str, Job]:
        if turn == 2:
            raise KeyboardInterrupt
        return jobs(turn)

    found = alternate(PUPPET, [Entry("one", ("good",))], interrupted, 5)

    assert found.is_cut
    assert found.rounds == 1
    assert "interrupted" in capsys.readouterr().err


def test_all_start_again_in_reversed_order() -> None:
    entries = [Entry("one", ("good", "1")), Entry("two", ("good", "2"), options_of="one")]

    found = alternate(PUPPET, entries, jobs, 5, starts=2)

    assert sorted(found.outcomes["one"].rounds) == [1, 2, 3, 4, 5]
    assert found.outcomes["two"].ratio(found.outcomes["one"], "a", "seconds") == 2.0
    assert found.outcomes["two"].about["rest"] == ["2", '{"kind": "good"}']


def test_nobody_at_all_has_no_rounds() -> None:
    assert Results({}).rounds == 0
    assert Outcome(rounds={1: {"a": {"x": 1}}}).ratio(Outcome(), "a", "x") == 0.0


def test_a_program_that_said_nothing_has_its_exit_code_told() -> None:
    assert how_it_ended(3, "") == "ended with exit code 3: "
