"""The loop of a run, with scripted rows: nothing twice, nothing lost, whatever goes wrong."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from newsassistant.app.batch.ledger import NAME, Ledger
from newsassistant.app.batch.results import Results
from newsassistant.app.batch.run import GIVES_UP, Count, Run, Wishes
from newsassistant.app.batch.stories import Stories
from newsassistant.app.batch.tasks import Task
from newsassistant.app.oneshot import OneShot
from newsassistant.core.errors import EngineError, InputError
from newsassistant.core.types import CancelToken, GenerationParams, ModelInfo
from newsassistant.engine.fake import FakeEngine
from newsassistant.text.prompts.presets import PRESETS
from tests.unit.app.batch.scripted import BREAKS, BREAKS_ONCE, LONG, ScriptedRows

MODEL = ModelInfo("fake", "Scripted model", "int8", 2048, fingerprint="abc")
TASK = Task("one-sentence", PRESETS["one-sentence"], GenerationParams())


@dataclass
class Desk:
    """A folder of stories, one for results, and runs from one to the other."""

    inside: Path
    out: Path
    engine: OneShot
    rows: ScriptedRows = field(default_factory=ScriptedRows)

    def write(self, **texts: str) -> None:
        for name, text in texts.items():
            (self.inside / f"{name}.txt").write_text(f"{text}\n\nThe port opens.", "utf-8")

    def run(self, **values: Any) -> Count:
        return self.go(**values)[0]

    def go(self, tasks: tuple[Task, ...] = (TASK,), **values: Any) -> tuple[Count, bool]:
        wishes = Wishes(tasks, 4, 1 << 20, retry_failed=values.pop("retry_failed", False))
        model = values.pop("model", MODEL)
        cancel = CancelToken()
        stories = Stories([self.inside], cancel=cancel, **values.pop("stories", {}))
        with Ledger(self.out) as ledger:
            results = Results(self.out, model, form=values.pop("form", ""))
            work = Run(
                *(self.engine, model, stories, ledger, results, wishes),
                *(values.pop("open_rows", self.rows.open), cancel),
                **values,
            )
            whole = work.go()
        return work.count, whole

    def lines(self) -> list[dict[str, Any]]:
        text = (self.out / NAME).read_text("utf-8")
        return [json.loads(line) for line in text.splitlines()]

    def texts(self) -> dict[str, str]:
        lines = self.lines()
        assert len({line["id"] for line in lines}) == len(lines)
        return {line["id"]: line.get("text") or line["error"]["code"] for line in lines}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    (tmp_path / "in").mkdir()
    engine = FakeEngine()
    with OneShot(lambda: engine, lambda *arguments: tmp_path) as one_shot:
        yield Desk(tmp_path / "in", tmp_path / "out", one_shot)


def test_every_story_has_a_line(desk: Desk) -> None:
    desk.write(**{f"s{number}": f"Headline {number}" for number in range(30)})
    counts: list[Count] = []
    count = desk.run(on_count=counts.append)
    assert desk.texts() == {f"s{n}.txt": f"Headline {n}" for n in range(30)}
    assert (count.made, count.failed, count.kept, count.total) == (30, 0, 0, 30)
    assert [each.done for each in counts] == sorted(each.done for each in counts)
    assert counts[-1].left_s == 0


def test_a_line_says_where_it_comes_from(desk: Desk) -> None:
    desk.write(port="Ann Lee opens 12 ports")
    desk.run()
    (line,) = desk.lines()
    assert (line["title"], line["preset"], line["style"]) == (
        "Ann Lee opens 12 ports",
        "one-sentence",
        "base",
    )
    assert line["checks"]["compared"]["number"] == 1
    assert line["checks"]["missing"]["number"] == 0
    assert line["usage"]["completion_tokens"] == 5
    assert len(line["article_sha256"]) == 64
    assert str(desk.inside) not in json.dumps(line)


def test_a_second_run_makes_nothing_twice(desk: Desk) -> None:
    desk.write(a="One", b="Two")
    desk.run()
    desk.write(c="Three")
    count = desk.run()
    assert (count.made, count.kept) == (1, 2)
    assert set(desk.rows.submits.values()) == {1}
    assert sorted(desk.texts()) == ["a.txt", "b.txt", "c.txt"]


@pytest.mark.parametrize(
    "other",
    [
        {"model": replace(MODEL, fingerprint="other")},
        {"tasks": (replace(TASK, params=GenerationParams(max_tokens=7)),)},
        {"tasks": (replace(TASK, identity="another style"),)},
        {"tasks": (replace(TASK, job=replace(TASK.job, english="Something else.")),)},
    ],
)
def test_other_settings_are_another_answer(desk: Desk, other: dict[str, Any]) -> None:
    desk.write(a="One")
    desk.run()
    assert desk.run(**other).made == 1


def test_other_rows_are_another_answer_only_where_it_depends_on_them(desk: Desk) -> None:
    desk.write(a="One")
    desk.run()
    assert desk.run(open_rows=ScriptedRows(least=5).open).made == 0
    assert desk.run(open_rows=ScriptedRows(least=8).open).made == 1


def test_each_story_in_each_task(desk: Desk) -> None:
    desk.write(a="One", b="Two")
    tasks = (TASK, replace(TASK, name="headline", job=PRESETS["headline"]))
    count = desk.run(tasks=tasks)
    assert Counter(line["preset"] for line in desk.lines()) == {"one-sentence": 2, "headline": 2}
    assert count.total == 4


def test_bad_stories_are_lines_and_end_nothing(desk: Desk) -> None:
    desk.write(a="One", b=f"{LONG} a story", d="Two")
    (desk.inside / "empty.txt").write_bytes(b" \n")
    (desk.inside / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n")
    told: list[str] = []
    count = desk.run(on_failed=lambda story, error: told.append(story.id))
    assert desk.texts() == {
        "a.txt": "One",
        "b.txt": "context-full",
        "d.txt": "Two",
        "empty.txt": "article-empty",
        "picture.txt": "file-not-text",
    }
    (long,) = (line for line in desk.lines() if line["id"] == "b.txt")
    assert "summarize --parts" in long["error"]["reason"]
    assert (count.made, count.failed, sorted(told)) == (
        2,
        3,
        ["b.txt", "empty.txt", "picture.txt"],
    )


def test_what_has_failed_is_tried_again_on_request_only(desk: Desk) -> None:
    (desk.inside / "a.txt").write_bytes(b"")
    assert desk.run().failed == 1
    assert desk.run().kept == 1
    count = desk.run(retry_failed=True)
    assert (count.failed, len(desk.lines())) == (1, 1)
    desk.write(a="Now it is there")
    assert desk.run().made == 1
    assert desk.texts() == {"a.txt": "Now it is there"}


def test_what_a_failure_took_along_is_asked_again_alone(desk: Desk) -> None:
    desk.write(a="One", b=f"{BREAKS_ONCE} here", c="Two", d="Three")
    count = desk.run()
    assert (count.made, count.failed) == (4, 0)
    twice = {line for line, times in desk.rows.submits.items() if times == 2}
    assert f"{BREAKS_ONCE} here" in twice  # with what was being written then, if anything was
    assert set(desk.rows.alone) >= twice


def test_what_fails_alone_too_is_a_line(desk: Desk) -> None:
    desk.write(a="One", b=f"{BREAKS} here", c="Two")
    count = desk.run()
    assert (count.made, count.failed) == (2, 1)
    assert desk.texts()["b.txt"] == "inference-failed"
    assert desk.rows.submits[f"{BREAKS} here"] == 2


def test_an_engine_that_only_fails_ends_the_run_and_blames_no_story(desk: Desk) -> None:
    desk.write(**{f"s{number}": f"{BREAKS} {number}" for number in range(3 * GIVES_UP)})
    with pytest.raises(EngineError):
        desk.run()
    assert desk.lines() == []


def test_few_that_only_fail_are_lines(desk: Desk) -> None:
    desk.write(a=f"{BREAKS} a", b=f"{BREAKS} b")
    assert desk.run().failed == 2


def test_an_engine_that_cannot_go_on_ends_the_run(desk: Desk) -> None:
    def refuse(*arguments: object) -> Any:
        raise EngineError("out-of-memory")

    desk.write(a="One")
    with pytest.raises(EngineError) as caught:
        desk.run(open_rows=refuse)
    assert caught.value.code == "out-of-memory"


def test_a_stop_keeps_what_is_done_and_the_next_run_goes_on(desk: Desk) -> None:
    desk.write(**{f"s{number}": f"Headline {number}" for number in range(12)})
    desk.rows.delay_s = 0.005
    done: list[Count] = []
    count, whole = desk.go(
        on_count=done.append, wants_stop=lambda: bool(done) and done[-1].made > 3
    )
    assert not whole
    assert 3 < count.made < 12
    assert desk.go()[1]
    assert len(desk.texts()) == 12


def test_the_same_story_twice_is_one_answer(desk: Desk) -> None:
    line = json.dumps({"id": "a", "content": "One story\n\nThe port opens."}) + "\n"
    (desk.inside / "twice.jsonl").write_text(line + line, "utf-8")
    count = desk.run()
    assert (count.made, count.kept, len(desk.lines())) == (1, 1, 1)


def test_what_cannot_be_written_ends_the_run(desk: Desk) -> None:
    desk.write(a="One")

    def fail(*arguments: object) -> None:
        raise InputError("output-unwritable", path="x", detail="full")

    with pytest.raises(InputError):
        desk.run(on_failed=fail, on_count=fail)


@pytest.mark.parametrize("form", ["txt", "md", "docx"])
def test_a_file_for_each_answer(desk: Desk, form: str) -> None:
    desk.write(a="One")
    desk.run(form=form)
    (line,) = desk.lines()
    assert line["file"].endswith(f".{form}")
    assert (desk.out / line["file"]).stat().st_size > 5


def test_a_watched_folder_is_answered_as_stories_arrive(desk: Desk) -> None:
    desk.write(a="One")
    counts: list[Count] = []

    def wants_stop() -> bool:
        if counts and counts[-1].made == 1:
            desk.write(b="Two")
        return bool(counts) and counts[-1].made == 2

    _, whole = desk.go(
        stories={"watch": True, "poll_s": 0.02}, on_count=counts.append, wants_stop=wants_stop
    )
    assert not whole
    assert desk.texts() == {"a.txt": "One", "b.txt": "Two"}
