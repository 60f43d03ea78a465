"""The loop: what stops it costs one step at most, and resumed it goes on to the last bit."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("torch", reason="the train extra is not installed")

import torch
from torch import nn

from newsassistant.cli.shared.arguments import MAX_SEED
from newsassistant.core.errors import TrainError
from newsassistant.core.types import CancelToken
from newsassistant.core.wire import Event, facts_of
from newsassistant.train import checkpoints, journal
from newsassistant.train.base import load_base
from newsassistant.train.batches import Order, collate
from newsassistant.train.checkpoints import Reached
from newsassistant.train.examples import Example
from newsassistant.train.hardware import Hardware
from newsassistant.train.loop import Objective, Schedule, Trainer
from newsassistant.train.lora import LoraTuner
from newsassistant.train.prefix_tuning import PrefixTuner
from newsassistant.train.preparation import Prepared
from newsassistant.train.run import make_accelerator
from newsassistant.train.source import Source
from tests.unit.train import tiny
from tests.unit.train.conftest import prepared

SCHEDULE = Schedule(
    steps=6,
    rate=0.05,
    warmup=2,
    batch_size=1,
    accumulation=2,
    eval_steps=3,
    save_steps=2,
    seed=7,
)


class StopAt(CancelToken):
    """Is cancelled from the `looks`-th look on; the loop looks once in front of every pass."""

    def __init__(self, looks: int) -> None:
        super().__init__()
        self._left = looks

    @property
    def cancelled(self) -> bool:
        self._left -= 1
        return self._left <= 0


class CrashError(Exception):
    """The process dies."""


@dataclass
class Run:
    """A folder and what is trained in it; `go` starts or resumes, as a new process would."""

    folder: Path
    source: Source
    data: Prepared
    kind: str = "prefix"
    events: list[dict[str, Any]] = field(default_factory=list)
    trainer: Trainer = field(init=False)

    def tuner(self) -> nn.Module:
        torch.manual_seed(11)
        base = load_base(self.source)
        if self.kind == "lora":
            return LoraTuner(base, 2, alpha=8, dropout=0.4)
        return PrefixTuner(base, 3)

    def go(
        self,
        *,
        cancel: CancelToken | None = None,
        crash_at: int = 0,
        crash_on: str = "step",
        **changes: Any,
    ) -> bool:
        self.folder.mkdir(exist_ok=True)

        def keep(event: Event) -> None:
            facts = facts_of(event)
            self.events.append(facts)
            if facts["event"] == crash_on and facts["step"] == crash_at:
                raise CrashError

        tuner = self.tuner().train()
        self.trainer = Trainer(
            make_accelerator(Hardware("cpu", "f32", "")),
            tuner,
            replace(SCHEDULE, **changes),
            run=self.folder,
            on_event=keep,
            cancel=cancel or CancelToken(),
        )
        self.trainer.resume()
        return self.trainer.train(self.data.rows, self.data.held_out)

    def state(self) -> dict[str, torch.Tensor]:
        return checkpoints.pack(self.trainer._parameters, self.trainer._optimizer.optimizer)

    def log(self) -> list[tuple[Any, ...]]:
        """What does not depend on the clock."""
        keys = ("event", "step", "steps", "loss", "lr")
        return [
            tuple(entry.get(key) for key in keys)
            for entry in map(facts_of, journal.read(self.folder))
        ]

    def told(self, kind: str) -> list[int]:
        return [event["step"] for event in self.events if event["event"] == kind]


@pytest.fixture(scope="module")
def rows(tiny_model: Path, tiny_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    folder = tmp_path_factory.mktemp("unused")
    return prepared(tiny.options(tiny_model, tiny_data, folder, eval_rows=1))


@pytest.fixture
def run(tmp_path: Path, tiny_source: Source, rows: Prepared) -> Run:
    return Run(tmp_path / "run", tiny_source, rows)


@pytest.fixture(scope="module")
def whole(
    tmp_path_factory: pytest.TempPathFactory, tiny_source: Source, rows: Prepared
) -> dict[str, Run]:
    """Runs that nothing has interrupted."""
    made = {}
    for kind in ("prefix", "lora"):
        made[kind] = Run(tmp_path_factory.mktemp(kind) / "run", tiny_source, rows, kind)
        assert made[kind].go()
    return made


def check_same(one: Run, other: Run) -> None:
    """Parameters and optimizer to the last bit, and the same record."""
    state, expected = one.state(), other.state()
    assert state.keys() == expected.keys()
    assert any(name.startswith("optimizer/exp_avg_sq/") for name in state)
    assert [name for name in state if not torch.equal(state[name], expected[name])] == []
    assert one.log() == other.log()
    assert one.trainer.reached == other.trainer.reached


@pytest.mark.parametrize("kind", ["prefix", "lora"])
@pytest.mark.parametrize(
    ("looks", "done"), [(1, 0), (5, 2), (6, 2), (7, 3), (12, 5), (13, 5), (14, 6)]
)
def test_interrupted_and_resumed_is_as_if_nothing_had_been(
    run: Run, whole: dict[str, Run], kind: str, looks: int, done: int
) -> None:
    """With dropout; before a step, inside one, which alone is lost, and inside an evaluation."""
    run.kind = kind
    assert not run.go(cancel=StopAt(looks))
    assert run.trainer.reached.step == done
    assert checkpoints.latest(run.folder) == checkpoints.at(run.folder, done)

    assert run.go()
    check_same(run, whole[kind])
    assert run.told("step") == [1, 2, 3, 4, 5, 6]


def test_interrupted_again_and_again(run: Run, whole: dict[str, Run]) -> None:
    for _ in range(5):
        assert not run.go(cancel=StopAt(3))
    assert run.go()

    check_same(run, whole["prefix"])


@pytest.mark.parametrize(
    ("crash_at", "crash_on"),
    [(1, "step"), (3, "step"), (6, "step"), (3, "eval"), (3, "checkpoint"), (4, "checkpoint")],
)
def test_after_a_crash_the_record_goes_back_to_the_checkpoint(
    run: Run, whole: dict[str, Run], crash_at: int, crash_on: str
) -> None:
    """Also between a checkpoint and what is written beside it."""
    with pytest.raises(CrashError):
        run.go(crash_at=crash_at, crash_on=crash_on)
    assert run.go()

    check_same(run, whole["prefix"])


def test_a_finished_run_does_nothing_more(run: Run, whole: dict[str, Run]) -> None:
    assert run.go()
    run.events.clear()
    assert run.go()

    assert run.events == []
    check_same(run, whole["prefix"])


def test_what_is_told_and_when(whole: dict[str, Run]) -> None:
    run = whole["prefix"]

    assert run.told("step") == [1, 2, 3, 4, 5, 6]
    assert run.told("eval") == [3, 6]
    # Every step's checkpoint is told of once, also where it is the best one and its turn.
    assert run.told("checkpoint") == sorted(set(run.told("checkpoint")))
    assert {2, 4, 6} <= set(run.told("checkpoint"))
    step = next(event for event in run.events if event["event"] == "step")
    assert set(step) == {"event", "step", "steps", "loss", "lr", "tokens_per_s", "left_s"}
    assert step["tokens_per_s"] > 0
    assert run.events[-1]["event"] in ("eval", "checkpoint")
    assert [e["left_s"] for e in run.events if e.get("step") == 6 and "left_s" in e] == [0]
    evaluation = next(event for event in run.events if event["event"] == "eval")
    assert set(evaluation) == {"event", "step", "steps", "loss"}


def test_the_checkpoint_of_a_step_knows_of_the_best_one(whole: dict[str, Run]) -> None:
    run = whole["prefix"]
    reached, _ = checkpoints.load(checkpoints.at(run.folder, 6))

    assert reached == run.trainer.reached
    assert reached.best_loss == min(e["loss"] for e in run.events if e["event"] == "eval")


def test_the_loss_is_that_of_each_answers_tokens(run: Run) -> None:
    """A mean over the ids to be learnt, not over rows."""
    run.go(steps=1, eval_steps=1)
    tuner = run.tuner()
    order = [(e["event"], e["loss"]) for e in run.events if "loss" in e]
    taken = [run.data.rows[i] for i in Order(len(run.data.rows), 7).take(0, 2)]

    assert order[0] == ("step", pytest.approx(mean_loss(tuner, taken), rel=1e-5))
    assert order[1] == ("eval", pytest.approx(mean_loss(run.trainer, run.data.held_out), rel=1e-5))


def mean_loss(model: Any, examples: Any) -> float:
    """By hand, row by row."""
    tuner = model._objective.tuner if isinstance(model, Trainer) else model
    total, count = 0.0, 0
    for example in examples:
        ids = torch.tensor([example.ids])
        with torch.no_grad():
            logits = tuner(ids, torch.ones_like(ids), torch.arange(ids.shape[1]))[0]
        chances = logits.log_softmax(dim=-1)
        for place, token in enumerate(example.answer, len(example.prompt) - 1):
            total -= float(chances[place, token])
            count += 1
    return total / count


@pytest.mark.parametrize(("batch_size", "accumulation"), [(2, 2), (4, 1)])
def test_rows_in_a_pass_or_one_after_another(
    run: Run, tmp_path: Path, batch_size: int, accumulation: int
) -> None:
    """The same losses but for the order of sums (measured: 9e-8)."""
    run.go(steps=4, accumulation=4)
    other = Run(tmp_path / "other", run.source, run.data)
    other.go(steps=4, batch_size=batch_size, accumulation=accumulation)
    losses = [[entry[3] for entry in each.log()] for each in (run, other)]

    assert losses[0] == pytest.approx(losses[1], rel=1e-5)


def test_a_loss_that_is_no_number_ends_it(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Made so by hand: which rate is too high depends on how the processor adds."""
    forward = Objective.forward
    run.go(steps=1)
    monkeypatch.setattr(Objective, "forward", lambda self, batch: forward(self, batch) * math.inf)
    with pytest.raises(TrainError) as caught:
        run.go(rate=1e37, save_steps=1)

    assert caught.value.code == "loss-not-finite"
    assert caught.value.params == {"step": 2, "rate": "1e+37"}
    latest = checkpoints.latest(run.folder)
    assert latest == checkpoints.at(run.folder, 1)
    _, tensors = checkpoints.load(latest)
    assert all(bool(tensor.isfinite().all()) for tensor in tensors.values())


def test_a_gradient_that_is_no_number_moves_nothing(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    forward = Objective.forward

    def broken(self: Objective, batch: Any) -> torch.Tensor:
        loss = forward(self, batch)
        poison: torch.Tensor = _Poison.apply(loss)  # type: ignore[no-untyped-call]
        return loss + poison

    run.go(steps=2)
    monkeypatch.setattr(Objective, "forward", broken)
    with pytest.raises(TrainError) as caught:
        run.go()

    assert (caught.value.code, caught.value.params["step"]) == ("loss-not-finite", 3)
    assert all(bool(tensor.isfinite().all()) for tensor in run.state().values())


class _Poison(torch.autograd.Function):
    """Nought, with a gradient that is no number."""

    @staticmethod
    def forward(ctx: Any, x: torch.Tensor) -> torch.Tensor:
        return torch.zeros_like(x)

    @staticmethod
    def backward(ctx: Any, *grads: torch.Tensor) -> torch.Tensor:
        return grads[0] * math.nan


def test_the_best_parameters_are_used(run: Run) -> None:
    """A rate below 0 makes it worse with each step."""
    run.go(steps=8, rate=-0.05, warmup=0, eval_steps=1, save_steps=1, seed=1)
    losses = {e["step"]: e["loss"] for e in run.events if e["event"] == "eval"}
    best = min(losses, key=lambda step: losses[step])
    assert best == 1
    assert run.trainer.reached == Reached(8, losses[best], best)
    last = mean_loss(run.trainer, run.data.held_out)
    run.trainer.use_best()

    assert last == pytest.approx(losses[8], rel=1e-5)
    assert mean_loss(run.trainer, run.data.held_out) == pytest.approx(losses[best], rel=1e-5)


def test_without_rows_held_out_the_last_parameters_are_used(run: Run) -> None:
    run.data = replace(run.data, held_out=())
    run.go()
    before = run.state()
    run.trainer.use_best()

    assert run.told("eval") == []
    assert run.trainer.reached == Reached(6)
    assert all(torch.equal(run.state()[name], tensor) for name, tensor in before.items())


def test_a_checkpoint_of_another_method_is_refused(run: Run) -> None:
    run.go(steps=2)
    run.kind = "lora"

    with pytest.raises(TrainError) as caught:
        run.go()

    assert caught.value.code == "run-invalid"


def test_the_largest_seed_of_the_command_line(run: Run) -> None:
    assert run.go(steps=1, seed=MAX_SEED)


def test_the_rate_rises_and_falls_to_a_tenth() -> None:
    schedule = replace(SCHEDULE, steps=100, rate=2.0, warmup=10)
    rates = [schedule.rate_at(step) for step in range(1, 101)]

    assert rates[0] == pytest.approx(0.2)
    assert max(rates) == rates[9] > 1.9
    assert rates[:10] == sorted(rates[:10])
    assert rates[9:] == sorted(rates[9:], reverse=True)
    assert rates[-1] == pytest.approx(0.2, rel=0.01)


def test_without_a_rise_it_begins_at_its_peak() -> None:
    assert replace(SCHEDULE, warmup=0).rate_at(1) == SCHEDULE.rate
    assert replace(SCHEDULE, warmup=0, steps=1).rate_at(1) == SCHEDULE.rate


def test_the_log_has_the_rates_of_the_schedule(whole: dict[str, Run]) -> None:
    steps = [e for e in whole["prefix"].events if e["event"] == "step"]

    assert [e["lr"] for e in steps] == [SCHEDULE.rate_at(step) for step in range(1, 7)]


def test_what_is_trained_is_counted(whole: dict[str, Run]) -> None:
    assert whole["prefix"].trainer.trainable == 3 * 2 * 2 * 2 * 8
    assert whole["lora"].trainer.trainable == 2 * 2 * (3 * 32 + 32 + 16 + 16)


def test_it_learns(run: Run) -> None:
    run.go(steps=25, rate=0.05, eval_steps=25, save_steps=25)
    losses = [e["loss"] for e in run.events if e["event"] == "step"]

    assert sum(losses[-5:]) < sum(losses[:5])


def test_collated_rows_have_labels_for_the_answer_alone(rows: Prepared) -> None:
    first: Example = rows.rows[0]

    assert collate([first]).targets == len(first.answer)
