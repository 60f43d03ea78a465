"""The training loop: steps, evaluation, checkpoints, over one process or several.

Knows nothing of files' contents, prompts or options of the command line. Processes are those of
torchrun or `accelerate launch`; every process runs this same code.
"""

from __future__ import annotations

import contextlib
import math
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from accelerate import Accelerator
from torch import nn

from newsassistant.core.errors import TrainError
from newsassistant.core.types import CancelToken
from newsassistant.core.wire import Evaluated, Saved, Stepped
from newsassistant.train import checkpoints, journal
from newsassistant.train.batches import IGNORED, Batch, Order, collate
from newsassistant.train.checkpoints import Reached
from newsassistant.train.examples import Example

MAX_NORM = 1.0
PACE_STEPS = 20


@dataclass(frozen=True, slots=True)
class Schedule:
    """Rates and sizes of a run. A step reads `batch_size` * `accumulation` rows in each process.

    The rate rises linearly over `warmup` steps and falls along a cosine to a tenth.
    """

    steps: int
    rate: float
    warmup: int
    batch_size: int
    accumulation: int
    eval_steps: int
    save_steps: int
    seed: int

    def rate_at(self, step: int) -> float:
        """The rate of step 1, 2, ..., `steps`."""
        rise = min(1.0, step / max(1, self.warmup))
        turn = 0.5 * (1 + math.cos(math.pi * (step - 1) / max(1, self.steps)))
        return self.rate * rise * (0.1 + 0.9 * turn)


class Objective(nn.Module):
    """A tuner with its loss: the sum of the cross-entropies of a batch, in nats."""

    def __init__(self, tuner: nn.Module) -> None:
        super().__init__()
        self.tuner = tuner

    def forward(self, batch: Batch) -> torch.Tensor:
        """A scalar; logits are widened to float32 first."""
        logits = self.tuner(batch.input_ids, batch.attention_mask, batch.keep)
        flat = logits.float().flatten(0, 1)
        return nn.functional.cross_entropy(
            flat, batch.labels.flatten(), ignore_index=IGNORED, reduction="sum"
        )


class Trainer:
    """One run from where `resume` leaves it to its last step."""

    def __init__(
        self,
        accelerator: Accelerator,
        tuner: nn.Module,
        schedule: Schedule,
        *,
        run: Path,
        on_event: journal.OnEvent,
        cancel: CancelToken,
    ) -> None:
        self._accelerator = accelerator
        self._schedule = schedule
        self._run, self._on_event, self._cancel = run, on_event, cancel
        objective = Objective(tuner)
        self._parameters = {
            name: parameter
            for name, parameter in objective.named_parameters()
            if parameter.requires_grad
        }
        optimizer = torch.optim.AdamW(self._parameters.values(), lr=0.0, weight_decay=0.0)
        self._objective, self._optimizer = accelerator.prepare(objective, optimizer)
        self.reached = Reached()

    @property
    def trainable(self) -> int:
        """Numbers that training changes."""
        return sum(parameter.numel() for parameter in self._parameters.values())

    def resume(self) -> None:
        """Go on from the newest checkpoint, if there is one; raises TrainError."""
        folder = checkpoints.latest(self._run)
        if folder is not None:
            self.reached, tensors = checkpoints.load(folder)
            checkpoints.unpack(tensors, self._parameters, self._optimizer.optimizer)
        if self._accelerator.is_main_process:
            journal.rewind(self._run, self.reached.step)

    def use_best(self) -> None:
        """Put the parameters of the best evaluation back, where that was not the last one."""
        best = checkpoints.at(self._run, self.reached.best_step)
        if self.reached.best_loss is not None and best.is_dir():
            _, tensors = checkpoints.load(best)
            checkpoints.unpack(tensors, self._parameters, None)

    def train(self, rows: Sequence[Example], held_out: Sequence[Example]) -> bool:
        """Run to the last step; False when `cancel` ended it, with a checkpoint saved.

        Raises TrainError("loss-not-finite"); the checkpoints before it stay.
        """
        schedule, order = self._schedule, Order(len(rows), self._schedule.seed)
        self._objective.train()
        if held_out and self.reached.evaluation_due:
            if not self._evaluate(held_out):
                return False
            self._save()
        pace: deque[float] = deque([time.monotonic()], maxlen=PACE_STEPS)
        for step in range(self.reached.step + 1, schedule.steps + 1):
            started = time.perf_counter()
            loss, tokens = self._step(step, rows, order)
            if loss is None:
                self._save()
                return False
            self.reached = replace(self.reached, step=step)
            pace.append(time.monotonic())
            left = (pace[-1] - pace[0]) / (len(pace) - 1) * (schedule.steps - step)
            self._tell_step(loss, tokens / (time.perf_counter() - started), left)
            last = step == schedule.steps
            evaluates = held_out and (last or step % schedule.eval_steps == 0)
            if evaluates and not self._evaluate(held_out):
                return False
            if last or step % schedule.save_steps == 0:
                self._save()
        return True

    def _step(self, step: int, rows: Sequence[Example], order: Order) -> tuple[float | None, int]:
        """(loss a target, tokens read by all processes); None when the run shall stop."""
        schedule, accelerator = self._schedule, self._accelerator
        each = schedule.batch_size * schedule.accumulation
        everyone = each * accelerator.num_processes
        taken = [rows[i] for i in order.take((step - 1) * everyone, everyone)]
        targets = sum(len(example.answer) for example in taken)
        mine = taken[accelerator.process_index * each :][:each]
        parts = [
            collate(mine[start : start + schedule.batch_size])
            for start in range(0, each, schedule.batch_size)
        ]
        # DeepSpeed steps in the last backward pass already.
        for group in self._optimizer.param_groups:
            group["lr"] = schedule.rate_at(step)
        # For dropout, the same when resumed; torch takes 64 bits.
        torch.manual_seed((schedule.seed * 1_000_003 + step) % 2**63)
        total = torch.zeros((), device=accelerator.device)
        for index, batch in enumerate(parts):
            if self._stops():
                self._optimizer.zero_grad()
                return None, 0
            more = index + 1 < len(parts)
            with accelerator.no_sync(self._objective) if more else contextlib.nullcontext():
                summed = self._objective(_moved(batch, accelerator.device))
                # DDP takes the mean over processes; the loss is a mean over all their targets.
                accelerator.backward(summed * (accelerator.num_processes / targets))
            total += summed.detach()
        total = accelerator.reduce(total, reduction="sum")
        loss = self._finite(float(total) / targets, step)
        self._update(step)
        return loss, sum(len(example.ids) for example in taken)

    def _stops(self) -> bool:
        """True in every process as soon as one has been interrupted."""
        flag = torch.tensor(float(self._cancel.cancelled), device=self._accelerator.device)
        if self._accelerator.num_processes > 1:
            flag = self._accelerator.reduce(flag, reduction="sum")
        return bool(flag > 0)

    def _update(self, step: int) -> None:
        norm = self._accelerator.clip_grad_norm_(self._parameters.values(), MAX_NORM)
        if norm is not None:  # DeepSpeed has none to tell
            self._finite(float(norm), step)
        self._optimizer.step()
        self._optimizer.zero_grad()

    def _finite(self, loss: float, step: int) -> float:
        if not math.isfinite(loss):
            raise TrainError("loss-not-finite", step=step, rate=f"{self._schedule.rate:g}")
        return loss

    def _evaluate(self, rows: Sequence[Example]) -> bool:
        """Mean loss of the held-out rows; the best one so far is remembered with its checkpoint.

        False when the run shall stop: a resumed one begins with this evaluation.
        """
        accelerator = self._accelerator
        mine = rows[accelerator.process_index :: accelerator.num_processes]
        rounds = math.ceil(len(rows) / accelerator.num_processes)  # the same in every process
        # Not DDP's forward: it would wait for processes that have fewer rows.
        objective = accelerator.unwrap_model(self._objective)
        total = torch.zeros((), device=accelerator.device)
        objective.eval()  # without dropout
        with torch.no_grad():
            for index in range(rounds):
                if self._stops():
                    self.reached = replace(self.reached, evaluation_due=True)
                    self._save()
                    return False
                for example in mine[index : index + 1]:
                    total += objective(_moved(collate([example]), accelerator.device))
        objective.train()
        targets = sum(len(example.answer) for example in rows)
        loss = float(accelerator.reduce(total, reduction="sum")) / targets
        self.reached = replace(self.reached, evaluation_due=False)
        # Before it is saved: a resumed run drops what stands behind its checkpoint, no more.
        self._tell(Evaluated(self.reached.step, loss, self._schedule.steps))
        if self.reached.best_loss is None or loss < self.reached.best_loss:
            step = self.reached.step
            self.reached = replace(self.reached, best_loss=loss, best_step=step)
            self._save()
        return True

    def _save(self) -> None:
        if self._accelerator.is_main_process:
            packed = checkpoints.pack(self._parameters, self._optimizer.optimizer)
            if checkpoints.save(self._run, self.reached, packed):
                self._on_event(Saved(self.reached.step))
        self._accelerator.wait_for_everyone()

    def _tell_step(self, loss: float, tokens_per_s: float, left_s: float) -> None:
        step, steps = self.reached.step, self._schedule.steps
        rate = self._schedule.rate_at(step)
        self._tell(Stepped(step, steps, loss, tokens_per_s, left_s, rate))

    def _tell(self, event: journal.Entry) -> None:
        if self._accelerator.is_main_process:
            journal.append(self._run, event)
            self._on_event(event)


def _moved(batch: Batch, device: torch.device) -> Batch:
    return Batch(
        batch.input_ids.to(device),
        batch.attention_mask.to(device),
        batch.keep.to(device),
        batch.labels.to(device),
    )
