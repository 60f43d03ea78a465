"""Measurements are kept by processor, OpenVINO and model, and a bad file costs nothing but time."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from newsassistant.engine import plans as module
from newsassistant.engine.calibration import Measurement
from newsassistant.engine.compiled import EXACT, RuntimeOptions
from newsassistant.engine.plans import KEPT, Plans, Record

GOOD = Measurement(EXACT, "f32", 0.02, 0.001, 0.0)
COARSE = Measurement(
    RuntimeOptions(activation_group=32), "f16", 0.01, 0.001, 3e-3, 1e-4, 0.004, 0.002
)
RECORD = Record((GOOD, COARSE), complete=True)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "measurements.json"


def test_what_was_measured_is_known_at_the_next_start(file: Path) -> None:
    Plans(file).put("model", RECORD)
    assert Plans(file).get("model") == RECORD
    assert Plans(file).get("another") == Record()
    assert [path.name for path in file.parent.iterdir()] == [file.name]


@pytest.mark.parametrize("place", ["FULL_DEVICE_NAME", "flags", "openvino"])
def test_another_processor_or_openvino_means_measuring_anew(
    file: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    Plans(file).put("model", RECORD)
    if place == "flags":
        monkeypatch.setattr(module, "_flags", lambda: "flags : avx2")
    elif place == "openvino":
        monkeypatch.setattr("openvino.get_version", lambda: "2027.0")
    else:
        here = module.machine()
        monkeypatch.setattr(module, "machine", lambda: "another " + here)
    assert Plans(file).get("model") == Record()


def test_without_a_file_it_is_known_in_this_process() -> None:
    plans = Plans(None)
    plans.put("model", RECORD)
    assert plans.get("model") == RECORD


def test_the_oldest_are_dropped(file: Path) -> None:
    plans = Plans(file)
    for number in range(KEPT + 2):
        plans.put(str(number), RECORD)
    plans = Plans(file)
    assert plans.get("1") == Record()
    assert plans.get("2") == RECORD


def test_what_is_infinitely_far_off_stays_far_off(file: Path) -> None:
    wrong = replace(COARSE, divergence=math.inf, perplexity=math.inf)
    Plans(file).put("model", Record((GOOD, wrong)))
    assert Plans(file).get("model").measured[1].divergence > 1e300


def test_a_disk_that_refuses_is_no_failure(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    plans = Plans(tmp_path / "file" / "measurements.json")
    plans.put("model", RECORD)
    assert plans.get("model") == RECORD


def damaged(file: Path, change: dict[str, Any] | None) -> str:
    Plans(file).put("model", RECORD)
    table = json.loads(file.read_text())
    if change is not None:
        (record,) = table["records"].values()
        record["measured"][1].update(change)
    return json.dumps(table)


@pytest.mark.parametrize(
    "change",
    [
        {"decode_s": 0.0},
        {"divergence": -1.0},
        {"prefill_s": "fast"},
        {"divergence": None},
        {"options": {"device": "CPU", "shell": "rm"}},
        {"options": 3},
        {"surplus": 1},
    ],
)
def test_figures_that_cannot_be_are_not_believed(file: Path, change: dict[str, Any]) -> None:
    file.write_text(damaged(file, change))
    assert Plans(file).get("model") == Record()


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": 9}', '{"format": 2, "records": 3}'])
def test_a_file_of_another_kind_is_as_good_as_none(file: Path, text: str) -> None:
    file.parent.mkdir()
    file.write_text(text)
    assert Plans(file).get("model") == Record()
    Plans(file).put("model", RECORD)
    assert Plans(file).get("model") == RECORD
