"""Any text within XML."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsassistant.writers.xml_text import xml_attribute, xml_text
from tests.unit.writers.documents import HOSTILE


def read_back(text: str) -> tuple[str, str]:
    xml = f'<a b="{xml_attribute(text)}">{xml_text(text)}</a>'
    element = ElementTree.fromstring(xml.encode("utf-8"))
    return element.text or "", element.get("b", "")


@given(st.text())
def test_what_xml_can_hold_comes_back(text: str) -> None:
    inside, attribute = read_back(text)

    assert inside == attribute
    assert len(inside) == len(text)
    assert all(one in (other, "\ufffd") for one, other in zip(inside, text, strict=True))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_stay_text(text: str) -> None:
    inside, attribute = read_back(text)

    assert inside == attribute
    assert "<" not in inside or "<" in text
