"""A stand-in for `newsassistant tune`: prints the lines of the protocol, as its data file says.

The data file's first word decides: "ok" trains at once; "wait" stops for a signal after five steps,
and trains to the end when it is resumed; "demo" does so with a curve to look at; "crash",
"garbage", "error" and "late-error" do what they say.
"""

from __future__ import annotations

import json
import math
import os
import random
import re
import signal
import sys
import time
from pathlib import Path
from typing import Any

REPORT = {
    "event": "report",
    "rows": 240,
    "used": 236,
    "source_tokens": {"median": 310, "p95": 640, "max": 1204},
    "target_tokens": {"median": 31, "p95": 58, "max": 90},
    "cut": 31,
    "cut_lines": [3, 9, 27],
    "duplicates": 2,
    "duplicate_lines": [40, 41],
    "empty": [17, 90],
    "empty_count": 2,
    "missing": [5],
    "missing_count": 1,
    "unsupported": 1,
    "unsupported_numbers": [{"line": 12, "numbers": ["350", "4.5"]}],
    "compared": 8,
    "not_in_article_count": 1,
    "not_in_article_kinds": {"numbers": 1, "dates": 0, "names": 0, "quotes": 0},
    "not_in_article": [{"line": 12, "numbers": ["350", "4.5"]}],
}


def say(facts: dict[str, Any], folder: Path | None = None) -> None:
    """Print a line, and write steps and evaluations into the run's log."""
    if folder is not None and facts["event"] in ("step", "eval"):
        with (folder / "log.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(facts) + "\n")
    print(json.dumps(facts), flush=True)


def save(folder: Path, step: int) -> None:
    """A checkpoint."""
    (folder / "checkpoints" / f"step-{step:06d}").mkdir(parents=True, exist_ok=True)
    say({"event": "checkpoint", "step": step})


def train(folder: Path, plan: str, first: int, steps: int) -> None:
    """Steps with a falling loss, from `first` on."""
    say({"event": "start", "steps": steps, "trainable": 9, "precision": "f32", "device": "cpu"})
    every = 20 if plan == "demo" else 5
    for step in range(first, steps + 1):
        noise = random.Random(step).gauss(0, 0.2) if plan == "demo" else 0.0
        loss = 1.6 + 2.2 * math.exp(-step / 90) + noise if plan == "demo" else 1 + 3 / step
        facts = {"step": step, "steps": steps, "loss": loss, "lr": 0.01}
        say(
            {"event": "step", "tokens_per_s": 350.0, "left_s": 2.0 * (steps - step), **facts},
            folder,
        )
        if step % every == 0:
            say({"event": "eval", "step": step, "steps": steps, "loss": loss + 0.2 - noise}, folder)
            save(folder, step)
        if step == (240 if plan == "demo" else 5) and plan in ("wait", "demo"):
            wait(folder, step)
        if step == 5 and plan == "crash":
            os.kill(os.getpid(), signal.SIGKILL)
        if step == 5 and plan == "late-error":
            say({"event": "none", "error": "disk-full", "params": {"path": "p", **GIGABYTES}})
            raise SystemExit(1)
    (folder / "prefix").mkdir()
    say({"event": "done", "prefix": str(folder / "prefix"), "loss": 1.1, "eval_loss": 1.3})


GIGABYTES = {"need_gb": "9", "free_gb": "1"}


def wait(folder: Path, step: int) -> None:
    """Until the signal comes, or stdin ends under Windows."""
    try:
        if os.name == "nt":
            sys.stdin.read()
        else:
            time.sleep(600)
    except KeyboardInterrupt:
        pass
    save(folder, step)
    raise SystemExit(130)


def plan_of(text: str) -> str:
    """The first word, or the value of "plan" where the data is JSON."""
    found = re.search(r'"plan": "([a-z-]*)"', text)
    return found.group(1) if found else text.split()[0]


def last(folder: Path) -> int:
    """The step of the last checkpoint."""
    return max(int(path.name[5:]) for path in (folder / "checkpoints").iterdir())


def main(options: dict[str, str]) -> None:
    """Do as the data says."""
    if "--resume" in options:
        folder = Path(options["--resume"])
        train(folder, "ok", last(folder) + 1, int((folder / "run.json").read_text("utf-8")))
        return
    plan = plan_of(Path(options["--data"]).read_text("utf-8"))
    if plan == "error":
        print(json.dumps({"error": "data-empty", "params": {"path": options["--data"]}}))
        raise SystemExit(1)
    if plan == "garbage":
        print("hello\n[1]\n{\n" + '{"event": "step"}\n{"event": ["step"]}\n{"event": "start"')
        print('{"event": "step", "step": "x", "loss": null}\n{"error": 5}', flush=True)
    if plan == "slow":
        wait(Path(options["--output"]), 0)
    say(REPORT)
    if "--check" in options:
        return
    folder = Path(options["--output"])
    folder.mkdir(parents=True)
    (folder / "run.json").write_text(options["--max-steps"], "utf-8")
    (folder / "arguments").write_text("\n".join(sys.argv[1:]), "utf-8")
    train(folder, plan, 1, int(options["--max-steps"]))


if __name__ == "__main__":
    main({word.partition("=")[0]: word.partition("=")[2] for word in sys.argv[2:]})
