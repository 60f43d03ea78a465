"""Options of a run: usual values, and run.json there and back."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from newsassistant.core.errors import TrainError
from newsassistant.text.prompts.presets import PRESETS
from newsassistant.train.options import RUN, TuneOptions

PLAIN = TuneOptions(model="starter", data="rows.jsonl", output="run")


def changed(**values: Any) -> TuneOptions:
    return TuneOptions(**{**asdict(PLAIN), **values})


def test_they_come_back_as_they_were(tmp_path: Path) -> None:
    options = changed(instruction="写一句话。", method="lora", lr=3e-4, prefix_projection=True)
    options.save(tmp_path)

    assert TuneOptions.load(tmp_path) == options
    assert "写一句话" in (tmp_path / RUN).read_text(encoding="utf-8")


@pytest.mark.parametrize(("method", "rate"), [("prefix", 1e-2), ("lora", 3e-4), ("full", 1e-5)])
def test_each_method_has_its_usual_rate(method: str, rate: float) -> None:
    assert changed(method=method).rate == rate
    assert changed(method=method, lr=0.5).rate == 0.5


def test_the_instruction_is_that_of_the_preset_and_the_language() -> None:
    preset = PRESETS["one-sentence"]

    assert PLAIN.instruction_for("en") == preset.instruction("en")
    assert PLAIN.instruction_for("zh") == preset.instruction("zh") != preset.instruction("en")


def test_own_words_replace_the_preset_and_may_be_none() -> None:
    assert changed(instruction="In our style:").instruction_for("zh") == "In our style:"
    assert changed(preset="").instruction_for("en") == ""


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"max_steps": "many"}, "max_steps is str"),
        ({"max_steps": True}, "max_steps is bool"),
        ({"prefix_projection": 1}, "prefix_projection is int"),
        ({"model": None}, "model is NoneType"),
        ({"method": "rlhf"}, 'method is "rlhf"'),
        ({"precision": "f8"}, 'precision is "f8"'),
        ({"base_weights": "int2"}, 'base_weights is "int2"'),
        ({"preset": "poem"}, 'preset is "poem"'),
        ({"surprise": 1}, "surprise"),
        ({"batch_size": 0}, "batch_size is 0"),
        ({"max_steps": -5}, "max_steps is -5"),
    ],
)
def test_a_run_that_was_edited_badly_is_refused(
    tmp_path: Path, change: dict[str, Any], words: str
) -> None:
    (tmp_path / RUN).write_text(json.dumps({**asdict(PLAIN), **change}))

    with pytest.raises(TrainError, match=words) as caught:
        TuneOptions.load(tmp_path)

    assert caught.value.code == "run-invalid"


@pytest.mark.parametrize("text", ["", "{", "[]", "7", "[" * 9999, "\udc80", '{"model": "starter"}'])
def test_a_folder_that_holds_no_run_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / RUN).write_bytes(text.encode("utf-8", "surrogateescape"))

    with pytest.raises(TrainError) as caught:
        TuneOptions.load(tmp_path)

    assert (caught.value.code, caught.value.params["path"]) == ("run-invalid", tmp_path)


def test_a_folder_without_a_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TrainError, match="missing"):
        TuneOptions.load(tmp_path / "nowhere")
