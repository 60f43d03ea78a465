"""The command `batch` with a scripted engine."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from newsassistant.app.batch.ledger import NAME, Ledger
from newsassistant.cli.shared import session
from newsassistant.cli.shared.interrupt import Interrupt
from newsassistant.core.types import Event
from newsassistant.engine.protocol import Engine
from tests.unit.app.batch.scripted import LONG, ScriptedRows
from tests.unit.cli.styled import StyledEngine

if TYPE_CHECKING:
    from tests.unit.cli.conftest import Cli, UseEngine


@pytest.fixture
def rows(use_engine: UseEngine, monkeypatch: pytest.MonkeyPatch) -> ScriptedRows:
    use_engine(StyledEngine())
    scripted = ScriptedRows()
    monkeypatch.setattr(session, "open_rows", scripted.open)
    return scripted


@pytest.fixture
def stories(tmp_path: Path) -> Path:
    folder = tmp_path / "stories"
    folder.mkdir()
    for name in "abc":
        (folder / f"{name}.txt").write_text(f"Headline {name}\n\nThe port opens.", "utf-8")
    return folder


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def lines(out: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (out / NAME).read_text("utf-8").splitlines()]


@pytest.mark.usefixtures("rows")
def test_a_folder_of_stories(cli: Cli, stories: Path, out: Path) -> None:
    result = cli("batch", stories, "--output", out)
    assert (result.code, result.out) == (0, "")
    assert result.err == f"Answers made: 3, kept: 0, failed: 0. {out / NAME}\n"
    assert {line["text"] for line in lines(out)} == {f"Headline {each}" for each in "abc"}
    assert {(line["preset"], line["style"], line["model"]) for line in lines(out)} == {
        ("three-bullets", "base", "fake")
    }
    assert all("checks" in line for line in lines(out))
    assert cli("batch", stories, "--output", out).err.startswith("Answers made: 0, kept: 3")


@pytest.mark.usefixtures("rows")
def test_jobs_and_styles_are_crossed(cli: Cli, stories: Path, out: Path, house: Path) -> None:
    jobs = ("--preset", "headline", "--preset", "one-sentence")
    result = cli("batch", stories, "--output", out, *jobs, "--prefix", house, "--base")
    assert result.code == 0
    found = {(line["id"], line["preset"], line["style"]) for line in lines(out)}
    assert found == {
        (f"{name}.txt", job, style)
        for name in "abc"
        for job in ("headline", "one-sentence")
        for style in ("base", "house")
    }


@pytest.mark.usefixtures("rows")
def test_a_style_that_does_not_fit_is_told_before_anything(
    cli: Cli, stories: Path, out: Path, foreign: Path
) -> None:
    result = cli("batch", stories, "--output", out, "--prefix", foreign)
    assert result.code == 1
    assert lines(out) == []


@pytest.mark.usefixtures("rows")
def test_what_fails_is_told_and_ends_nothing(cli: Cli, stories: Path, out: Path) -> None:
    (stories / "b.txt").write_text(f"{LONG} by far\n\nThe port opens.", "utf-8")
    (stories / "c.txt").write_bytes(b"")
    result = cli("batch", stories, "--output", out)
    assert result.code == 0
    told = result.err.splitlines()
    assert any(line.startswith("b.txt: ") and "--parts" in line for line in told)
    assert any(line.startswith("c.txt: There is no article text.") for line in told)
    assert told[-1].startswith("Answers made: 1, kept: 0, failed: 2")
    assert cli("batch", stories, "--output", out).err.startswith("Answers made: 0, kept: 3")
    (stories / "c.txt").write_text("Headline c\n\nThe port opens.", "utf-8")
    again = cli("batch", stories, "--output", out, "--retry-failed")
    assert again.err.splitlines()[-1].startswith("Answers made: 1, kept: 1, failed: 1")
    assert len(lines(out)) == 3


@pytest.mark.usefixtures("rows")
def test_a_file_for_each(cli: Cli, stories: Path, out: Path) -> None:
    cli("batch", stories, "--output", out, "--text", "--no-checks")
    (line,) = (each for each in lines(out) if each["id"] == "a.txt")
    assert "Headline a" in (out / line["file"]).read_text("utf-8-sig")
    assert "checks" not in line


@pytest.mark.usefixtures("rows")
@pytest.mark.parametrize(
    "wrong",
    [
        (),
        ("--output", "-"),
        ("--rows", "0"),
        ("--memory", "0"),
        ("--format", "pdf"),
        ("--text", "--format", "md"),
        ("--preset", "none"),
    ],
)
def test_wrong_usage(cli: Cli, stories: Path, out: Path, wrong: tuple[str, ...]) -> None:
    where = ("--output", out) if wrong and "--output" not in wrong else ()
    assert cli("batch", stories, *where, *wrong).code == 2
    assert not out.exists()


@pytest.mark.usefixtures("rows")
def test_results_do_not_go_among_the_stories(cli: Cli, stories: Path) -> None:
    assert cli("batch", stories, "--output", stories).code == 2
    assert cli("batch", stories, "--output", stories / "out", "--recursive").code == 0
    again = cli("batch", stories, "--output", stories / "out", "--recursive")
    assert again.err.startswith("Answers made: 0, kept: 3, failed: 0")


@pytest.mark.usefixtures("rows")
def test_places_and_folders_that_cannot_be(cli: Cli, stories: Path, out: Path) -> None:
    missing = cli("batch", stories / "none", "--output", out)
    assert (missing.code, "There is no file" in missing.err) == (1, True)
    with Ledger(out):
        busy = cli("batch", stories, "--output", out)
    assert (busy.code, "Another run" in busy.err) == (1, True)


def test_the_rows_and_the_memory_that_were_asked_for(
    cli: Cli, stories: Path, out: Path, rows: ScriptedRows, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[int, int]] = []

    def opened(engine: Engine, count: int, cache_bytes: int) -> ScriptedRows:
        seen.append((count, cache_bytes))
        return rows.open(engine, count, cache_bytes)

    monkeypatch.setattr(session, "open_rows", opened)
    cli("batch", stories, "--output", out, "--rows", 3, "--memory", 64)
    assert seen == [(3, 64_000_000)]


class Pressing(ScriptedRows):
    """Somebody presses Ctrl-C after a few passes."""

    passes = 6

    def step(self) -> list[Event]:
        self.passes -= 1
        if not self.passes:
            import _thread

            _thread.interrupt_main()
        return super().step()


@pytest.fixture
def pressing(use_engine: UseEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    use_engine(StyledEngine())
    monkeypatch.setattr(session, "open_rows", Pressing(delay_s=0.01).open)


@pytest.mark.usefixtures("pressing")
@pytest.mark.parametrize("more", [(), ("--watch",)])
def test_ctrl_c_keeps_what_is_done_and_the_same_command_goes_on(
    cli: Cli, stories: Path, out: Path, more: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    if more:  # the first poll only remembers what is there
        monkeypatch.setattr("newsassistant.app.batch.stories.POLL_S", 0.01)
    command = ("batch", stories, "--output", out, "--rows", 1, *more)
    result = cli(*command)
    assert result.code == 130
    assert "the same command goes on from there" in result.err
    assert 1 <= len(lines(out)) < 3
    monkeypatch.setattr(session, "open_rows", ScriptedRows().open)
    assert cli(*command[:-1] if more else command).code == 0
    assert sorted(line["id"] for line in lines(out)) == ["a.txt", "b.txt", "c.txt"]


@pytest.mark.usefixtures("rows")
def test_a_wish_to_stop_before_anything_is_done(
    cli: Cli, stories: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    always = property(lambda self: True, lambda self, new: None)
    monkeypatch.setattr(Interrupt, "pressed", always, raising=False)
    assert cli("batch", stories, "--output", out).code == 130
    assert lines(out) == []


def test_the_real_starter(
    cli: Cli, stories: Path, out: Path, starter_model_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.exact import exact_engine

    monkeypatch.setattr(session, "make_engine", exact_engine)
    monkeypatch.setattr(
        "newsassistant.app.installed.models.ModelLibrary.locate",
        lambda *arguments: starter_model_dir,
    )
    (stories / "c.txt").write_text("A port. " * 4000, "utf-8")
    command = ("batch", stories, "--output", out, "--max-tokens", 8, "--preset", "headline")
    result = cli(*command)
    assert result.code == 0, result.err
    found = {line["id"]: line for line in lines(out)}
    assert found["c.txt"]["error"]["code"] == "context-full"
    assert all(found[f"{each}.txt"]["text"] for each in "ab")
    assert cli(*command, "--rows", 4).err.startswith("Answers made: 0, kept: 3")
