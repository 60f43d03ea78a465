"""The desk's label and those of China's rules."""

from __future__ import annotations

import pytest

from newsassistant.app.exporting.labels import NOTICE, OFFERED, PRODUCER, filled, mark
from newsassistant.core.errors import InputError


def test_fields_are_filled_and_other_braces_stay() -> None:
    label = "{editor} {date} {model} {0} {editor.__class__} {"

    assert filled(label, editor=" Ann ", date="2026-02-02", model="{date}") == (
        "Ann 2026-02-02 {date} {0} {editor.__class__} {"
    )
    assert filled("", editor="", date="", model="") == ""


@pytest.mark.parametrize("label", OFFERED.values())
def test_a_label_that_names_an_editor_wants_one(label: str) -> None:
    with pytest.raises(InputError) as caught:
        filled(label, editor=" ", date="d", model="m")

    assert caught.value.code == "export-editor-missing"


def test_the_visible_words_have_both_elements_of_the_standard() -> None:
    assert "人工智能" in NOTICE
    assert "生成" in NOTICE


def test_the_metadata_label_has_the_seven_fields_in_their_order() -> None:
    found = mark(["text"], " ")

    assert list(found) == [
        *("Label", "ContentProducer", "ProduceID", "ReservedCode1"),
        *("ContentPropagator", "PropagateID", "ReservedCode2"),
    ]
    assert found["Label"] == "1"
    assert found["ContentProducer"] == PRODUCER
    assert found["ContentPropagator"] == ""
    assert mark(["text"], "台")["ContentProducer"] == "台"


def test_equal_contents_have_equal_numbers() -> None:
    assert mark(["a", "b"], "")["ProduceID"] == mark(["a", "b"], "x")["ProduceID"]
    assert mark(["a", "b"], "")["ProduceID"] != mark(["ab"], "")["ProduceID"]
    assert mark(["\ud800"], "")["ProduceID"]
