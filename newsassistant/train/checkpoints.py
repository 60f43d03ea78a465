"""Saves and restores what training has reached: trainable tensors, optimizer state, the best loss.

Knows nothing of models. safetensors and JSON only, nothing that executes when read; a checkpoint
is whole or absent, also after a power cut.
"""

from __future__ import annotations

import json
import math
import os
import re
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file

from newsassistant.core.errors import TrainError
from newsassistant.core.files import open_regular, read_json, write_whole
from newsassistant.core.outside import contained, is_whole
from newsassistant.core.plain import plain, shown

FOLDER = "checkpoints"
STATE, TENSORS = "state.json", "state.safetensors"
KEPT = 2
MAX_STATE = 1 << 16
MOST_STEPS = 10**9
_NAME = re.compile(r"step-(\d{6,})")


@dataclass(frozen=True, slots=True)
class Reached:
    """How far a run is: optimizer steps done; the best evaluation loss and its step, if any.

    `evaluation_due`: the run was stopped in the evaluation behind that step.
    """

    step: int = 0
    best_loss: float | None = None
    best_step: int = 0
    evaluation_due: bool = False


def save(run: Path, reached: Reached, tensors: Mapping[str, torch.Tensor]) -> bool:
    """Write checkpoints/step-<n>, then drop all but the newest two and the best one.

    False where that step was saved before: it stays as it is, but for what is known of the best
    one. Raises OSError.
    """
    target = at(run, reached.step)
    is_new = not target.exists()
    if is_new:
        for left in target.parent.glob(".step-*"):  # by a process that was killed, or a full disk
            shutil.rmtree(left, ignore_errors=True)
        work = target.with_name(f".{target.name}-{os.getpid()}")
        work.mkdir(parents=True)
        write_tensors(work / TENSORS, {name: t.contiguous() for name, t in tensors.items()})
        with (work / TENSORS).open("rb+") as file:
            os.fsync(file.fileno())
        _write_state(work, reached)
        os.replace(work, target)
    elif load_state(target) != reached:
        _write_state(target, reached)
    for step in _steps(run)[:-KEPT]:
        if step != reached.best_step:
            shutil.rmtree(at(run, step), ignore_errors=True)
    return is_new


def _write_state(folder: Path, reached: Reached) -> None:
    values = asdict(reached)
    if reached.best_loss is not None and not math.isfinite(reached.best_loss):
        values["best_loss"] = None  # JSON has no infinity
    write_whole(folder / STATE, json.dumps(values).encode() + b"\n", private=False)


def latest(run: Path) -> Path | None:
    """The newest checkpoint of a run, None before the first."""
    steps = _steps(run)
    return at(run, steps[-1]) if steps else None


def at(run: Path, step: int) -> Path:
    """Where the checkpoint of that step is, if it is there."""
    return run / FOLDER / f"step-{step:06d}"


def load(folder: Path) -> tuple[Reached, dict[str, torch.Tensor]]:
    """What `save` wrote; raises TrainError("run-invalid")."""
    reached = load_state(folder)
    with contained(lambda clause: TrainError("run-invalid", path=folder, detail=clause)):
        open_regular(folder / TENSORS).close()  # the library would wait for a pipe
        return reached, load_file(str(folder / TENSORS))


def load_state(folder: Path) -> Reached:
    """How far the run was; raises TrainError("run-invalid")."""
    try:
        return _checked(Reached(**read_json(folder / STATE, MAX_STATE)))
    except (ValueError, TypeError) as error:  # TypeError: a field too many
        raise TrainError("run-invalid", path=folder, detail=plain(error)) from error


def _checked(reached: Reached) -> Reached:
    for name in ("step", "best_step"):
        value = getattr(reached, name)
        if not is_whole(value, 0, MOST_STEPS):
            raise ValueError(f"{name} is {shown(value)}")
    if type(reached.evaluation_due) is not bool:
        raise ValueError(f"evaluation_due is {shown(reached.evaluation_due)}")
    if not isinstance(reached.best_loss, float | None):
        raise ValueError(f"best_loss is {shown(reached.best_loss)}")
    return reached


def _steps(run: Path) -> list[int]:
    """The steps of all whole checkpoints, oldest first."""
    folder = run / FOLDER
    if not folder.is_dir():
        return []
    names = (_NAME.fullmatch(entry.name) for entry in folder.iterdir())
    return sorted(int(match[1]) for match in names if match)


def pack(
    parameters: Mapping[str, torch.nn.Parameter], optimizer: torch.optim.Optimizer
) -> dict[str, torch.Tensor]:
    """Trainable parameters and AdamW's state of each, by flat names."""
    packed: dict[str, torch.Tensor] = {}
    for name, parameter in parameters.items():
        packed[f"parameter/{name}"] = parameter.detach().cpu().clone()
        for key, value in optimizer.state.get(parameter, {}).items():
            packed[f"optimizer/{key}/{name}"] = torch.as_tensor(value).detach().cpu().clone()
    return packed


def unpack(
    tensors: Mapping[str, torch.Tensor],
    parameters: Mapping[str, torch.nn.Parameter],
    optimizer: torch.optim.Optimizer | None,
) -> None:
    """Put back what `pack` took; raises TrainError for tensors of another model.

    Without `optimizer` only the parameters.
    """
    for name, parameter in parameters.items():
        shape = tuple(parameter.shape)
        with torch.no_grad():
            parameter.copy_(_shaped(tensors, f"parameter/{name}", shape))
        if optimizer is None or f"optimizer/step/{name}" not in tensors:
            continue
        for key in ("step", "exp_avg", "exp_avg_sq"):
            is_step = key == "step"
            value = _shaped(tensors, f"optimizer/{key}/{name}", () if is_step else shape)
            optimizer.state[parameter][key] = value.to("cpu" if is_step else parameter.device)


def _shaped(tensors: Mapping[str, torch.Tensor], name: str, shape: tuple[int, ...]) -> torch.Tensor:
    """The tensor of that name; raises TrainError for another shape, or none."""
    found = tensors.get(name)
    if found is None or found.shape != shape:
        shown = "missing" if found is None else list(found.shape)
        detail = f"{name} is {shown}, expected {list(shape)}"
        raise TrainError("run-invalid", path=TENSORS, detail=detail)
    return found


def write_tensors(path: Path, tensors: Mapping[str, torch.Tensor]) -> None:
    """Write `tensors`, contiguous and apart from each other in memory; raises OSError.

    The library has an error of its own for a full disk, which nobody up there expects.
    """
    try:
        save_file(dict(tensors), str(path), metadata={"format": "pt"})
    except SafetensorError as error:
        raise OSError(str(error)) from error
