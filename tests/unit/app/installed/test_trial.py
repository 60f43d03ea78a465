"""A model's tokenizer and template are tried where they can end nothing but the trial."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from newsassistant.app.installed.trial import try_conversation
from newsassistant.app.machine.process import Limits
from newsassistant.core.errors import ModelError
from newsassistant.core.types import CancelToken
from newsassistant.text.tokenizers.tokenizer import define_bpe
from tests.unit.text.conftest import CONTROL, TEMPLATE, byte_pieces
from tests.unit.text.tiny_sentencepiece import chatglm2_model


def bpe(folder: Path, *, pieces: list[str] | None = None, template: str = TEMPLATE) -> Path:
    definition = define_bpe([*CONTROL, *(pieces or byte_pieces())], [], [0, 1, 2], pre="gpt-2")
    (folder / "tokenizer.json").write_text(json.dumps(definition), encoding="utf-8")
    (folder / "chat_template.jinja").write_text(template, encoding="utf-8")
    return folder


def program(folder: Path, code: str) -> list[str]:
    """A stand-in for the program: `code` runs with the path of the answer as its last argument."""
    script = folder / "stand_in.py"
    script.write_text(f"import os, sys, time\nout = sys.argv[-1]\n{code}\n", encoding="utf-8")
    return [sys.executable, str(script)]


def test_a_good_model_passes(tmp_path: Path) -> None:
    try_conversation(bpe(tmp_path))


def test_a_model_of_sentencepiece_is_tried_too(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text('{"tokenizer": "chatglm2"}')
    (tmp_path / "tokenizer.model").write_bytes(chatglm2_model())

    try_conversation(tmp_path)


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("{{ lipsum() }}", "lipsum"),
        (
            "{% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}{% endfor %}",
            "does too much|takes too long",
        ),
        ("", "nothing"),
    ],
)
def test_a_template_that_fails_is_named(tmp_path: Path, template: str, words: str) -> None:
    with pytest.raises(ModelError, match=words) as caught:
        try_conversation(bpe(tmp_path, template=template))
    assert caught.value.code == "model-damaged"
    assert caught.value.text().count("Remove that folder") == 1


def test_a_tokenizer_that_loses_letters_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="English"):
        try_conversation(bpe(tmp_path, pieces=["a", "b"]))


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("os.abort()", "ends the program"),
        ("time.sleep(600)", "takes too long"),
        ("print('worse', file=sys.stderr); sys.exit(3)", "worse"),
        ("", "missing"),
        ("open(out, 'w').write('[' * 100000)", "nested"),
        ("open(out, 'w').write('[]')", "no result"),
        ("open(out, 'w').write('[1, 2, 3, 4, 5, 6, 7, 8, 9, 0]')", "expected an object"),
        ("open(out, 'wb').truncate(1 << 33)", "larger"),
    ],
)
def test_a_trial_that_goes_wrong_costs_a_sentence(tmp_path: Path, code: str, words: str) -> None:
    limits = Limits(wall_s=5.0 if "sleep" in code else 60.0)
    with pytest.raises(ModelError, match=words):
        try_conversation(tmp_path, program=program(tmp_path, code), limits=limits)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds another process")
@pytest.mark.parametrize("code", ["x = bytes(8 << 30)", "while True: pass"])
def test_memory_and_processor_are_bounded(tmp_path: Path, code: str) -> None:
    limits = Limits(memory=1 << 30, processor_s=2, wall_s=300.0)
    code = f"time.sleep(0.3)\n{code}"  # the limits are set behind its start

    with pytest.raises(ModelError):
        try_conversation(tmp_path, program=program(tmp_path, code), limits=limits)


def test_a_trial_can_be_cancelled(tmp_path: Path) -> None:
    cancel = CancelToken()
    cancel.cancel()

    with pytest.raises(ModelError):
        try_conversation(tmp_path, program=program(tmp_path, "time.sleep(600)"), cancel=cancel)


def test_a_program_that_does_not_start_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="No such file"):
        try_conversation(tmp_path, program=[str(tmp_path / "none")])
