"""What is asked of a story, and what an answer is known by."""

from __future__ import annotations

from dataclasses import replace

import pytest

from newsassistant.app.batch.stories import Story
from newsassistant.app.batch.tasks import Questions, Task
from newsassistant.core.errors import InputError
from newsassistant.core.types import Execution, GenerationParams, ModelInfo
from newsassistant.text.articles.article import parse
from newsassistant.text.articles.spans import read_text
from newsassistant.text.prompts.presets import PRESETS

HOW = Execution("balanced", "bf16", 32, "f16", 2)
MODEL = ModelInfo("fake", "Fake", "int8", 2048, fingerprint="abc", execution=HOW)
TASK = Task("headline", PRESETS["headline"], GenerationParams())
ENGLISH = Story("a", "a.txt", parse("A port opens\n\nThe port of Oldport opens in May."))
CHINESE = Story("b", "b.txt", parse("港口开放\n\n老港五月开放，列车将通往那里。"))
AROUND = (
    "A port opens\n\nThe port of Oldport opens in May. Trains will go there every hour.\n\n"
    "The mayor said that this was the largest building site of the decade.\n\n"
    "Subscribe to our newsletter\n\nShare this article\n"
)


def questions(least: int = 5, **values: bool) -> Questions:
    return Questions(MODEL, least, **values)


def test_the_request_is_in_the_articles_language() -> None:
    for story, language in ((ENGLISH, "en"), (CHINESE, "zh")):
        asked = questions().of(story, TASK).asked()
        assert asked.prompt.messages[0].content == TASK.job.instruction(language)  # type: ignore[arg-type]
        assert asked.prompt.article == story.article


def test_the_lines_around_an_article_are_left_out() -> None:
    story = Story("a", "a.txt", parse(AROUND))
    some, every = (questions(all_lines=each).of(story, TASK) for each in (False, True))
    assert some.prompt is not None
    assert every.prompt is not None
    assert story.article is not None
    assert "newsletter" not in read_text(story.article.text, some.prompt.reads)
    assert every.prompt.reads is None
    assert some.key != every.key


def test_a_key_is_of_the_story_its_text_and_the_settings() -> None:
    key = questions().of(ENGLISH, TASK).key
    assert questions().of(ENGLISH, TASK).key == key
    others = [
        questions().of(replace(ENGLISH, id="c"), TASK),
        questions().of(replace(ENGLISH, article=parse("Another text.")), TASK),
        questions(least=8).of(ENGLISH, TASK),
        questions().of(ENGLISH, replace(TASK, identity="style")),
        Questions(replace(MODEL, execution=replace(HOW, precision="f32")), 5).of(ENGLISH, TASK),
        Questions(replace(MODEL, execution=None), 5).of(ENGLISH, TASK),
    ]
    assert len({key, *(each.key for each in others)}) == 7
    assert questions().of(ENGLISH, replace(TASK, style="other name")).key == key


def test_a_story_without_an_article_has_no_prompt() -> None:
    question = questions().of(Story("a", "a.txt", error=InputError("article-empty")), TASK)
    assert question.prompt is None
    with pytest.raises(AssertionError):
        question.asked()
