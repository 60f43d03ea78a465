"""Damaged documents: only a reading or an error of ours comes out, and the program lives."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from newsassistant.app.reading import read_document
from newsassistant.core.errors import InputError
from tests.attack import rounds
from tests.attack.documents import SAMPLES, document, outcome

DAMAGED = 500
"""Documents of a kind in the suite; `make attack` reads more."""
ROOT = Path(__file__).resolve().parents[2]
MOST_ENDS = 5


@pytest.mark.parametrize("kind", SAMPLES)
def test_a_good_document_is_read(kind: str) -> None:
    assert outcome(SAMPLES[kind](), f"a.{kind}") == ""


@pytest.mark.parametrize("kind", SAMPLES)
def test_a_damaged_document_ends_in_a_reading_or_in_our_error(kind: str) -> None:
    """In a process of its own: a library may end it. Then the program has to survive just that."""
    count, begin, faults, ends = rounds(DAMAGED), 0, [], 0
    while begin < count:
        done = subprocess.run(
            [sys.executable, "-m", "tests.attack.documents", kind, str(begin), str(count - begin)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        told = done.stdout.splitlines()
        faults += [f"{before}: {line}" for before, line in pairwise(told) if line[0] == "w"]
        seeds = [int(line.removeprefix("seed ")) for line in told if line.startswith("seed ")]
        if done.returncode == 0:
            break
        assert done.returncode < 0, done.stderr
        begin, ends = seeds[-1] + 1, ends + 1
        assert ends <= MOST_ENDS, f"{kind} {seeds[-1]} ends it too"
        with pytest.raises(InputError):
            read_document(document(kind, seeds[-1]), f"a.{kind}")

    assert faults == []
