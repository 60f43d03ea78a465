"""Feeds mutated checkpoint files to the readers in a process with little memory.

    python -m tests.unit.model.fuzz SEED ROUNDS FOLDER

Exits with 0 if every file was read or refused with CheckpointError; any other exception escapes.
"""

from __future__ import annotations

import contextlib
import random
import struct
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from newsassistant.core.errors import CheckpointError
from newsassistant.model.checkpoint import Checkpoint, read_tensors
from newsassistant.model.formats.stored import READABLE, to_float
from tests.unit.model.forge import Archive, Tensor, safetensors_file, state_dict, torch_file

MEMORY = 512 << 20  # above what the process has when it starts
LARGEST_READ = 1 << 20  # the files are a few kilobytes: nobody may see more numbers than that
EXTREMES = (0, 1, 0x7F, 0x80, 0xFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF, 1 << 62, (1 << 64) - 1)
ARRAYS: dict[str, npt.NDArray[Any]] = {
    "transformer.a.weight": np.arange(60, dtype=np.float32).reshape(6, 10),
    "transformer.a.bias": np.arange(6, dtype=np.float16),
    "transformer.b.weight": np.ones((3, 4, 5), dtype=np.float16),
}
CODES = b"()}]RQbcijo0125IJKMNSTUVXadelpqrstu\x80\x81\x82\x85\x86\x87\x88\x8a\x8b\x8c\x8d\x93\x94"

Mutation = Callable[[random.Random, bytearray], bytearray]


def limit_memory() -> None:
    """Let an attempt to allocate much more than the process has fail at once, where it can be."""
    if sys.platform == "win32":
        return
    import resource

    used = 0
    with contextlib.suppress(OSError):
        used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    if used:
        resource.setrlimit(resource.RLIMIT_AS, (used + MEMORY, used + MEMORY))


def truncate(chance: random.Random, data: bytearray) -> bytearray:
    """Cut the end off."""
    return data[: chance.randrange(len(data))]


def flip(chance: random.Random, data: bytearray) -> bytearray:
    """Turn a few bits over."""
    for _ in range(chance.choice((1, 1, 2, 8))):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return data


def overwrite(chance: random.Random, data: bytearray) -> bytearray:
    """Put an extreme number somewhere, in one of the widths that the formats use."""
    form = chance.choice(("<B", "<H", "<I", "<Q"))
    size = struct.calcsize(form)
    at = chance.randrange(max(1, len(data) - size))
    data[at : at + size] = struct.pack(form, chance.choice(EXTREMES) & ((1 << 8 * size) - 1))
    return data


def digits(chance: random.Random, data: bytearray) -> bytearray:
    """Replace one number of a JSON header by an extreme one of any length."""
    places = [i for i in range(min(len(data), 2000)) if 48 <= data[i] <= 57]
    if places:
        at = chance.choice(places)
        data[at : at + 1] = str(chance.choice((*EXTREMES, -1, 10**30))).encode()
        struct.pack_into("<Q", data, 0, max(0, data.find(b"}}") + 2 - 8))
    return data


def opcodes(chance: random.Random, data: bytearray) -> bytearray:
    """Put a few opcodes somewhere into the first bytes, where the pickle is."""
    for _ in range(chance.choice((1, 2, 5))):
        at = chance.randrange(min(len(data), 900))
        data[at : at + chance.randrange(2)] = bytes([chance.choice(CODES)])
    return data


def splice(chance: random.Random, data: bytearray) -> bytearray:
    """Copy a piece to another place."""
    start, at = chance.randrange(len(data)), chance.randrange(len(data))
    data[at:at] = data[start : start + chance.randrange(200)]
    return data


MUTATIONS: tuple[Mutation, ...] = (truncate, flip, overwrite, digits, opcodes, splice)


def pickles(chance: random.Random) -> Iterator[bytes]:
    """Archives that are whole, around a pickle that is not."""
    pickle = bytearray(state_dict({name: Tensor((2, 3), str(i)) for i, name in enumerate("abc")}))
    storages = {str(index): bytes(24) for index in range(3)}
    while True:
        mutation = chance.choice((flip, overwrite, opcodes, splice, truncate))
        yield Archive(bytes(mutation(chance, bytearray(pickle))), storages).data()


def touch(path: Path) -> None:
    """Read all numbers of a file; CheckpointError is the only way to fail."""
    for tensor in read_tensors(path).values():
        if tensor.dtype in READABLE:
            array = to_float(tensor.map(), copy=True)
            if array.nbytes > LARGEST_READ:
                raise MemoryError(f"{tensor.name} of {path.name} has {array.nbytes} bytes")


def run(seed: int, rounds: int, folder: Path) -> tuple[int, int]:
    """How many files were read and how many refused."""
    chance = random.Random(seed)
    whole = ((".bin", torch_file(ARRAYS)), (".safetensors", safetensors_file(ARRAYS)))
    forged = pickles(chance)
    outcome = [0, 0]
    for number in range(rounds):
        suffix, data = whole[number % 2]
        mutated = bytes(chance.choice(MUTATIONS)(chance, bytearray(data)))
        for name, content in ((f"file{suffix}", mutated), ("pickle.bin", next(forged))):
            (folder / name).write_bytes(content)
            outcome[refuses(folder / name)] += 1
    return outcome[0], outcome[1]


def run_folders(seed: int, rounds: int, folder: Path) -> None:
    """The same with the index of a sharded checkpoint."""
    chance = random.Random(seed)
    shard = "model-00001-of-00001.safetensors"
    (folder / shard).write_bytes(safetensors_file(ARRAYS))
    places = ", ".join(f'"{name}": "{shard}"' for name in ARRAYS)
    index = f'{{"metadata": {{"total_size": 9}}, "weight_map": {{{places}}}}}'.encode()
    for _ in range(rounds):
        mutated = chance.choice((truncate, flip, overwrite, splice))(chance, bytearray(index))
        (folder / "model.safetensors.index.json").write_bytes(bytes(mutated))
        with _ours_only():
            Checkpoint.open(folder)


def refuses(path: Path) -> bool:
    """True if the file ended in a CheckpointError, False if all of it was read."""
    with _ours_only():
        touch(path)
        return False
    return True


@contextlib.contextmanager
def _ours_only() -> Iterator[None]:
    try:
        yield
    except CheckpointError as error:
        error.text("en").encode()  # the message can be shown: no lone surrogates


if __name__ == "__main__":
    limit_memory()
    place = Path(sys.argv[3])
    result = run(int(sys.argv[1]), int(sys.argv[2]), place)
    run_folders(int(sys.argv[1]), int(sys.argv[2]) // 4, place)
    print(*result)
