"""Everything that decides a training run, as it is kept in the run's folder.

Knows nothing of torch.
"""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Literal, get_args

from newsassistant.core.errors import TrainError
from newsassistant.core.files import read_json
from newsassistant.core.plain import plain, shown
from newsassistant.text.prompts.presets import PRESETS

Method = Literal["prefix", "lora", "full"]
Precision = Literal["auto", "f32", "bf16"]
BaseWeights = Literal["f32", "bf16", "int8", "int4"]
Backend = Literal["gloo", "mpi", "ccl"]
METHODS: tuple[Method, ...] = get_args(Method)
PRECISIONS: tuple[Precision, ...] = get_args(Precision)
BASE_WEIGHTS: tuple[BaseWeights, ...] = get_args(BaseWeights)
BACKENDS: tuple[Backend, ...] = get_args(Backend)
RUN = "run.json"
MAX_BYTES = 1 << 20
LONGEST = 100_000  # of a path or an instruction
_TYPES = {"int": (int,), "float": (int, float), "bool": (bool,)}
_MAY_BE_0 = ("lr", "warmup_steps", "eval_rows", "seed")
RATES = {"prefix": 1e-2, "lora": 3e-4, "full": 1e-5}
"""Learning rates that work: the prefix's as in the official P-Tuning v2 recipe (2e-2), halved."""


@dataclass(frozen=True, slots=True)
class TuneOptions:
    """One run. `lr` 0 is the method's usual rate; lengths and steps are counts.

    `preset` names the instruction behind each article, `instruction` replaces it; with neither
    ("" and "") the article stands alone, as in the official example.
    """

    model: str
    data: str
    output: str
    eval_data: str = ""
    method: Method = "prefix"
    preset: str = "one-sentence"
    instruction: str = ""
    prompt_column: str = "content"
    response_column: str = "summary"
    history_column: str = ""
    max_source_length: int = 512
    max_target_length: int = 128
    pre_seq_len: int = 16
    prefix_projection: bool = False
    init_text: str = ""
    lora_rank: int = 8
    lr: float = 0.0
    max_steps: int = 200
    warmup_steps: int = 10
    batch_size: int = 1
    gradient_accumulation: int = 8
    gradient_checkpointing: bool = False
    eval_rows: int = 64
    eval_steps: int = 50
    save_steps: int = 50
    seed: int = 0
    precision: Precision = "auto"
    base_weights: BaseWeights = "f32"
    backend: Backend = "gloo"
    name: str = ""
    licence: str = ""

    @property
    def rate(self) -> float:
        """The peak learning rate."""
        return self.lr or RATES[self.method]

    def instruction_for(self, language: Literal["en", "zh"]) -> str:
        """What stands behind an article of that language."""
        if self.instruction or not self.preset:
            return self.instruction
        return PRESETS[self.preset].instruction(language)

    def arguments(self) -> list[str]:
        """What `newsassistant tune` is given for this run."""
        words = []
        for item in fields(self):
            value, option = getattr(self, item.name), "--" + item.name.replace("_", "-")
            if value is True:
                words.append(option)
            elif item.name == "preset" and not value:
                words.append("--bare")
            elif value is not False and value != "" and (item.name, value) != ("lr", 0):
                # One word each: a value that begins with a dash is no option.
                words.append(f"{option}={value}")
        return words

    def save(self, folder: Path) -> None:
        """Write run.json; raises OSError."""
        text = json.dumps(asdict(self), indent=2, ensure_ascii=False)
        (folder / RUN).write_text(text + "\n", encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> TuneOptions:
        """Read run.json; raises TrainError("run-invalid") for a folder that holds no run."""
        try:
            return cls(**_checked(read_json(folder / RUN, MAX_BYTES)))
        except (ValueError, TypeError) as error:  # TypeError: a field too many, or too few
            raise TrainError("run-invalid", path=folder, detail=plain(error)) from error


def _checked(values: dict[str, Any]) -> dict[str, Any]:
    for item in fields(TuneOptions):
        if item.name not in values:
            continue
        value, kind = values[item.name], str(item.type)
        if type(value) not in _TYPES.get(kind, (str,)):
            raise TypeError(f"{item.name} is {type(value).__name__}")
        if isinstance(value, str) and (len(value) > LONGEST or "\0" in value):
            raise ValueError(f"{item.name} is {shown(value)}")
        least = 0 if item.name in _MAY_BE_0 else 1
        if kind in ("int", "float") and not least <= value < math.inf:
            raise ValueError(f"{item.name} is {value}")
    for name, allowed in (
        ("method", METHODS),
        ("precision", PRECISIONS),
        ("base_weights", BASE_WEIGHTS),
        ("backend", BACKENDS),
        ("preset", (*PRESETS, "")),
    ):
        if name in values and values[name] not in allowed:
            raise ValueError(f"{name} is {shown(values[name])}")
    return values
