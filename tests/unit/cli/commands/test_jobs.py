"""The command `jobs`, and `--preset` with own ones."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from newsassistant.core.paths import Paths
from newsassistant.core.types import CancelToken, Event, GenerationParams, OnProgress, Prompt
from newsassistant.engine.fake import FakeEngine
from newsassistant.store.job_book import JobBook
from newsassistant.store.job_file import content_of, read
from newsassistant.text.prompts.presets import SHIPPED, Preset

if TYPE_CHECKING:
    from tests.unit.cli.conftest import Cli, UseEngine

BRIEF = Preset("own-00000001", "Brief: {language}.", length=40, name="Brief", style="gone")


class Asked(FakeEngine):
    """Remembers what it was asked, and how."""

    def __init__(self) -> None:
        super().__init__(["Done."])
        self.asked: list[tuple[str, GenerationParams]] = []

    def stream(
        self,
        request_id: str,
        prompt: Prompt,
        params: GenerationParams,
        cancel: CancelToken,
        on_prefill: OnProgress,
    ) -> Iterator[Event]:
        self.asked.append((prompt.messages[-1].content, params))
        return super().stream(request_id, prompt, params, cancel, on_prefill)


@pytest.fixture
def engine(use_engine: UseEngine) -> Asked:
    engine = Asked()
    use_engine(engine)
    return engine


@pytest.fixture
def book(home: Paths) -> JobBook:
    book = JobBook(home.jobs_file)
    book.change(lambda library: library.put(BRIEF))
    return book


def test_all_jobs_are_listed(cli: Cli, book: JobBook) -> None:
    result = cli("jobs", "list")
    head, *rows = result.out.splitlines()
    assert (result.code, result.err) == (0, "")
    assert head.split() == ["ID", "NAME", "LENGTH", "STYLE", "INSTRUCTION"]
    assert [row.split()[0] for row in rows] == [*SHIPPED, BRIEF.id]
    assert "base model" in rows[-2]
    assert rows[-1].split()[1:4] == ["Brief", "40", "gone"]


def test_the_list_as_json(cli: Cli, book: JobBook) -> None:
    values = json.loads(cli("jobs", "list", "--json").out)
    assert values[-1] == {
        "id": BRIEF.id,
        "name": "Brief",
        "instruction": "Brief: {language}.",
        "instruction_zh": "",
        "length": 40,
        "style": "gone",
        "stop": [],
    }


def test_what_was_exported_can_be_imported_elsewhere(
    cli: Cli, book: JobBook, home: Paths, tmp_path: Path
) -> None:
    path = tmp_path / "mine.json"
    given = cli("jobs", "export", path)
    assert (given.code, given.out) == (0, "")
    assert "9 jobs are in" in given.err
    assert read(path).jobs() == book.library.jobs

    home.jobs_file.unlink()
    taken = cli("jobs", "import", path)
    assert taken.code == 0
    assert "Added: Brief" in taken.err
    assert "its style gone is not installed here" in taken.err
    assert "1 of 9 jobs were added." in taken.err
    assert "There already: headline" in taken.err
    again = JobBook(home.jobs_file)
    again.refresh()
    assert again.get(BRIEF.id) == BRIEF


def test_rows_that_cannot_be_used_and_names_that_are_taken_are_told(
    cli: Cli, book: JobBook, tmp_path: Path
) -> None:
    path = tmp_path / "theirs.json"
    values = json.loads(content_of([Preset("own-00000002", "Other.", name="brief"), BRIEF]))
    values["jobs"].append({"id": "own-00000003"})
    path.write_text(json.dumps(values))
    result = cli("jobs", "import", path)
    assert "Added as brief (2): another job is called brief" in result.err
    assert "Left out: job 3: instruction is missing" in result.err
    assert "1 of 3 jobs were added." in result.err


@pytest.mark.parametrize("content", [None, "{}", "no json"])
def test_what_is_no_file_of_jobs_is_an_error_of_one_line(
    cli: Cli, home: Paths, tmp_path: Path, content: str | None
) -> None:
    path = tmp_path / "theirs.json"
    if content is not None:
        path.write_text(content)
    result = cli("jobs", "import", path)
    assert (result.code, result.out, len(result.err.splitlines())) == (1, "", 1)
    assert not home.jobs_file.exists()


def test_a_damaged_library_is_told_and_not_lost(cli: Cli, home: Paths) -> None:
    home.config.mkdir(parents=True)
    home.jobs_file.write_text("{")
    result = cli("jobs", "list")
    assert result.code == 0
    assert "kept as jobs.json.bad" in result.err
    assert len(result.out.splitlines()) == 1 + len(SHIPPED)


# --- summarize ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["brief", "own-00000001"])
def test_an_own_job_is_taken_by_name(
    cli: Cli, engine: Asked, book: JobBook, article: Path, name: str
) -> None:
    result = cli("summarize", article, "--preset", name)
    assert (result.code, result.out) == (0, "Done.\n")
    assert "The style gone of this job is not used" in result.err
    ((words, params),) = engine.asked
    assert words == "Brief: English."
    assert params.max_tokens == 180


def test_a_job_that_is_not_there_is_wrong_usage(cli: Cli, book: JobBook, article: Path) -> None:
    result = cli("summarize", article, "--preset", "haiku")
    assert result.code == 2
    assert "Brief" in result.err


def test_a_deleted_job_of_the_program_still_serves_scripts(
    cli: Cli, engine: Asked, book: JobBook, article: Path
) -> None:
    book.change(lambda library: library.without("headline"))
    assert cli("summarize", article, "--preset", "headline").code == 0
    assert engine.asked[0][0] == SHIPPED["headline"].english


def test_the_settings_count_unless_an_option_says_otherwise(
    cli: Cli, engine: Asked, home: Paths, article: Path
) -> None:
    home.config.mkdir(parents=True)
    home.settings_file.write_text("version = 2\nanswer_temperature = 0.5\nanswer_words = 100\n")
    cli("summarize", article)
    cli("summarize", article, "--instruction", "Write.")
    cli("summarize", article, "--temperature", "0", "--max-tokens", "7", "--instruction", "Write.")
    found = [(params.temperature, params.max_tokens) for _, params in engine.asked]
    assert found == [(0.5, 300), (0.5, 300), (0.0, 7)]
