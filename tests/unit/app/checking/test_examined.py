"""What was compared, and what of it the article has not got."""

from __future__ import annotations

from newsassistant.app.checking.examined import examine
from newsassistant.evidence.index import Index
from newsassistant.evidence.marks import MarkKind

ARTICLE = (
    "The mill at Ashford closed on 4 May. It employed 1,187 people, said Jane Doe. "
    "“We fought for every loom,” she said."
)


def test_counts_what_was_compared_and_what_is_missing() -> None:
    index = Index.of(ARTICLE, "en")
    found = examine(index, "Jane Doe said 1,187 people and 52 guests left on 4 May.")
    assert found.compared() == {MarkKind.NUMBER: 2, MarkKind.DATE: 1, MarkKind.NAME: 1}
    assert found.missing() == {MarkKind.NUMBER: 1}
    assert [mark.text for mark in found.alarms] == ["52"]


def test_a_rounding_is_compared_and_no_alarm() -> None:
    found = examine(Index.of(ARTICLE, "en"), "It employed nearly 1,200 people.")
    assert len(found.marks) == 1
    assert found.alarms == ()
    assert found.missing() == {}


def test_each_mark_is_of_a_claim() -> None:
    found = examine(Index.of(ARTICLE, "en"), "“We fought for all looms,” said Tom Roe in May.")
    claimed = [(claim.kind, claim.start, claim.end) for claim in found.claims]
    for mark in found.marks:
        assert any(
            kind is mark.kind and start <= mark.start and mark.end <= end
            for kind, start, end in claimed
        )


def test_sentences_come_with_their_sources() -> None:
    found = examine(Index.of(ARTICLE, "en"), "The mill closed in May.")
    (sentence,) = found.sentences
    assert ARTICLE[sentence.sources[0].start : sentence.sources[0].end].startswith("The mill")


def test_a_claim_with_two_marks_is_counted_once() -> None:
    found = examine(Index.of(ARTICLE, "en"), "It closed on May 23, 2010, and in 2011.")
    assert len(found.marks) == 3
    assert found.missing() == {MarkKind.DATE: 2}
    assert found.compared() == {MarkKind.DATE: 2}
