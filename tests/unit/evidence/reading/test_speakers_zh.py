"""Who a Chinese sentence says is speaking."""

from __future__ import annotations

import pytest

from newsassistant.evidence.reading.speakers_zh import before, behind, earlier


@pytest.mark.parametrize(
    ("text", "who", "verb"),
    [
        ("昨日下雨了。市长余凌云在会上表示：", "市长余凌云", "表示"),
        ("余凌云接受记者采访时说：", "余凌云", "说"),
        ("据余凌云介绍，", "余凌云", "介绍"),
        ("新娘郝倩则挽着新郎的手说：", "新娘郝倩", "说"),
        ("李明感动地说：", "李明", "说"),
        ("她在这里工作的朋友说：", "她在这里工作的朋友", "说"),
        ("从学校离开时说：", "", ""),
        ("又转而说：", "", ""),
        ("俗话说", "", ""),
    ],
)
def test_before_a_quote(text: str, who: str, verb: str) -> None:
    found = before(text)

    assert (found.who, found.verb) == (who, verb)


@pytest.mark.parametrize(
    ("after", "who"),
    [
        ("秘书长、教授余凌云说。", "秘书长、教授余凌云"),
        ("余凌云还表示，路还长。", "余凌云"),
        ("等荣誉称号。", ""),
        ("余凌云表示支持。", ""),
        ("的确像余凌云所说，", ""),
    ],
)
def test_behind_a_quote(after: str, who: str) -> None:
    assert behind(after).who == who


def test_in_the_same_sentence() -> None:
    assert earlier("下雨了。声明说，演习").who == "声明"
    assert earlier("演习在海上举行，").who == ""
