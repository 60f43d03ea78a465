"""Persons and pairs of countries that only the answer has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.unit.evidence.conftest import Checked

ARTICLE = "新华社电，丁薛祥会见了韩国总理，李娜在场。江映蓉表示，中塞关系很好，美国也这样看。"


@pytest.mark.parametrize(
    ("answer", "missing"),
    [
        ("丁薛勇会见了总理。", ["丁薛勇"]),
        ("江小蓉表示欢迎。", ["江小蓉"]),
        ("殴打高严荣，另外", ["高严荣"]),
        ("总理刘亚表示欢迎。", ["刘亚"]),
        ("中马关系很好。", ["中马"]),
        ("俄美关系很好。", ["俄美"]),
    ],
)
def test_who_is_not_in_the_article(checked: Checked, answer: str, missing: list[str]) -> None:
    assert [m.text for m in checked(answer, ARTICLE, "zh") if m.kind == "name"] == missing


@pytest.mark.parametrize(
    "answer",
    [
        "丁薛祥先生来了。",
        "李娜和丁薛祥来了。",
        "江映蓉和李娜表示欢迎。",
        "中美关系很好。",
        "韩美关系很好。",
        "途中马上到了。",
        "大家都高度重视。",
    ],
)
def test_who_is(checked: Checked, answer: str) -> None:
    assert [m.text for m in checked(answer, ARTICLE, "zh") if m.kind == "name"] == []
