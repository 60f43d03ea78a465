"""Names of a Chinese answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.unit.evidence.conftest import Checked

ARTICLE = (
    "新华社北京电，副市长余凌云介绍，法国导演阿涅丝·瓦尔达在广西出席《三体》和《三体Ⅱ》首映。"
    "中国人民银行的代表和吴伟安也来了，IBM公司提供了帮助。"
)


@pytest.mark.parametrize(
    "answer",
    [
        "余凌云在北京市说，很好。",
        "瓦尔达来到广西壮族自治区。",
        "央行代表表示欢迎。",
        "据报道，《三体》在ibm公司首映。",
        "《三体Ⅱ》",
        "比赛在下午顺利举行，大家都很高兴。",
    ],
)
def test_names_that_the_article_has(checked: Checked, answer: str) -> None:
    assert [m.text for m in checked(answer, ARTICLE, "zh") if m.kind == "name"] == []


@pytest.mark.parametrize(
    ("answer", "missing"),
    [
        ("余凌风介绍说，很好。", ["余凌风"]),
        ("活动在上海举行。", ["上海"]),
        ("导演阿涅丝·贝尔达来了。", ["贝尔达"]),
        ("他看了《流浪地球》。", ["《流浪地球》"]),
        ("Apple公司提供了帮助。", ["Apple"]),
        ("球星哈亚来到现场。", ["哈亚"]),
        ("吴伟国来了，他说很好。", ["吴伟国"]),
        ("台湾博物馆协会也来了。", ["台湾博物馆协会"]),
    ],
)
def test_names_that_it_has_not(checked: Checked, answer: str, missing: list[str]) -> None:
    assert [m.text for m in checked(answer, ARTICLE, "zh") if m.kind == "name"] == missing
