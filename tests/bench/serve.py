"""Twenty users of one server: `python -m tests.bench.serve [SECONDS]`; two minutes by default.

Each asks for a summary of an article, waits for it, thinks for a second, and asks again, on
loopback with the starter. Then one user floods the server beside the others: how long do they wait
for the first word? Prints errors, the time to the first word, and the server's memory. The client
is httpx, which the environment of the tests has.
"""

from __future__ import annotations

import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

from newsassistant.app.installed.models import ModelLibrary
from newsassistant.core.paths import Paths
from newsassistant.core.types import CancelToken
from newsassistant.server.keys import add_key
from tests.bench.machine import circumstances

if TYPE_CHECKING:
    import httpx

USERS, ROWS, SECONDS = 20, 8, 120.0
FLOOD = 8
THINKS_S = 1.0
MAX_TOKENS = 48
ARTICLE = Path(__file__).resolve().parents[2] / "resources" / "samples" / "offshore-wind.txt"


@dataclass(slots=True)
class Seen:
    """What one group of users has seen; times in seconds."""

    first: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)
    codes: Counter[int] = field(default_factory=Counter)
    tokens: int = 0


def main(arguments: Sequence[str]) -> int:
    """Run all of it."""
    seconds = float(arguments[0]) if arguments else SECONDS
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        models = Paths.from_environment().models
        starter = ModelLibrary(models).locate("starter", lambda done, total: None, CancelToken())
        (home / "data" / "models").mkdir(parents=True)
        (home / "data" / "models" / "starter").symlink_to(starter, target_is_directory=True)
        keys = [add_key(home / "keys", f"user{number}") for number in range(USERS + 1)]
        server, port = _start(home)
        try:
            asyncio.run(_run(port, server.pid, keys, seconds))
        finally:
            server.terminate()
            server.wait()
    return 0


def _start(home: Path) -> tuple[subprocess.Popen[bytes], int]:
    import socket

    import httpx

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    options = ["--model", "starter", "--port", str(port), "--keys", str(home / "keys")]
    server = subprocess.Popen(
        [sys.executable, "-m", "newsassistant", "serve", *options, "--rows", str(ROWS)],
        env={**os.environ, "NEWSASSISTANT_HOME": str(home)},
        stderr=subprocess.DEVNULL,
    )
    while True:
        try:
            if httpx.get(f"http://127.0.0.1:{port}/health").status_code == 200:
                return server, port
        except httpx.TransportError:
            pass
        assert server.poll() is None, "the server has ended"
        time.sleep(0.2)


async def _run(port: int, pid: int, keys: list[str], seconds: float) -> None:
    import httpx

    print(circumstances())
    process = psutil.Process(pid)
    memory = [process.memory_info().rss]

    async def watch() -> None:
        while True:
            await asyncio.sleep(5)
            memory.append(process.memory_info().rss)

    watching = asyncio.create_task(watch())
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=600) as client:
        alone = await _crowd(client, keys[:USERS], seconds)
        settled = len(memory)
        flood = Seen()
        quiet = asyncio.create_task(_crowd(client, keys[: USERS // 2], seconds / 2))
        flooding = [_user(client, keys[USERS], flood, seconds / 2, 0.0) for _ in range(FLOOD * 2)]
        await asyncio.gather(*flooding)
        beside = await quiet
        same = await _crowd(client, keys[: USERS // 2], seconds / 2)
    watching.cancel()
    _tell(f"{USERS} users", alone, seconds)
    _tell(f"{USERS // 2} users", same, seconds / 2)
    _tell(f"{USERS // 2} users beside a flood", beside, seconds / 2)
    _tell("the flood", flood, seconds / 2)
    waits = statistics.median(beside.first) / statistics.median(same.first)
    print(f"first word beside the flood: {waits:.2f} times as late")
    early, late = memory[max(1, settled // 4)], memory[-1]
    print(
        f"memory: {early / 1e6:.0f} MB after a quarter, {late / 1e6:.0f} MB at the end, "
        f"{max(memory) / 1e6:.0f} MB at most"
    )


async def _crowd(client: httpx.AsyncClient, keys: Sequence[str], seconds: float) -> Seen:
    seen = Seen()
    await asyncio.gather(*(_user(client, key, seen, seconds, THINKS_S) for key in keys))
    return seen


async def _user(
    client: httpx.AsyncClient, key: str, seen: Seen, seconds: float, thinks_s: float
) -> None:
    until = time.monotonic() + seconds
    text = ARTICLE.read_text("utf-8")
    while time.monotonic() < until:
        await _ask(client, key, seen, text)
        await asyncio.sleep(thinks_s)


async def _ask(client: httpx.AsyncClient, key: str, seen: Seen, text: str) -> None:
    body = {
        "model": "starter:starter-one-sentence",
        "article": {"text": f"{text}\n{key[-6:]}{len(seen.first)}"},
        "preset": "one-sentence",
        "max_tokens": MAX_TOKENS,
        "stream": True,
        "stream_options": {"include_usage": True},
    }
    started, first = time.monotonic(), 0.0
    headers = {"Authorization": f"Bearer {key}"}
    async with client.stream("POST", "/v1/chat/completions", json=body, headers=headers) as answer:
        seen.codes[answer.status_code] += 1
        if answer.status_code != 200:
            await answer.aread()
            await asyncio.sleep(float(answer.headers.get("Retry-After", 1)))
            return
        async for line in answer.aiter_lines():
            if not line.startswith("data: {"):
                continue
            event = json.loads(line[6:])
            if "error" in event:
                seen.codes[500] += 1
                return
            choices = event["choices"]
            if choices and choices[0]["delta"].get("content") and not first:
                first = time.monotonic() - started
            seen.tokens += (event.get("usage") or {}).get("completion_tokens", 0)
    seen.first.append(first)
    seen.whole.append(time.monotonic() - started)


def _tell(name: str, seen: Seen, seconds: float) -> None:
    codes = ", ".join(f"{count} x {code}" for code, count in sorted(seen.codes.items()))
    print(
        f"{name}: {codes}; first word {_percent(seen.first, 50):.2f} s in the middle, "
        f"{_percent(seen.first, 95):.2f} s at p95; whole answer {_percent(seen.whole, 50):.2f} s; "
        f"{seen.tokens / seconds:.1f} tokens/s"
    )


def _percent(values: list[float], percent: int) -> float:
    ordered = sorted(values) or [float("nan")]
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
