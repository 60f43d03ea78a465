"""What the starter's styles learn to write: whole sentences of the article, or its headline."""

from __future__ import annotations

import pytest

from newsassistant.text.articles.sentences import sentences
from scripts.style_targets import (
    BULLETS,
    ONE,
    PARAGRAPH,
    headline,
    selection,
    shortened,
    targets,
)

LEAD = "Sen. Jane Roe today secured $5 million for a new bridge over the Elk River in Marlow."
COST = "The bridge will carry 20,000 cars a day and replace the old ferry at Marlow."
VOTE = "The Senate approved the money for the bridge by a vote of 61 to 38 on Tuesday."
ROW = {
    "title": "Sen. Roe secures money for Elk River bridge",
    "summary": "The Senate approved money for a bridge that replaces the old ferry.",
    "source": "senate-releases",
    "content": "\n".join(
        [
            "For immediate release",
            LEAD,
            '"I am proud of this bridge and of the river. The bridge is for all of us," Roe said.',
            COST,
            "Contact: press@example.org for more about the bridge over the Elk River.",
            "Anna Bell, Carl Dow, Eve Fox and Gus Hill of Marlow Bridge Company Limited.",
            "Is the bridge over the Elk River worth all the money that it costs?",
            VOTE,
            "Nothing else happened there in the whole of that long and quiet summer.",
        ]
    ),
}


def test_three_bullets_are_the_sentences_that_tell_the_headline() -> None:
    made = selection(ROW, ROW["content"], BULLETS)

    assert made.split("\n") == [f"- {sentence}" for sentence in (LEAD, COST, VOTE)]


def test_one_sentence_is_the_one_that_tells_most() -> None:
    assert selection(ROW, ROW["content"], ONE) == LEAD


def test_an_article_with_too_little_that_may_stand_alone_has_no_target() -> None:
    assert selection(ROW, LEAD, BULLETS) == ""
    assert selection(ROW, ROW["content"], PARAGRAPH) == ""
    assert targets([{**ROW, "content": LEAD}], 200, lambda row, text: "") == []


@pytest.mark.parametrize("recipe", [ONE, BULLETS])
def test_every_target_is_copied(recipe: object) -> None:
    made = selection(ROW, ROW["content"], recipe)  # type: ignore[arg-type]

    assert all(line.removeprefix("- ") in ROW["content"] for line in made.split("\n"))


def test_a_long_article_is_cut_between_sentences() -> None:
    cut = shortened(ROW["content"], 40)

    assert len(cut.split()) <= 40
    assert ROW["content"].startswith(cut)
    assert sentences(cut)[-1] in sentences(ROW["content"])
    assert shortened(ROW["content"], 1000) == ROW["content"]


def test_a_headline_names_a_senator_without_the_title() -> None:
    assert headline(ROW) == "Roe secures money for Elk River bridge"
    assert headline({"title": "Sens. Roe, Doe visit Marlow "}) == "Roe, Doe visit Marlow"
