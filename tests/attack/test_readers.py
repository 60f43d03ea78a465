"""The border: a reader of a hostile file gives a value or one of our errors, nothing else."""

from __future__ import annotations

import json
import random
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from newsassistant.core.errors import NewsAssistantError
from tests.attack import rounds
from tests.attack.readers import READERS, Reader
from tests.hostile import as_json, mutations, place_strange_files, raw_json

SAMPLED = 150
"""Mutations of one file in the suite, beside all those of its form; `make attack` makes more."""

PATIENCE_S = 40.0 * rounds(1)

each_reader = pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
pytestmark = pytest.mark.usefixtures("qapp", "watchdog")  # the draft's keeper has a timer


@pytest.fixture
def watchdog() -> Iterator[None]:
    """End a reader that waits for ever, where the system has alarms."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def bark(number: int, frame: object) -> None:
        raise TimeoutError(f"a reader has taken {PATIENCE_S:.0f} s")

    before = signal.signal(signal.SIGALRM, bark)
    signal.setitimer(signal.ITIMER_REAL, PATIENCE_S, 5.0)  # and again, if that is swallowed
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def attacks(valid: bytes) -> Iterator[tuple[str, bytes]]:
    """Hostile files: some of no good form, and a sample of those with one hostile value."""
    yield from raw_json()
    made = [(name, as_json(values)) for name, values in mutations(json.loads(valid))]
    yield from random.Random(9).sample(made, min(len(made), rounds(SAMPLED)))
    yield "cut", valid[: len(valid) // 2]
    yield "followed", valid + b"\n{}"


def outcome(reader: Reader, folder: Path) -> str:
    """What is wrong with how the reader ends; "" for a value and for an error of ours."""
    try:
        reader.settle(folder)
        reader.read(folder)
    except NewsAssistantError as error:
        words = error.text("en") + error.text("zh")
        words.encode()  # it can be shown: no lone surrogates
        if "\x1b" in words or "\0" in words:
            return f"{error.code} takes control characters to the reader"
        return "" if len(words) < 4000 else f"{error.code} has {len(words)} characters"
    except BaseException as error:
        return f"{type(error).__name__}: {str(error)[:200]}"
    return ""


@each_reader
def test_a_reader_takes_the_good_file(reader: Reader, tmp_path: Path) -> None:
    reader.make(tmp_path)

    reader.read(tmp_path)


@each_reader
def test_a_hostile_file_ends_in_a_value_or_in_our_error(reader: Reader, tmp_path: Path) -> None:
    clean = tmp_path / "clean"
    clean.mkdir()
    file = reader.make(clean).relative_to(clean)
    faults = []
    for number, (name, content) in enumerate(attacks((clean / file).read_bytes())):
        folder = tmp_path / str(number)
        shutil.copytree(clean, folder)
        (folder / file).write_bytes(content)
        wrong = outcome(reader, folder)
        if wrong:
            faults.append(f"{name}: {wrong}")
        shutil.rmtree(folder)

    assert not faults, "\n".join([f"{len(faults)} faults", *faults[:40]])


@each_reader
def test_a_strange_file_is_not_waited_for(reader: Reader, tmp_path: Path) -> None:
    file = reader.make(tmp_path)
    file.unlink()
    faults = []
    for kind in place_strange_files(file.parent, file.name):
        if reader.settle is not bool:
            continue  # the manifest's maker hashes the file, and would wait itself
        wrong = outcome(reader, tmp_path)
        if wrong:
            faults.append(f"{kind}: {wrong}")

    assert not faults, "\n".join(faults)
