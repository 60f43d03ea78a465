"""Stories of files, folders and JSON lines; what cannot be read is a story with an error."""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from newsassistant.app.batch import stories as module
from newsassistant.app.batch.stories import Stories, Story, digest, lines_of
from newsassistant.core.errors import InputError
from newsassistant.core.types import CancelToken

TEXT = "A port opens\n\nThe port of Oldport opens in May. Trains will go there."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "stories"
    (path / "sub").mkdir(parents=True)
    for name in ("b.txt", "a.txt", "sub/c.txt", ".hidden", "~$open.docx"):
        (path / name).write_text(TEXT, "utf-8")
    return path


def lines(path: Path, *values: object) -> Path:
    text = "".join(
        value if isinstance(value, str) else json.dumps(value) + "\n" for value in values
    )
    path.write_text(text, "utf-8", errors="surrogatepass")
    return path


def codes(stories: Stories) -> dict[str, str]:
    return {each.id: each.error.code if each.error else "" for each in stories}


def test_the_files_of_a_folder_by_name(folder: Path) -> None:
    stories = Stories([folder])
    found = list(stories)
    assert [(each.id, each.source) for each in found] == [("a.txt", "a.txt"), ("b.txt", "b.txt")]
    assert stories.total == 2
    article = found[0].article
    assert article is not None
    assert (article.title, article.origin.place) == ("A port opens", "a.txt")


def test_folders_inside_on_request(folder: Path) -> None:
    found = list(Stories([folder], recursive=True))
    assert [each.id for each in found] == ["a.txt", "b.txt", "sub/c.txt"]
    assert found[-1].source == "c.txt"


def test_the_results_are_no_stories(folder: Path) -> None:
    found = Stories([folder], recursive=True, apart=folder / "sub")
    assert [each.id for each in found] == ["a.txt", "b.txt"]


def test_single_files(folder: Path) -> None:
    assert list(codes(Stories([folder / "b.txt", folder / "sub" / "c.txt"]))) == ["b.txt", "c.txt"]


def test_a_place_that_is_not_there_is_told_at_once(folder: Path) -> None:
    with pytest.raises(InputError):
        Stories([folder / "none.txt"])


def test_every_format_that_is_read_elsewhere(folder: Path) -> None:
    page = "<html><body><h1>A port opens</h1><p>The port of Oldport opens in May.</p></body></html>"
    (folder / "page.html").write_text(page, "utf-8")
    found = {each.id: each for each in Stories([folder / "page.html"])}["page.html"]
    assert found.article is not None
    assert "Oldport" in found.article.text
    assert "<p>" not in found.article.text


def test_what_cannot_be_read_is_an_error_without_its_folder(folder: Path) -> None:
    (folder / "empty.txt").write_bytes(b"")
    (folder / "picture.jpg").write_bytes(b"\xff\xd8\xff\xe0 0123456789")
    found = {each.id: each for each in Stories([folder])}
    assert codes(Stories([folder])) == {
        "a.txt": "",
        "b.txt": "",
        "empty.txt": "article-empty",
        "picture.jpg": "file-not-text",
    }
    error = found["picture.jpg"].error
    assert error is not None
    assert str(folder) not in error.text()


@pytest.mark.skipif(os.name == "nt", reason="named pipes of Unix")
def test_a_pipe_in_the_folder_is_passed_over(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    assert list(codes(Stories([folder]))) == ["a.txt", "b.txt"]


def test_lines_of_json(tmp_path: Path) -> None:
    path = lines(
        tmp_path / "news.jsonl",
        {"id": "one", "title": "A port opens", "content": "The port opens in May."},
        "\n",
        {"id": 7, "content": TEXT},
        {"content": TEXT, "more": [1]},
    )
    stories = Stories([path])
    found = list(stories)
    assert [each.id for each in found] == ["one", "7", "news.jsonl:4"]
    assert {each.source for each in found} == {"news.jsonl"}
    assert stories.total == 3
    articles = [each.article for each in found]
    assert all(article is not None for article in articles)
    first, second, _ = articles
    assert first is not None
    assert second is not None
    assert first.text == "A port opens\n\nThe port opens in May."
    assert (first.title, second.title) == ("A port opens", "A port opens")


BAD: list[tuple[Any, str]] = [
    ("no json\n", "story-invalid"),
    ("[1]\n", "story-invalid"),
    ('{"id": "x", "id": "y", "content": "z"}\n', "story-invalid"),
    ('{"content": "Half a li', "story-invalid"),
    ({"content": 7}, "story-invalid"),
    ({"title": "Only a title"}, "story-invalid"),
    ({"id": [1], "content": TEXT}, "story-invalid"),
    ({"id": True, "content": TEXT}, "story-invalid"),
    ({"content": " \n"}, "article-empty"),
    ("\udcff\n", "story-invalid"),
]


@pytest.mark.parametrize(("line", "code"), BAD)
def test_a_bad_line_is_one_story_with_an_error(tmp_path: Path, line: Any, code: str) -> None:
    path = lines(tmp_path / "news.jsonl", {"id": "good", "content": TEXT}, line)
    good, bad = Stories([path])
    assert good.article is not None
    assert bad.error is not None
    assert bad.error.code == code
    assert bad.error.text("en")
    assert bad.error.text("zh")


def test_half_a_character_is_no_crash(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    path.write_text('{"id": "a\\ud800", "content": "The \\ud800 port opens."}\n', "utf-8")
    (story,) = Stories([path])
    assert story.article is not None or story.error is not None
    story.id.encode()


def test_a_line_that_does_not_end_is_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LONGEST_LINE", 200)
    long = {"id": "long", "content": "word " * 200}
    path = lines(tmp_path / "n.jsonl", {"id": "a", "content": TEXT}, long, {"content": TEXT})
    assert max(map(len, lines_of(path))) == 201
    assert list(codes(Stories([path])).values()) == ["", "file-too-large", ""]


def test_a_cancelled_reader_ends_after_the_present_story(folder: Path) -> None:
    cancel = CancelToken()
    found = iter(Stories([folder], cancel=cancel))
    assert next(found).id == "a.txt"
    cancel.cancel()
    assert list(found) == []


class Watching:
    """A watched folder on a thread of its own, whose polls the test makes."""

    def __init__(self, folder: Path) -> None:
        self.cancel = CancelToken()
        self.stories = Stories([folder], watch=True, cancel=self.cancel, poll_s=0.01)
        self.found: list[Story] = []
        self._news = threading.Condition()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        for story in self.stories:
            with self._news:
                self.found.append(story)
                self._news.notify_all()

    def wait(self, count: int) -> list[str]:
        with self._news:
            assert self._news.wait_for(lambda: len(self.found) >= count, timeout=30)
        return [story.id for story in self.found]

    def end(self) -> None:
        self.cancel.cancel()
        self._thread.join(30)
        assert not self._thread.is_alive()


@pytest.fixture
def watching(folder: Path) -> Iterator[Watching]:
    found = Watching(folder)
    yield found
    found.end()


def test_a_watched_folder_gives_what_is_there_and_what_comes(
    folder: Path, watching: Watching
) -> None:
    assert watching.wait(2) == ["a.txt", "b.txt"]
    (folder / "new.txt").write_text(TEXT, "utf-8")
    assert watching.wait(3)[-1] == "new.txt"
    (folder / "a.txt").write_text(TEXT + " More.", "utf-8")
    assert watching.wait(4)[-1] == "a.txt"
    (folder / "b.txt").unlink()
    assert watching.stories.total == 4


def test_a_file_that_grows_is_waited_for(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes = iter([1, 2, 3])
    real = module._state

    def state(path: Path) -> tuple[int, int] | None:
        if path.name != "a.txt":
            return real(path)
        return next(sizes, 3), 0

    monkeypatch.setattr(module, "_state", state)
    watching = Watching(folder)
    try:
        assert watching.wait(2) == ["b.txt", "a.txt"]
    finally:
        watching.end()
    assert next(sizes, None) is None


def test_parts_of_a_key_do_not_run_together() -> None:
    assert digest("a", "bc") != digest("ab", "c")
    assert digest("\ud800")


@pytest.mark.parametrize(
    "before", [b"\xef\xbb\xbf", b"\n \n", b"\0\n", b"[1]\n", b"[" * 100_000 + b"\n"]
)
def test_what_stands_before_a_line_does_not_spoil_it(tmp_path: Path, before: bytes) -> None:
    path = tmp_path / "wire.jsonl"
    path.write_bytes(before + b'{"id": 1, "content": "The port opens."}\r\n')
    *errors, story = Stories([path])
    assert (story.id, story.error) == ("1", None)
    assert all(each.error is not None for each in errors)


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_links_that_lead_back_are_no_stories(folder: Path) -> None:
    before = [each.id for each in Stories([folder], recursive=True).files()]
    (folder / "loop").symlink_to(folder, target_is_directory=True)
    (folder / "itself").symlink_to(folder / "itself")
    assert [each.id for each in Stories([folder], recursive=True).files()] == before
