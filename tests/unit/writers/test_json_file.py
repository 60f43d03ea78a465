"""A document for programs."""

from __future__ import annotations

import json

import pytest

from newsassistant.writers import json_file
from tests.unit.writers.documents import HOSTILE, document, hostile, small


def test_it_names_its_format_and_holds_the_record() -> None:
    found = json.loads(json_file.write(document()))

    assert (found["format"], found["version"]) == ("newsassistant-export", 1)
    assert found["title"] == "t"
    assert found["AIGC"]["Label"] == "1"
    assert "AIGC" not in json.loads(json_file.write(small("a")))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_come_back(text: str) -> None:
    found = json.loads(json_file.write(hostile(text)).decode("utf-8"))

    assert found["title"] == text.encode("utf-8", "replace").decode()
