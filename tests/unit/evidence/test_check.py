"""All kinds of marks together, on texts that somebody may have made to hurt."""

from __future__ import annotations

import sys
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsassistant.core.types import Language
from newsassistant.evidence.check import check, checked
from newsassistant.evidence.facts import facts
from newsassistant.evidence.index import Index
from newsassistant.evidence.key_sentences import key_sentences
from newsassistant.evidence.links import sources
from newsassistant.evidence.quote_sheet import quote_sheet
from newsassistant.evidence.reading.spans import sentence_spans
from newsassistant.evidence.versions import compare

EN = (
    "Jane Smith, 39, of Iraq's NHS said on 3 May 2015: “It isn't the M1.” The team won 6-3 at 7pm. "
    "More than 1.2 million people, dozens of them in Paris, paid £5m; sales doubled in the first "
    "quarter."
)
ZH = "余凌云副市长5月3日在北京说：“很好。”阿涅丝·瓦尔达获得数百万元，增长百分之五，6比3获胜。"
PIECES = (
    *("1,", "1" * 100, '"a b" ', "“", "”", "'a b ", "\u202eab\u202c", "a\u200b", "May ", "1 and "),
    *("一", "北京大学王磊说，", "阿·", "Aa ", "A.", "1 half ", "World War Two ", "斯", "\n", "3月"),
    *("12 345 ", "“‘a b’ 「c d」” ", "a b. ", "Aa of ", "1/2 ", "1.1.", "王小明", "中马"),
    *("... a ", "[a ", "数百", "6-2 ", "《a", "1. a\n", "a\u0301", "£1.5m ", "5 miles, ", "12:30 "),
)


@pytest.mark.parametrize(("text", "language"), [(EN, "en"), (ZH, "zh")])
def test_an_article_has_all_that_it_says(text: str, language: Language) -> None:
    index = Index.of(text, language)

    for span in sentence_spans(text):
        assert check(index, text[span.start : span.end]) == []
    assert check(index, text) == []


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(PIECES + tuple(EN.split(" ")) + tuple(ZH)), max_size=25),
    st.lists(st.sampled_from(PIECES), max_size=10),
    st.sampled_from(["en", "zh"]),
)
def test_marks_are_in_range_in_order_and_apart(
    answer: list[str], article: list[str], language: Language
) -> None:
    text = " ".join(answer)
    marks = check(Index.of("".join(article), language), text)

    assert [mark.start for mark in marks] == sorted(mark.start for mark in marks)
    for mark in marks:
        assert 0 <= mark.start < mark.end <= len(text)
        assert mark.text == text[mark.start : mark.end]
    for kind in {mark.kind for mark in marks}:
        same = [mark for mark in marks if mark.kind == kind]
        assert all(a.end <= b.start for a, b in pairwise(same))


def calls(work: Callable[[], object]) -> int:
    """How many functions, of Python and of C, `work` calls."""
    count = 0

    def counted(frame: Any, event: str, argument: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_work_grows_with_the_text_and_not_with_its_square(
    piece: str, language: Language
) -> None:
    def all_of_it(size: int) -> Callable[[], object]:
        text = piece * (size // len(piece))

        def work() -> None:
            index = Index.of(text, language)
            check(index, text)
            sources(index, text)
            key_sentences(index)
            quote_sheet(text, language)
            facts(index)
            compare(text, text[::-1], language)

        return work

    all_of_it(100)()  # lists and patterns are read now
    small, large = calls(all_of_it(250)), calls(all_of_it(1_000))

    assert large < 6 * small + 2_000


@pytest.mark.parametrize("text", ["1" * 100_000, "1," * 10_000, "\ud800" * 50, "\0" * 50])
def test_no_text_is_an_error(text: str) -> None:
    assert isinstance(check(Index.of(text, "en"), text + "2"), list)


@pytest.mark.parametrize(
    ("answer", "language", "claims"),
    [
        (
            "On Thursday 4 May 2024 at 7pm it rained.",
            "en",
            {"date": ["Thursday 4 May 2024 at 7pm"]},
        ),
        ("On 3 and 4 May it rained.", "en", {"date": ["3", "4 May"]}),
        ("From Monday to Tuesday in May 2013", "en", {"date": ["Monday", "Tuesday in May 2013"]}),
        ("the 2012-13 season, 3/4/2015", "en", {"date": ["2012-13", "3/4/2015"]}),
        ("They won 2-1; dozens saw it.", "en", {"number": ["2-1", "dozens"]}),
        ("It doubled in the first quarter.", "en", {"number": ["doubled", "first quarter"]}),
        ("It cost £1.5m, 5% more.", "en", {"number": ["1.5m", "5%"]}),
        ("1. He came.\n2. He left.", "en", {}),
        ("The article describes two boxers.", "en", {}),
        ("It was the first one.", "en", {}),
        ("police met Mr John Smith of Oxfam here", "en", {"name": ["John Smith", "Oxfam"]}),
        ("he left the Bank of England early", "en", {"name": ["Bank of England"]}),
        ("then Ursula von der Leyen left", "en", {"name": ["Ursula von der Leyen"]}),
        ("on the M1 with COVID-19", "en", {"number": ["M1", "COVID-19"]}),
        ('It was "a fine day" in an "a".', "en", {"quote": ['"a fine day"']}),
        ("2016年5月3日（周三）下午3点，下雨。", "zh", {"date": ["2016年5月3日（周三）下午3点"]}),
        ("5月3日、4日下雨。", "zh", {"date": ["5月3日", "4日"]}),
        ("数百人看见6比3获胜，增长5%。", "zh", {"number": ["数百", "6比3", "5%"]}),
        ("托德·威尔斯和戴恩·杰克逊获奖。", "zh", {"name": ["托德·威尔斯", "戴恩·杰克逊"]}),
        ("台湾博物馆协会的Steve Jobs来了。", "zh", {"name": ["台湾博物馆协会", "Steve Jobs"]}),
        ("王小明看了《三体》。", "zh", {"name": ["王小明", "《三体》"]}),
        ("余凌云说：“很好的一天。”", "zh", {"name": ["余凌云"], "quote": ["“很好的一天。”"]}),
    ],
)
@pytest.mark.parametrize("has_it", [True, False])
def test_claims_are_what_one_would_count(
    answer: str, language: Language, claims: dict[str, list[str]], has_it: bool
) -> None:
    found: dict[str, list[str]] = {}
    for claim in checked(Index.of(answer if has_it else "", language), answer).claims:
        found.setdefault(claim.kind, []).append(answer[claim.start : claim.end])

    assert found == claims


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(PIECES + tuple(EN.split(" ")) + tuple(ZH)), max_size=25),
    st.sampled_from(["en", "zh"]),
)
def test_each_mark_is_within_a_claim_of_its_kind(answer: list[str], language: Language) -> None:
    found = checked(Index.of("May", language), " ".join(answer))

    for mark in found.marks:
        assert any(
            claim.kind is mark.kind and claim.start <= mark.start and mark.end <= claim.end
            for claim in found.claims
        )
    for kind in {claim.kind for claim in found.claims}:
        same = [claim for claim in found.claims if claim.kind == kind]
        assert all(a.end <= b.start for a, b in pairwise(same))


@pytest.mark.parametrize(("text", "language"), [(EN, "en"), (ZH, "zh")])
def test_what_was_compared_costs_no_more_than_the_marks(text: str, language: Language) -> None:
    index = Index.of(text, language)
    check(index, text)

    assert calls(lambda: checked(index, text)) <= calls(lambda: check(index, text))
