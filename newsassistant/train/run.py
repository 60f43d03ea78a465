"""One training run from its options to the finished prefix, adapter or checkpoint.

Knows nothing of the command line or windows: events go to a callback, in the main process only.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from accelerate import Accelerator
from accelerate.state import AcceleratorState
from torch import nn
from transformers import GlmForCausalLM

from newsassistant.core.types import CancelToken, Message
from newsassistant.core.wire import Started
from newsassistant.model.base import Base
from newsassistant.model.fingerprint import fingerprint
from newsassistant.model.prefixes.files import write_prefix
from newsassistant.train import journal
from newsassistant.train.base import load_base
from newsassistant.train.checkpoints import Reached
from newsassistant.train.full import FullTuner
from newsassistant.train.hardware import Hardware, choose
from newsassistant.train.loop import Schedule, Trainer
from newsassistant.train.lora import LoraTuner
from newsassistant.train.options import BaseWeights, TuneOptions
from newsassistant.train.plot import plot
from newsassistant.train.prefix_tuning import PrefixTuner
from newsassistant.train.preparation import Prepared
from newsassistant.train.processes import join
from newsassistant.train.quantized import Bits
from newsassistant.train.recompute import recompute_layers
from newsassistant.train.source import Source

Tuner = PrefixTuner | LoraTuner | FullTuner
_WEIGHTS: Mapping[BaseWeights, tuple[torch.dtype, Bits | None]] = {
    "f32": (torch.float32, None),
    "bf16": (torch.bfloat16, None),
    "int8": (torch.float32, 8),
    "int4": (torch.float32, 4),
}
LORA_ALPHA = 4  # times the rank, as in the official ChatGLM3 recipe (rank 8, alpha 32)


@dataclass(frozen=True, slots=True)
class Tuned:
    """How a run has ended; `made` is the folder of its result, None when it was stopped."""

    made: Path | None
    loss: float | None = None
    eval_loss: float | None = None


def tune(
    options: TuneOptions,
    prepared: Prepared,
    *,
    on_event: journal.OnEvent,
    cancel: CancelToken,
) -> Tuned:
    """Train until the last step or until `cancel`, from the run's newest checkpoint if any.

    Raises TrainError, OSError for a full disk; checkpoints stay. Blocks for minutes or hours.
    """
    join(options.backend)
    hardware = choose(options.precision)
    accelerator = make_accelerator(hardware)
    run = Path(options.output)
    if accelerator.is_main_process:
        run.mkdir(parents=True, exist_ok=True)
        options.save(run)
    accelerator.wait_for_everyone()
    torch.manual_seed(options.seed)
    tuner = make_tuner(options, prepared.source)
    schedule = _schedule(options)
    trainer = Trainer(accelerator, tuner, schedule, run=run, on_event=on_event, cancel=cancel)
    trainer.resume()
    if accelerator.is_main_process:
        on_event(_started(options, trainer, hardware, accelerator.num_processes))
    began, from_start = time.monotonic(), trainer.reached.step == 0
    finished = trainer.train(prepared.rows, prepared.held_out)
    if accelerator.is_main_process:
        plot(run, options.name or run.name)
    if not finished:
        return Tuned(None)
    trainer.use_best()
    made = run / {"prefix": "prefix", "lora": "adapter", "full": "model"}[options.method]
    if accelerator.is_main_process:
        facts = _facts(options, prepared, trainer.reached, hardware, accelerator.num_processes)
        if from_start:  # nobody has counted the time before
            facts["minutes"] = round((time.monotonic() - began) / 60, 1)
        _export(tuner, made, options, prepared.source, facts)
    accelerator.wait_for_everyone()
    losses = journal.read_curve(run).losses
    return Tuned(made, losses[-1][1] if losses else None, trainer.reached.best_loss)


def make_accelerator(hardware: Hardware) -> Accelerator:
    """Devices, precision and processes of one run, whatever an earlier run has asked for."""
    # accelerate keeps the first precision for as long as the process lives, and refuses another.
    # Only that is forgotten: the group of processes is in PartialState, which stays.
    AcceleratorState._reset_state(reset_partial_state=False)
    mixed = "bf16" if hardware.precision == "bf16" else "no"
    return Accelerator(cpu=hardware.device == "cpu", mixed_precision=mixed)


def make_tuner(options: TuneOptions, source: Source) -> Tuner:
    """The frozen base with what the method trains; the whole base for a full fine-tune."""
    if options.method == "full":
        base = load_base(source)
        _save_memory(base, options)
        return FullTuner(base)
    dtype, bits = _WEIGHTS[options.base_weights]
    base = load_base(source, dtype=dtype, bits=bits)
    if options.method == "lora":
        _save_memory(base, options)
        rank = options.lora_rank
        return LoraTuner(base, rank, alpha=LORA_ALPHA * rank)
    tuner = PrefixTuner(base, options.pre_seq_len, projection=options.prefix_projection)
    tuner.start_from(first_ids(options, source))
    _save_memory(base, options)
    return tuner


def first_ids(options: TuneOptions, source: Source) -> list[int]:
    """`pre_seq_len` ids that the prefix begins as: the task in a chat's own frame, repeated."""
    text = options.init_text or options.instruction_for("en") or "Write in the house style."
    ids = source.template.ids([Message("user", text)])
    return (ids * (options.pre_seq_len // len(ids) + 1))[: options.pre_seq_len]


def _save_memory(base: GlmForCausalLM, options: TuneOptions) -> None:
    if options.gradient_checkpointing:
        layers = base.model.layers
        assert isinstance(layers, nn.ModuleList)
        recompute_layers(layers)


def _schedule(options: TuneOptions) -> Schedule:
    return Schedule(
        steps=options.max_steps,
        rate=options.rate,
        warmup=options.warmup_steps,
        batch_size=options.batch_size,
        accumulation=options.gradient_accumulation,
        eval_steps=options.eval_steps,
        save_steps=options.save_steps,
        seed=options.seed,
    )


def _started(options: TuneOptions, trainer: Trainer, hardware: Hardware, processes: int) -> Started:
    return Started(
        steps=options.max_steps,
        step=trainer.reached.step,
        trainable=trainer.trainable,
        precision=hardware.precision,
        device=hardware.device,
        units=hardware.units or "-",
        processes=processes,
        threads=torch.get_num_threads(),
    )


def _facts(
    options: TuneOptions, prepared: Prepared, reached: Reached, hardware: Hardware, processes: int
) -> dict[str, Any]:
    """What a prefix says of how it was made; no paths, which would tell of the machine."""
    return {
        "method": options.method,
        "projection": options.prefix_projection,
        "data": Path(options.data).name,
        "data_sha256": prepared.data_sha256,
        "rows": len(prepared.rows),
        "held_out": len(prepared.held_out),
        "instruction": options.instruction_for("en"),
        "preset": options.preset,
        "steps": reached.step,
        "used_step": reached.best_step or reached.step,
        "eval_loss": reached.best_loss,
        "batch": options.batch_size * options.gradient_accumulation * processes,
        "lr": options.rate,
        "seed": options.seed,
        "hardware": hardware.words(),
    }


def _export(
    tuner: Tuner, made: Path, options: TuneOptions, source: Source, facts: dict[str, Any]
) -> None:
    if isinstance(tuner, LoraTuner):
        tuner.save_adapter(made, source.config.family)
    elif isinstance(tuner, FullTuner):
        tuner.save_checkpoint(made, source)
    else:
        mark = fingerprint(source.weights, source.config)
        base = Base.of(source.config, fingerprint=mark, name=source.name)
        write_prefix(
            made,
            tuner.evaluated(base),
            name=options.name or made.parent.name,
            licence=options.licence,
            **facts,
        )
        tuner.save_adapter(made.with_name("peft"))
