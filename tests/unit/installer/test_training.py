"""The training pack: made beside the program, marked with its version, and tried out by it."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from installer import checks, environment, frozen, training
from installer.products import TRAINING
from newsassistant import __version__
from newsassistant.app.training import pack
from scripts.setup_env import ROOT, SetupError

POSIX = pytest.mark.skipif(os.name == "nt", reason="scripts of POSIX")
BUILT = pytest.mark.skipif(not TRAINING.program.is_file(), reason="no training pack was made here")
# Answers as `tune` and `evaluate` do.
SPEAKS = """
import json, os, sys
command, words = sys.argv[1], dict(word.partition("=")[::2] for word in sys.argv[2:])
rows = [json.loads(line) for line in open(words["--data"], encoding="utf-8")]
assert len(rows) > 8 and all(row["content"] and row["summary"] for row in rows)
assert os.listdir(os.environ["HOME"]) and "PYTHONPATH" not in os.environ
if command == "tune":
    print(json.dumps({"event": "report"}))
    print(json.dumps({"event": "done", "prefix": words["--output"] + "/prefix"}))
else:
    print(json.dumps({"styles": [{"style": "base", "rows": 2}, {"style": "prefix", "rows": 2}]}))
"""


def script(path: Path, text: str) -> Path:
    path.write_text(f"#!{sys.executable}\n{text}", encoding="utf-8")
    path.chmod(0o755)
    return path


@POSIX
def test_a_new_user_trains_a_style_and_scores_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", "/of/this/session")

    training.trial(script(tmp_path / "program", SPEAKS))


@POSIX
@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("raise SystemExit('no pack')", "tune failed:\n\nno pack"),
        ("print('{}')", "without a style"),
        (SPEAKS.replace('"rows": 2}]', '"rows": 1}]'), "without scores"),
    ],
)
def test_a_failed_trial_says_why(tmp_path: Path, text: str, why: str) -> None:
    with pytest.raises(RuntimeError, match=why):
        training.trial(script(tmp_path / "program", text))


def test_the_pack_is_marked_with_the_version_that_it_belongs_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    (tmp_path / "program").touch()
    (tmp_path / "dist" / TRAINING.name).mkdir(parents=True)
    monkeypatch.setattr("installer.products.BUILD", tmp_path)
    monkeypatch.setattr(frozen, "ensure_tools", lambda: None)
    monkeypatch.setattr(frozen, "freeze", lambda: made.append("program"))
    monkeypatch.setattr(environment, "ensure", lambda product: Path(sys.executable))
    monkeypatch.setattr(frozen, "collect", lambda product, python: made.append(product.name))
    monkeypatch.setattr(training, "trial", lambda program: made.append("trial"))

    folder = training.freeze()

    assert made == ["program", TRAINING.name, "trial"]
    assert json.loads((folder / pack.FACTS).read_text(encoding="utf-8")) == {"version": __version__}

    def fail(program: Path) -> None:
        raise RuntimeError("nothing was learnt")

    monkeypatch.setattr(training, "trial", fail)
    with pytest.raises(SetupError, match="nothing was learnt"):
        training.freeze()


@BUILT
def test_what_was_made_here_names_no_machine() -> None:
    assert checks.problems(TRAINING.folder, [str(ROOT)]) == []
