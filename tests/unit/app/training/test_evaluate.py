"""Predictions over a data set: the prompt, what is kept, what is done again."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from newsassistant.app.oneshot import OneShot
from newsassistant.app.training.evaluate import (
    BASE,
    Prediction,
    Predictions,
    Row,
    Style,
    predict,
    rows_of,
    settings_hash,
)
from newsassistant.core.errors import EngineError, InputError, PromptError
from newsassistant.core.types import GenerationParams
from newsassistant.engine.fake import FakeEngine
from newsassistant.text.articles.article import parse
from newsassistant.text.datasets.pairs import Pair
from newsassistant.text.prompts.presets import PRESETS
from newsassistant.text.prompts.prompt import messages_of

PARAMS = GenerationParams(max_tokens=20)
PRESET = PRESETS["one-sentence"]
PAIRS = [
    Pair(1, "Wind farms are built.\r\n\r\nIn the north.", "Wind.", ("Wind.",)),
    Pair(3, "政府将建设风电场。", "风电", ("风电", "风电场")),
]


def instruct(article: object) -> str:
    """The preset's words in the article's language."""
    return PRESET.instruction(getattr(article, "language", "en"))


@pytest.fixture
def rows() -> list[Row]:
    return rows_of(PAIRS, instruct, None)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "out" / "predictions-base.jsonl"


Start = Callable[[FakeEngine], OneShot]


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts an engine thread that ends with the test."""
    running: list[OneShot] = []

    def begin(engine: FakeEngine) -> OneShot:
        driver = OneShot(lambda: engine, lambda model_id, on_progress, cancel: Path(model_id))
        running.append(driver.__enter__())
        driver.load("x", lambda event: None)
        return driver

    yield begin
    for driver in running:
        driver.__exit__(None, None, None)


def test_rows_are_what_the_window_would_send(rows: list[Row], start: Start, file: Path) -> None:
    engine = FakeEngine(["One.", "二。"])
    with Predictions(file, "s") as made:
        assert predict(start(engine), rows, BASE, PARAMS, made)

    shown = [messages_of(prompt)[0].content for prompt in engine.prompts]
    assert shown == [
        f"Wind farms are built.\n\nIn the north.\n\n{PRESET.english}",
        f"政府将建设风电场。\n\n{PRESET.chinese}",
    ]
    assert all(made.get(row) for row in rows)


def test_without_an_instruction_the_article_is_all_there_is(start: Start, file: Path) -> None:
    engine = FakeEngine(["One."], context_length=200)
    long = Pair(2, "word " * 500, "x", ("x",))
    with Predictions(file, "s") as made:
        rows = rows_of([PAIRS[0], long], lambda article: "", None)
        predict(start(engine), rows, BASE, PARAMS, made)

    shown = [messages_of(prompt)[0].content for prompt in engine.prompts]
    assert shown == ["Wind farms are built.\n\nIn the north.", ("word " * 72).strip()]


def test_a_given_language_counts_for_every_row() -> None:
    rows = rows_of(PAIRS, instruct, "zh")

    assert [row.article.language for row in rows] == ["zh", "zh"]
    assert {row.instruction for row in rows} == {PRESET.chinese}


def test_predictions_are_on_the_disk_one_a_line(rows: list[Row], start: Start, file: Path) -> None:
    heard: list[int] = []
    with Predictions(file, "s") as made:
        predict(
            start(FakeEngine([" One.\n", "二。"])), rows, BASE, PARAMS, made, on_row=heard.append
        )

    lines = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    assert [(line["line"], line["text"], line["reason"]) for line in lines] == [
        (1, "One.", "stop"),
        (3, "二。", "stop"),
    ]
    assert {line["settings"] for line in lines} == {"s"}
    assert heard == [1, 2]


def test_what_was_predicted_is_not_predicted_again(
    rows: list[Row], start: Start, file: Path
) -> None:
    engine = FakeEngine(["One.", "二。"])
    with Predictions(file, "s") as made:
        predict(start(engine), rows[:1], BASE, PARAMS, made)
    with Predictions(file, "s") as made:
        assert predict(start(engine), rows, BASE, PARAMS, made)
        texts = [found.text for row in rows if (found := made.get(row))]

    assert (len(engine.prompts), texts) == (2, ["One.", "二。"])


def test_a_changed_row_is_predicted_again(rows: list[Row], start: Start, file: Path) -> None:
    engine = FakeEngine(["One.", "Two."])
    changed = replace(rows[0], article=parse("Another article."))
    with Predictions(file, "s") as made:
        predict(start(engine), rows[:1], BASE, PARAMS, made)
    with Predictions(file, "s") as made:
        predict(start(engine), [changed], BASE, PARAMS, made)
        found = made.get(changed)

    assert found is not None
    assert (found.text, made.set_aside) == ("Two.", None)


def test_other_settings_begin_anew_and_keep_the_old_file(
    rows: list[Row], start: Start, file: Path
) -> None:
    engine = FakeEngine(["One.", "Two."])
    with Predictions(file, "old") as made:
        predict(start(engine), rows[:1], BASE, PARAMS, made)
    old = file.read_bytes()
    with Predictions(file, "new") as made:
        assert made.get(rows[0]) is None
        predict(start(engine), rows[:1], BASE, PARAMS, made)

    assert made.set_aside is not None
    assert made.set_aside.read_bytes() == old
    assert [json.loads(line)["settings"] for line in file.read_text().splitlines()] == ["new"]


def test_a_half_written_line_is_dropped(rows: list[Row], start: Start, file: Path) -> None:
    engine = FakeEngine(["One.", "二。"])
    with Predictions(file, "s") as made:
        predict(start(engine), rows, BASE, PARAMS, made)
    file.write_bytes(file.read_bytes()[:-5])
    with Predictions(file, "s") as made:
        assert (made.get(rows[0]) is None, made.get(rows[1]) is None) == (False, True)
        predict(start(engine), rows, BASE, PARAMS, made)

    assert len([json.loads(line) for line in file.read_text("utf-8").splitlines()]) == 2


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"{}",
        b"[]",
        b"\xff",
        b'{"settings": "s", "line": 1}',
        b'{"settings": "s", "line": "1", "key": "", "text": "", "reason": "", "tokens": 1, '
        b'"seconds": 1}',
        b"[" * 100_000,
    ],
)
def test_a_spoilt_line_is_ignored(rows: list[Row], file: Path, line: bytes) -> None:
    file.parent.mkdir()
    file.write_bytes(line + b"\n")
    with Predictions(file, "s") as made:
        made.add(Prediction(rows[0].line, rows[0].key, "x", "stop", 1, 0.5))
    with Predictions(file, "s") as again:
        assert (len(again), again.set_aside) == (1, None)


def test_a_wish_to_stop_leaves_no_half_summary(rows: list[Row], start: Start, file: Path) -> None:
    engine = FakeEngine(["One.", "word " * 5000], delay_s=0.001)
    heard: list[int] = []
    params = replace(PARAMS, max_tokens=5000)
    with Predictions(file, "s") as made:
        whole = predict(
            start(engine),
            rows,
            BASE,
            params,
            made,
            on_row=heard.append,
            wants_stop=lambda: bool(heard),
        )

    assert (whole, heard, len(made)) == (False, [1], 1)


def test_an_article_that_is_too_long_is_cut_and_marked(start: Start, file: Path) -> None:
    engine = FakeEngine(["One."], context_length=200)
    rows = rows_of([Pair(1, "word " * 500, "x", ("x",))], instruct, None)
    with Predictions(file, "s") as made:
        predict(start(engine), rows, BASE, PARAMS, made)

    found = made.get(rows[0])
    assert found is not None
    assert found.cut
    assert engine.prompts[0].reads == ((0, 72 * 5 - 1),)


def test_a_model_without_room_says_so(start: Start, file: Path, rows: list[Row]) -> None:
    with Predictions(file, "s") as made, pytest.raises(PromptError):
        predict(start(FakeEngine(context_length=100)), rows, BASE, PARAMS, made)


def test_a_failure_keeps_what_is_done(rows: list[Row], start: Start, file: Path) -> None:
    engine = FakeEngine(["One.", "二。"])
    driver = start(engine)
    with Predictions(file, "s") as made:
        predict(driver, rows[:1], BASE, PARAMS, made)
        engine._failures.append(EngineError("inference-failed", detail="x"))
        with pytest.raises(EngineError):
            predict(driver, rows, BASE, PARAMS, made)
    with Predictions(file, "s") as again:
        assert len(again) == 1


def test_a_folder_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")

    with pytest.raises(InputError, match="out"), Predictions(tmp_path / "out" / "p.jsonl", "s"):
        pass


def test_the_settings_hash_tells_settings_apart() -> None:
    facts = {"model": "starter", "weights": "int8"}
    first = settings_hash(BASE, PARAMS, facts)

    assert first == settings_hash(Style("other name"), PARAMS, facts)
    others = [
        settings_hash(BASE, replace(PARAMS, stop_texts=("\n",)), facts),
        settings_hash(BASE, PARAMS, {**facts, "model": "other"}),
        settings_hash(Style("house", Path("house"), "a"), PARAMS, facts),
        settings_hash(Style("house", Path("house"), "b"), PARAMS, facts),
    ]
    assert len({first, *others}) == 5


def test_a_conversation_is_asked_with_its_turns(start: Start, file: Path) -> None:
    """A row that asks for itself gets no request, an article with history has it at the end."""
    history = (("Who?", "They."),)
    pairs = [
        Pair(1, "Sum up: a storm.", "x", ("x",), history, "Be brief.", asks=True),
        Pair(2, "A storm.", "x", ("x",), history),
    ]
    engine = FakeEngine(["One."])
    rows = rows_of(pairs, instruct, None)
    with Predictions(file, "s") as made:
        predict(start(engine), rows, BASE, PARAMS, made)

    turns = [[message.content for message in messages_of(prompt)] for prompt in engine.prompts]
    assert turns[0] == ["Be brief.", "Who?", "They.", "Sum up: a storm."]
    assert turns[1] == ["Who?", "They.", f"A storm.\n\n{PRESET.instruction('en')}"]
    assert len({row.key for row in rows} | {rows_of([PAIRS[0]], instruct, None)[0].key}) == 3
