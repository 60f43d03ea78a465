"""The parts of a Word document beside its text."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ElementTree
from dataclasses import replace

from newsassistant.writers import docx_parts
from tests.unit.writers.documents import document, facts, small

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DC = "{http://purl.org/dc/elements/1.1/}"


def test_every_style_has_a_face_for_east_asian_letters() -> None:
    root = ElementTree.fromstring(docx_parts.styles())

    named = list(root.iter(f"{W}rFonts"))
    assert len(named) > 5
    assert all(faces.get(f"{W}eastAsia") for faces in named)
    assert root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}rFonts") is not None
    language = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    assert language is not None
    assert language.get(f"{W}eastAsia") == "zh-CN"


def test_core_properties() -> None:
    root = ElementTree.fromstring(docx_parts.core(document()))

    assert root.findtext(f"{DC}title") == "Government puts £1.2bn into wind"
    assert root.findtext(f"{DC}creator") == "Ann Lee"
    assert root.findtext("{http://purl.org/dc/terms/}created") == "2026-02-02T02:40:00Z"
    nobody = ElementTree.fromstring(docx_parts.core(small("a")))
    assert nobody.findtext(f"{DC}creator") == "P"


def custom(text: str) -> dict[str | None, str]:
    return {e.get("name"): "".join(e.itertext()) for e in ElementTree.fromstring(text)}


def test_the_sheet_and_the_mark_are_custom_properties() -> None:
    found = custom(docx_parts.custom(document()))

    assert found["article-sha256"] == "ab" * 32
    assert found["label"] == "AI-assisted, edited by Ann Lee"
    assert json.loads(found["AIGC"]) == {
        "Label": "1",
        "ContentProducer": "Desk",
        "ProduceID": "7",
    }


def test_a_long_property_is_cut_and_numbers_are_not_used_twice() -> None:
    long = facts(("instruction", "a" * 1000))
    text = docx_parts.custom(replace(document(), sheet=(replace(document().sheet[0], facts=long),)))

    assert len(custom(text)["article-instruction"]) == 255
    numbers = [e.get("pid") for e in ElementTree.fromstring(text)]
    assert numbers == [str(number) for number in range(2, 2 + len(numbers))]


def test_without_facts_there_is_no_part_for_them() -> None:
    assert not docx_parts.has_custom(small("a"))
    assert "custom" not in docx_parts.content_types(small("a"))
    assert "custom" not in docx_parts.package_relations(small("a"))


def test_lists_are_declared_before_they_are_used() -> None:
    root = ElementTree.fromstring(docx_parts.numbering([3, 1 << 40]))

    tags = [child.tag.removeprefix(W) for child in root]
    assert tags == ["abstractNum"] * 3 + ["num"] * 3
    starts = [child.find(f"{W}lvl/{W}start") for child in root if child.tag.endswith("abstractNum")]
    assert [s.get(f"{W}val") for s in starts if s is not None] == ["1", "3", "32000"]
