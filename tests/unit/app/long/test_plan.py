"""Steps of a summary in parts, to any depth, and never a text that is too long for the room."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsassistant.app.long.plan import (
    LEAST_ROOM,
    PartStep,
    Plan,
    Summary,
    WholeStep,
    next_step,
    plan_of,
    tokens_to_come,
    whole_of,
)
from newsassistant.core.errors import PromptError
from newsassistant.core.types import Article, Measured, Reads
from newsassistant.text.articles.parts import STRIDE
from newsassistant.text.articles.spans import places, read_text

PARAGRAPH = "The council met for two hours and said that nothing had been decided yet. " * 5


def article_of(paragraphs: int, title: str = "") -> Article:
    text = "\n\n".join([title, *[PARAGRAPH.strip()] * paragraphs]).strip()
    return Article(text, title, "en", "d")


def counted(article: Article, room: int, reads: Reads = None) -> Measured:
    """A token is four characters of what is read."""
    size = len(read_text(article.text, reads))
    ends = [*range(4, size, 4), size]
    marks = places(article.text, reads, ends[STRIDE - 1 :: STRIDE])
    return Measured("m", "d", len(ends), room, 0, reads, marks)


def carried_out(article: Article, plan: Plan, reads: Reads, tokens: int) -> list[PartStep]:
    """All steps, where each summary has so many tokens; checks that none is too long."""
    done: list[Summary] = []
    steps: list[PartStep] = []
    while isinstance(step := next_step(article, reads, plan, done), PartStep):
        assert len(step.text.text) / 4 <= plan.room + len(article.title)
        done.append(Summary(step.name.level, step.span, "s" * 4 * tokens, tokens))
        steps.append(step)
        assert len(steps) < 2000
    assert len(step.text.text) / 4 <= plan.room
    assert whole_of(article, done) == step
    return steps


def test_what_fits_needs_no_parts() -> None:
    article = article_of(3)
    assert plan_of(article, counted(article, 10_000)) is None
    plan = plan_of(article, counted(article, 10_000), always=True)
    assert plan is not None
    assert plan.parts == ((0, len(article.text)),)


def test_a_model_without_room_has_no_plan() -> None:
    article = article_of(30)
    assert plan_of(article, counted(article, LEAST_ROOM)) is None


@settings(deadline=None, max_examples=40)
@given(st.integers(1, 300), st.integers(500, 6000), st.integers(1, 60))
def test_every_part_comes_once_and_each_request_fits(
    paragraphs: int, room: int, share: int
) -> None:
    article = article_of(paragraphs, "A title")
    plan = plan_of(article, counted(article, room))
    if plan is None:
        return
    steps = carried_out(article, plan, None, max(1, plan.room * share // 240))
    first = [step for step in steps if step.name.level == 1]
    assert [step.span for step in first] == list(plan.parts)
    assert [step.name.number for step in first] == list(range(1, len(plan.parts) + 1))
    assert {step.name.of for step in first} == {len(plan.parts)}
    for level in range(2, max(step.name.level for step in steps) + 1):
        above = [step for step in steps if step.name.level == level]
        assert above[0].span[0] == plan.parts[0][0]
        assert above[-1].span[1] == plan.parts[-1][1]


def test_only_what_is_read_is_summarised() -> None:
    article = article_of(200)
    half = len(article.text) // 2
    reads = ((0, 1000), (half, len(article.text)))
    measured = counted(article, 3000, reads)
    plan = plan_of(article, measured)
    assert plan is not None
    texts = [step.text.text for step in carried_out(article, plan, reads, 50)]
    joined = "".join(texts).replace("\n", "").replace(" ", "")
    assert joined == read_text(article.text, reads).replace("\n", "").replace(" ", "")


def test_the_headline_stands_above_every_part() -> None:
    article = article_of(100, "Council decides nothing")
    plan = plan_of(article, counted(article, 2000))
    assert plan is not None
    for step in carried_out(article, plan, None, 30):
        assert step.text.text.startswith("Council decides nothing\n\n")
        assert step.text.text.count("Council decides nothing") == 1


def test_what_is_to_come_grows_less() -> None:
    article = article_of(200)
    plan = plan_of(article, counted(article, 2000))
    assert plan is not None
    start, end = plan.parts[0]
    done = [Summary(1, (start, end), "x", 50)]
    before, after = tokens_to_come(plan, []), tokens_to_come(plan, done)
    assert before[0] > plan.tokens
    assert after[0] < before[0]
    assert after[1] < before[1]


def test_summaries_that_do_not_become_shorter_end_with_an_error() -> None:
    article = article_of(200)
    plan = plan_of(article, counted(article, 2000))
    assert plan is not None
    done = [
        Summary(level, part, "x" * 4 * plan.room, plan.room)
        for level in range(1, 7)
        for part in plan.parts
    ]
    with pytest.raises(PromptError):
        next_step(article, None, plan, done)


def test_no_summaries_are_no_whole() -> None:
    assert whole_of(article_of(1), []) is None
    step = whole_of(article_of(1), [Summary(1, (0, 5), "a", 1), Summary(2, (0, 5), "b", 1)])
    assert isinstance(step, WholeStep)
    assert step.text.text == "b"
