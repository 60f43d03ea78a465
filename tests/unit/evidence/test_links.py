"""From sentences of an answer to those of the article."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsassistant.core.types import Language
from newsassistant.evidence.index import Index
from newsassistant.evidence.links import sources

EN = (
    "The council met on Monday. It voted for a bridge over the river. The bridge will cost £12m. "
    "Opponents said the money was needed for schools. “We shall appeal,” said Ann Lee."
)
ZH = "市议会周一开会。会议通过了大桥方案。大桥将耗资1200万元。反对者说学校更需要这笔钱。"


def found(article: str, answer: str, language: Language) -> list[str]:
    (linked,) = sources(Index.of(article, language), answer)
    return [article[source.start : source.end] for source in linked.sources]


@pytest.mark.parametrize(
    ("answer", "article", "language", "first"),
    [
        ("The bridge costs 12 million pounds.", EN, "en", "The bridge will cost £12m."),
        ("Schools need the money.", EN, "en", "Opponents said the money was needed for schools."),
        ("She said “we shall appeal”.", EN, "en", "“We shall appeal,” said Ann Lee."),
        ("这座桥要花1200万元。", ZH, "zh", "大桥将耗资1200万元。"),
    ],
)
def test_the_likeliest_comes_first(
    answer: str, article: str, language: Language, first: str
) -> None:
    assert found(article, answer, language)[0] == first


def test_the_second_adds_what_the_first_has_not() -> None:
    answer = "The council voted for a bridge; schools need the money, said opponents."

    assert found(EN, answer, "en") == [
        "Opponents said the money was needed for schools.",
        "It voted for a bridge over the river.",
    ]


def test_a_sentence_of_other_words_has_no_clear_source() -> None:
    (linked,) = sources(Index.of(EN, "en"), "Penguins swim fast.")

    assert not linked.is_clear


@settings(deadline=None)
@given(st.text("ab 1.\n中", max_size=60), st.text("ab 1.\n中", max_size=60))
def test_sources_are_two_sentences_at_most(article: str, answer: str) -> None:
    for linked in sources(Index.of(article, "en"), answer):
        assert len(linked.sources) <= 2
        assert len({source.start for source in linked.sources}) == len(linked.sources)
        assert all(0 <= source.score <= 1 for source in linked.sources)
