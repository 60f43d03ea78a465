"""One model for each computer, and what it takes."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsassistant.app.installed.advice import (
    SHARE,
    conversion_bytes,
    disk_bytes,
    free_disk,
    recommend,
)
from newsassistant.app.installed.needs import Budget, need_of_catalogue
from newsassistant.app.machine.memory import Spare
from newsassistant.core.types import Language
from newsassistant.download.catalog import MODELS, CatalogModel, find

GIGA = 1_000_000_000


@pytest.mark.parametrize(
    ("total_gb", "model", "weights"),
    [
        (64.0, "chatglm3-6b", "int8"),
        (16.4, "chatglm3-6b", "int8"),
        (12.3, "chatglm3-6b", "int8"),
        (8.2, "chatglm3-6b", "int4"),
        (7.7, "chatglm3-6b", "int4"),
        (6.1, "glm-edge-4b-chat", "int4"),
        (4.1, "glm-edge-1.5b-chat", "int8"),
    ],
)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_best_model_that_leaves_room_for_other_programs(
    total_gb: float, model: str, weights: str, language: Language
) -> None:
    # Almost nothing is free now: a browser may give that back.
    total = int(total_gb * GIGA)
    found = recommend(language, Spare(free=GIGA, total=total))

    assert found is not None
    assert (found.model.id, found.weights) == (model, weights)
    assert need_of_catalogue(found.model, weights, Budget()).least <= SHARE * total


def test_a_computer_that_is_too_small_is_promised_nothing() -> None:
    assert recommend("en", Spare(free=GIGA, total=2 * GIGA)) is None


def test_where_the_system_does_not_say_the_best_is_named() -> None:
    found = recommend("zh", None)

    assert found is not None
    assert (found.model.id, found.weights) == ("chatglm3-6b", "int8")


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.id)
def test_fewer_bits_take_less_of_everything(model: CatalogModel) -> None:
    for need in (disk_bytes, conversion_bytes):
        assert need(model, "int4") < need(model, "int8") < need(model, "fp16")


def test_what_is_fetched_already_needs_no_more_room() -> None:
    model = find("chatglm3-6b")
    whole = disk_bytes(model, "int8")

    assert disk_bytes(model, "int8", fetched=3 * GIGA) == whole - 3 * GIGA
    assert disk_bytes(model, "int8", fetched=99 * GIGA) == conversion_bytes(model, "int8")


def test_the_free_space_of_a_folder_that_is_not_there_yet(tmp_path: Path) -> None:
    there = free_disk([tmp_path])
    assert there is not None
    assert there > 0

    assert free_disk([tmp_path / "not" / "made" / "yet"]) is not None


def test_the_fuller_disk_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes = {"a": 5, "b": 3}
    monkeypatch.setattr(
        "newsassistant.app.installed.advice._free_at", lambda folder: sizes.get(folder.name)
    )

    assert free_disk([tmp_path / "a", tmp_path / "b"]) == 3
    assert free_disk([tmp_path / "c"]) is None
