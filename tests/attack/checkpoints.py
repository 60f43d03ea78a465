"""Mutates one file after the other of whole checkpoints and takes them as far as a conversion does.

    python -m tests.attack.checkpoints SEED ROUNDS FOLDER

Prints how many were read and how many refused; any other exception than our own escapes, in a
process with little memory.
"""

from __future__ import annotations

import json
import random
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from newsassistant.convert.numbers import find_wild
from newsassistant.core.errors import NewsAssistantError
from newsassistant.model import families
from newsassistant.model.prefixes.files import read_prefix
from newsassistant.model.prefixes.official import has_prefix
from newsassistant.model.quantized import open_checkpoint
from newsassistant.model.weights import decoder_weights, v1_weights
from tests.hostile import as_json, mutations
from tests.unit.model import configs
from tests.unit.model.example_prefixes import encoder
from tests.unit.model.forge import safetensors_file, torch_file, write
from tests.unit.model.fuzz import MUTATIONS, limit_memory
from tests.unit.model.quantizing import quantized, typed_file

Arrays = dict[str, npt.NDArray[Any]]
INDEX = "model.safetensors.index.json"
SHARD = "model-00001-of-00001.safetensors"


def first(folder: Path) -> None:
    """ChatGLM-6B as .bin."""
    configs.write_checkpoint(folder, configs.V1)
    (folder / "model.safetensors").unlink()
    write(folder / "pytorch_model.bin", torch_file(configs.numbered(configs.v1_shapes())))


def packed(folder: Path) -> None:
    """ChatGLM2 in 4 bits, with its rows of a house style."""
    arrays: Arrays = configs.numbered(configs.v2_shapes())
    linear = {name: array for name, array in arrays.items() if array.ndim == 2}
    stored, _ = quantized({name: array + 1 for name, array in linear.items()}, 4)
    configs.write_checkpoint(folder, {**configs.V2, "quantization_bit": 4, "pre_seq_len": 3})
    write(folder / "model.safetensors", typed_file({**arrays, **stored, **encoder()}))


def sharded(folder: Path) -> None:
    """ChatGLM3 in a shard with an index, and a tokenizer that names its roles."""
    arrays = configs.numbered(configs.v2_shapes())
    configs.write_checkpoint(folder, configs.V3)
    (folder / "model.safetensors").unlink()
    write(folder / SHARD, safetensors_file(arrays))
    index = {"metadata": {"total_size": 9}, "weight_map": dict.fromkeys(arrays, SHARD)}
    (folder / INDEX).write_text(json.dumps(index))
    added = {"64795": {"content": "<|user|>", "special": True}}
    tokenizer = {"tokenizer_class": "ChatGLMTokenizer", "added_tokens_decoder": added}
    (folder / "tokenizer_config.json").write_text(json.dumps(tokenizer))


def newer(folder: Path) -> None:
    """The layout of `transformers`."""
    configs.write_checkpoint(folder, configs.GLM, configs.numbered(configs.glm_shapes()))


MAKERS: tuple[Callable[[Path], None], ...] = (first, packed, sharded, newer)


def take(folder: Path) -> None:
    """All that a conversion reads, and the house style inside."""
    checkpoint = open_checkpoint(folder)
    config = families.read_config(checkpoint)
    assert families.stop_ids(checkpoint.config(), config)
    weights = (v1_weights if config.bidirectional_prompt else decoder_weights)(checkpoint, config)
    with np.errstate(all="ignore"):
        wild = find_wild(checkpoint, [part.name for part in weights.parts()])
    if has_prefix(checkpoint.names):
        read_prefix(folder)
    if wild is not None:
        raise wild


def spoil(chance: random.Random, file: Path) -> None:
    """A hostile value in a JSON file, or damage in any."""
    data = file.read_bytes()
    if file.suffix == ".json" and chance.random() < 0.7:
        values: dict[str, Any] = json.loads(data)
        _, changed = chance.choice(list(mutations(values)))
        file.write_bytes(as_json(changed))
    else:
        file.write_bytes(bytes(chance.choice(MUTATIONS)(chance, bytearray(data))))


def run(seed: int, count: int, folder: Path) -> tuple[int, int]:
    """How many checkpoints were read and how many refused."""
    chance = random.Random(seed)
    for number, make in enumerate(MAKERS):
        make(folder / f"whole-{number}")
        take(folder / f"whole-{number}")
    outcome = [0, 0]
    for number in range(count):
        place = folder / "spoilt"
        shutil.copytree(folder / f"whole-{number % len(MAKERS)}", place)
        for file in chance.sample(sorted(place.iterdir()), chance.choice((1, 1, 2))):
            spoil(chance, file)
        try:
            take(place)
            outcome[0] += 1
        except NewsAssistantError as error:
            words = error.text("en") + error.text("zh")
            words.encode()
            assert "\x1b" not in words
            outcome[1] += 1
        shutil.rmtree(place)
    return outcome[0], outcome[1]


if __name__ == "__main__":
    limit_memory()
    print(*run(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])))
