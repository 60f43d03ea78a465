"""Freezes the training pack, and tries it out through the program that will use it.

Beside it lies the frozen program itself, which is made first if it is not there.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
from pathlib import Path

from installer import checks, environment, frozen
from installer.products import MAIN, TRAINING
from newsassistant import __version__
from newsassistant.app.training.pack import FACTS
from scripts.setup_env import SetupError

STEPS = 2
_TRIAL_S = 600.0
_ROWS = 12
# Scores of Chinese come from other packages than those of English.
_CHINESE = {
    "content": "市议会周一通过决定，到2028年在主要道路两旁种植4000棵树，将于春季动工。",
    "summary": "该市将在2028年前于主要道路旁种植4000棵树。",
}


def freeze() -> Path:
    """The pack's folder, made anew, checked and tried; raises SetupError."""
    frozen.ensure_tools()
    if not MAIN.program.is_file():
        frozen.freeze()
    with frozen.timed("the environment"):
        python = environment.ensure(TRAINING)
    frozen.collect(TRAINING, python)
    facts = json.dumps({"version": __version__})
    (TRAINING.folder / FACTS).write_text(f"{facts}\n", encoding="utf-8")
    with frozen.timed("training and scoring a style"):
        try:
            trial(MAIN.program)
        except (RuntimeError, OSError, subprocess.TimeoutExpired) as error:
            raise SetupError(str(error)) from error
    return TRAINING.folder


def trial(program: Path) -> None:
    """Let `program` train a style for some steps and score it, as a new user would.

    Raises RuntimeError with what it said if it does not.
    """
    with tempfile.TemporaryDirectory() as home:
        data, run = Path(home, "data.jsonl"), Path(home, "run")
        rows = [*map(_row, range(_ROWS)), _CHINESE]
        data.write_text("\n".join(map(json.dumps, reversed(rows))), encoding="utf-8")
        short = ("--max-source-length=64", "--max-target-length=24", "--eval-rows=2")
        where = (f"--data={data}", f"--output={run}", "--model=starter")
        told = _say(program, home, "tune", *where, f"--max-steps={STEPS}", *short, "--json")
        if json.loads(told.splitlines()[-1]).get("prefix") != str(run / "prefix"):
            raise RuntimeError(f"training ended without a style:\n{told}")
        words = ("--limit=2", "--max-tokens=16", "--json", f"--output={home}/scores")
        told = _say(program, home, "evaluate", f"--data={data}", f"--prefix={run}/prefix", *words)
        styles = [(style["style"], style["rows"]) for style in json.loads(told)["styles"]]
        if styles != [("base", 2), ("prefix", 2)]:
            raise RuntimeError(f"scoring ended without scores:\n{told}")


def _row(number: int) -> dict[str, str]:
    article = (
        f"The council of town {number} voted on Monday to plant {number}00 trees along its roads "
        "by 2028. The work costs two million euros and begins in spring."
    )
    return {"content": article, "summary": f"Town {number} will plant {number}00 trees by 2028."}


def _say(program: Path, home: str, *words: str) -> str:
    """What a command prints; raises RuntimeError if it fails."""
    done = subprocess.run(
        [str(program), *words],
        env=checks.new_user(home),
        cwd=home,
        capture_output=True,
        encoding="utf-8",
        timeout=_TRIAL_S,
    )
    if done.returncode:
        raise RuntimeError(f"{words[0]} failed:\n{done.stdout}\n{done.stderr}")
    return done.stdout
