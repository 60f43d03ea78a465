"""Decode speed and time to first token against the peers, in one alternating run.

Knows nothing of windows. Ratios count; absolute times on a shared machine mean little.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from newsassistant.convert.starter import find_gguf
from tests.bench.contestants import CONTESTANTS, Q8_0
from tests.bench.requantize import write_q8_0

ROUNDS = 9
TOKENS = 96
CHANGED = 40  # the place in the prompt where each round has an id of its own


@dataclass(slots=True)
class Result:
    """All rounds of one contestant; tokens/s, seconds, and the ids of the last round."""

    speeds: list[float] = field(default_factory=list)
    first: list[float] = field(default_factory=list)
    ids: list[int] = field(default_factory=list)

    def add(self, answer: dict[str, Any]) -> None:
        """Take one round."""
        self.speeds.append(answer["tokens_per_s"])
        self.first.append(answer["ttft_s"])
        self.ids = answer["ids"]


class Process:
    """One contestant at the other end of a pipe."""

    def __init__(self, name: str, folder: Path) -> None:
        self._name = name
        command = [sys.executable, "-m", "tests.bench.contestants", name, str(folder)]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._read()

    def ask(self, ids: list[int], tokens: int) -> dict[str, Any]:
        """One answer."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"ids": ids, "tokens": tokens}) + "\n")
        self._process.stdin.flush()
        return self._read()

    def _read(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self._name} ended without an answer")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def close(self) -> None:
        """End the process."""
        self._process.communicate(timeout=60)


def compare(folder: Path, ids: list[int]) -> dict[str, Result]:
    """`ROUNDS` rounds after one to warm up; the order of the contestants turns each round.

    Each round's prompt differs early in one id: a peer that keeps the KV cache of earlier prompts
    would otherwise not read the prompt at all.
    """
    if not (folder / Q8_0).exists():
        write_q8_0(find_gguf(), folder / Q8_0)
    processes = {name: Process(name, folder) for name in CONTESTANTS}
    results = {name: Result() for name in CONTESTANTS}
    names = list(CONTESTANTS)
    for turn in range(ROUNDS + 1):
        for name in names[turn % len(names) :] + names[: turn % len(names)]:
            answer = processes[name].ask([*ids[:CHANGED], 1000 + turn, *ids[CHANGED + 1 :]], TOKENS)
            if turn:
                results[name].add(answer)
    for process in processes.values():
        process.close()
    return results


def table(results: dict[str, Result]) -> str:
    """Markdown: medians, and the medians of the ratios ours / peer round by round."""
    ours = results["ours"]
    lines = [
        "| | tokens/s | ours / it | first token, s | ours / it | same greedy ids |",
        "|---|---|---|---|---|---|",
    ]
    for name, result in results.items():
        speed = statistics.median(a / b for a, b in zip(ours.speeds, result.speeds, strict=True))
        first = statistics.median(a / b for a, b in zip(ours.first, result.first, strict=True))
        pairs = zip(ours.ids, result.ids, strict=True)
        same = next((i for i, (a, b) in enumerate(pairs) if a != b), len(ours.ids))
        lines.append(
            f"| {name} | {statistics.median(result.speeds):.1f} | {speed:.3f} "
            f"| {statistics.median(result.first):.2f} | {first:.2f} "
            f"| first {same} of {len(ours.ids)} |"
        )
    return "\n".join(lines)
