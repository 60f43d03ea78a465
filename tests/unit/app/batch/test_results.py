"""Lines and files of results."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from newsassistant.app.batch.results import Results, file_name, told
from newsassistant.app.batch.stories import Story
from newsassistant.app.batch.tasks import Question, Questions, Task
from newsassistant.core.errors import InputError, PromptError
from newsassistant.core.types import Done, GenerationParams, ModelInfo, Usage
from newsassistant.text.articles.article import parse
from newsassistant.text.prompts.presets import PRESETS

MODEL = ModelInfo("fake", "Fake", "int8", 2048, fingerprint="abc")
TASK = Task("headline", PRESETS["headline"], GenerationParams(), style="house")
STORY = Story("sub/a story.txt", "a story.txt", parse("A port opens\n\nThe port opens in May."))
DONE = Done("x", "length", Usage(12, 2, 5, ttft_s=0.4, tokens_per_s=9.812, seed=3))


def question(story: Story = STORY) -> Question:
    return Questions(MODEL, 5).of(story, TASK)


def test_the_line_of_an_answer(tmp_path: Path) -> None:
    row = Results(tmp_path, MODEL).answered(question(), " **Ann Lee** opens 7 ports.\n", DONE)
    assert row["text"] == "**Ann Lee** opens 7 ports."
    assert (row["id"], row["source"], row["style"]) == ("sub/a story.txt", "a story.txt", "house")
    assert (row["finish_reason"], row["usage"]["tokens_per_s"]) == ("length", 9.81)
    checks = row["checks"]
    assert (checks["missing"]["number"], checks["missing"]["name"]) == (1, 1)
    words = {checks["text"][mark["start"] : mark["end"]] for mark in checks["marks"]}
    assert words == {"7", "Ann Lee"}
    json.dumps(row)
    assert list(tmp_path.iterdir()) == []


def test_without_checks(tmp_path: Path) -> None:
    assert "checks" not in Results(tmp_path, MODEL, checks=False).answered(question(), "x", DONE)


def test_the_line_of_a_failure_is_in_the_users_language(tmp_path: Path) -> None:
    story = Story("a", "a.txt", error=InputError("article-empty"))
    row = Results(tmp_path, MODEL, "zh").failed(question(story), InputError("article-empty"))
    assert row["error"]["code"] == "article-empty"
    assert "文章" in row["error"]["reason"]
    assert row["article_sha256"] is None


def test_what_is_too_long_for_a_conversation_is_told_of_a_story() -> None:
    error = PromptError("context-full", tokens=9, room=2)
    assert "--parts" in told(error).text()
    other = InputError("article-empty")
    assert told(other) is other


@pytest.mark.parametrize("form", ["txt", "md", "docx"])
def test_a_file_of_its_own(tmp_path: Path, form: str) -> None:
    row = Results(tmp_path, MODEL, form=form).answered(question(), "A **port** opens.", DONE)
    (path,) = tmp_path.iterdir()
    assert path.name == row["file"] == file_name(question(), form)
    assert path.stat().st_size
    if form == "txt":
        assert "A port opens." in path.read_text("utf-8-sig")


def test_names_of_files_are_fit_and_of_one_result_only() -> None:
    evil = replace(STORY, id="../../etc/pass\twd.." + "x" * 300)
    names = {file_name(question(story), "txt") for story in (STORY, evil, replace(STORY, id="。/"))}
    assert len(names) == 3
    for name in names:
        assert Path(name).name == name
        assert len(name) < 150
        assert not name.startswith(".")


def test_a_folder_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        Results(tmp_path / "gone", MODEL, form="txt").answered(question(), "x", DONE)
    assert caught.value.code == "output-unwritable"
