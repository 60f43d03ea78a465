"""The command `history` on the histories of a home."""

from __future__ import annotations

import io
import json
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from newsassistant.core.paths import Paths
from newsassistant.core.settings import Settings
from newsassistant.core.types import Article
from newsassistant.store import db
from newsassistant.store.history import History
from newsassistant.store.rows import digest_of
from tests.unit.app.exporting.chats import TEXT, chat
from tests.unit.store.remains import found_in, secret

if TYPE_CHECKING:
    from tests.unit.cli.conftest import Cli


def opened(home: Paths) -> History:
    home.ensure()
    return History(home.history, backups=home.backups, recover=False)


def titles(home: Paths) -> list[str]:
    with closing(opened(home)) as history:
        return [item.title for item in history.conversations()]


@pytest.fixture
def filled(home: Paths) -> Paths:
    """Two conversations, one of them secret, and a deleted one; a copy from before the second."""
    with closing(opened(home)) as history:
        history.create("first", None, preset="", model="", prefix="")
        db.copy_to(home.history, home.backups / "history-20260101.sqlite3")
        text = secret()
        article = Article(text, "", "en", digest_of(text))
        history.create("second\x1b[2J", article, preset="", model="", prefix="")
        db.copy_to(home.history, home.backups / "history-20260102.sqlite3")
        gone = history.create("gone", None, preset="", model="", prefix="")
        history.delete(gone.id)
    return home


def answer(monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdin", Terminal(words + "\n"))


def test_the_backups_are_listed(filled: Paths, cli: Cli) -> None:
    (filled.backups / "history-20260103.sqlite3").write_bytes(b"broken" * 99)
    done = cli("history", "list")
    lines = done.out.splitlines()
    assert done.code == 0
    assert [line.split()[0] for line in lines[1:]] == ["20260103", "20260102", "20260101"]
    assert "damaged" in lines[1]
    assert lines[2].split()[3] == "2"
    listed = json.loads(cli("history", "list", "--json").out)
    assert [item["conversations"] for item in listed] == [None, 2, 1]


def test_nothing_to_list(home: Paths, cli: Cli) -> None:
    assert "no backup" in cli("history", "list").err
    assert "no conversation" in cli("history", "conversations").err
    assert not home.history.exists()
    assert "No deleted" in cli("history", "erase", "--all-deleted", "--yes").err
    assert cli("history", "erase", 7, "--yes").code == 1


def test_the_conversations_are_listed(filled: Paths, cli: Cli) -> None:
    out = cli("history", "conversations").out
    assert [line.split()[0] for line in out.splitlines()] == ["ID", "2", "1", "3"]
    assert out.splitlines()[-1].endswith("deleted")
    assert "\x1b" not in out
    listed = json.loads(cli("history", "conversations", "--json").out)
    assert [(item["id"], item["deleted"]) for item in listed] == [(2, False), (1, False), (3, True)]


def test_the_latest_whole_backup_is_put_back(filled: Paths, cli: Cli) -> None:
    (filled.backups / "history-20260103.sqlite3").write_bytes(b"broken" * 99)
    with closing(opened(filled)) as history:
        history.create("third", None, preset="", model="", prefix="")
    done = cli("history", "restore", "--yes")
    assert (done.code, len(titles(filled))) == (0, 2)
    assert "2 conversations" in done.err
    kept = next(filled.backups.glob("history-replaced-*"))
    assert str(kept) in done.err
    assert cli("history", "restore", kept.name, "--yes").code == 0
    assert "third" in titles(filled)


def test_a_damaged_history_is_replaced(filled: Paths, cli: Cli) -> None:
    filled.history.write_bytes(b"broken" * 999)
    done = cli("history", "conversations")
    assert done.code == 1
    assert "newsassistant history restore" in done.err
    done = cli("history", "restore", "20260101", "--yes")
    assert done.code == 0
    assert titles(filled) == ["first"]
    assert ".damaged-" in done.err


def test_the_user_is_asked(filled: Paths, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    answer(monkeypatch, "n")
    done = cli("history", "restore", "20260101")
    assert "20260101" in done.err
    assert len(titles(filled)) == 2
    answer(monkeypatch, "n")
    assert "second[2J" in cli("history", "erase", 2).err
    assert len(titles(filled)) == 2
    answer(monkeypatch, "y")
    assert cli("history", "restore", "20260101").code == 0
    assert titles(filled) == ["first"]


def test_a_backup_is_not_put_back_under_an_open_window(filled: Paths, cli: Cli) -> None:
    with closing(opened(filled)) as window:
        done = cli("history", "restore", "20260101", "--yes")
        assert done.code == 1
        assert "open" in done.err
        assert len(window.conversations()) == 2


def test_an_unknown_backup_is_named(filled: Paths, cli: Cli) -> None:
    done = cli("history", "restore", "20250101", "--yes")
    assert (done.code, "20250101" in done.err) == (1, True)


def test_erasing_reaches_every_file(filled: Paths, cli: Cli) -> None:
    (filled.state / "draft.json").write_text(
        json.dumps({"text": secret(), "source": ""}, ensure_ascii=False), "utf-8"
    )
    assert len({place.split(":")[0] for place in found_in(filled.data.parent)}) == 3
    done = cli("history", "erase", 2, "--yes")
    assert (done.code, "1" in done.err) == (0, True)
    assert found_in(filled.data.parent) == []
    assert titles(filled) == ["first"]


def test_erasing_beside_an_open_window(filled: Paths, cli: Cli) -> None:
    with closing(opened(filled)) as window:
        answer_id = window.add_message(1, "assistant", "so far", status="running").id
        assert cli("history", "erase", 2, "--yes").code == 0
        assert found_in(filled.data.parent) == []
        assert [m.status for m in window.messages(1)] == ["running"]
        window.update_message(answer_id, content="whole", status="done")


def test_all_deleted_ones_are_erased(filled: Paths, cli: Cli) -> None:
    assert "erased for good: 1" in cli("history", "erase", "--all-deleted", "--yes").err
    assert len(titles(filled)) == 2
    assert "No deleted" in cli("history", "erase", "--all-deleted").err


@pytest.mark.parametrize("number", ["0", "-1", "x", "9" * 30])
def test_what_is_no_number_is_wrong_usage(filled: Paths, cli: Cli, number: str) -> None:
    assert cli("history", "erase", number, "--yes").code == 2


def test_an_unknown_number_is_named(filled: Paths, cli: Cli) -> None:
    done = cli("history", "erase", 99, "--yes")
    assert (done.code, "99" in done.err) == (1, True)


def test_without_a_terminal_nothing_is_done(filled: Paths, cli: Cli) -> None:
    assert cli("history", "erase", 2).code == 1
    assert cli("history", "restore").code == 1
    assert len(titles(filled)) == 2


# --- conversations as files ----------------------------------------------------------------------


def test_a_conversation_goes_to_another_home_once(
    filled: Paths, cli: Cli, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "second.newschat"
    assert f"saved in {file}" in cli("history", "save", 2, file).err
    assert "number is 2" in cli("history", "add", file).err

    monkeypatch.setenv("NEWSASSISTANT_HOME", str(tmp_path / "another"))
    another = Paths.from_environment()
    assert cli("history", "add", file).err.strip().endswith("in the history; its number is 1.")
    assert cli("history", "add", file).err.strip().endswith("already; its number is 1.")

    assert titles(another) == ["second[2J"]
    with closing(opened(another)) as history:
        article = history.article(1)
    assert article is not None
    assert article.text == secret()


def test_what_cannot_be_saved_or_added(filled: Paths, cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "a.newschat"
    assert cli("history", "save", 9, file).code == 1
    assert not file.exists()
    assert cli("history", "save", 2, tmp_path / "none" / "a.newschat").code == 1
    assert "There is no file" in cli("history", "add", file).err
    file.write_text('{"format": "newsassistant-chat", "version": 9}')
    assert "newer News Assistant" in cli("history", "add", file).err
    assert titles(filled) == ["second\x1b[2J", "first"]


def test_without_a_history_there_is_nothing_to_save(home: Paths, cli: Cli, tmp_path: Path) -> None:
    assert cli("history", "save", 1, tmp_path / "a.newschat").code == 1
    assert not home.history.exists()


# --- exporting -----------------------------------------------------------------------------------


@pytest.fixture
def answered(home: Paths) -> Paths:
    """One conversation with an article and two answers."""
    with closing(opened(home)) as history:
        history.add(chat())
    return home


def test_a_conversation_is_printed_as_markdown(answered: Paths, cli: Cli) -> None:
    done = cli("history", "export", 1)

    assert done.code == 0
    assert done.out.startswith("---\ntitle: ")
    assert "## Answer 1\n" in done.out
    assert "Lawmakers." in done.out
    assert digest_of(TEXT) in done.out


def test_an_edited_answer_is_printed_as_such(answered: Paths, cli: Cli) -> None:
    with closing(opened(answered)) as history:
        history.edit_answer(history.messages(1)[3].id, "Ministers.")
    done = cli("history", "export", 1)

    assert "edited by the user" in done.out
    assert "“Lawmakers” → “Ministers”" in done.out
    bare = cli("history", "export", 1, "--no-sheet", "--format", "txt")
    assert "edited by the user" in bare.out
    assert "→" not in bare.out


def test_answers_are_checked_unless_it_is_not_wanted(answered: Paths, cli: Cli) -> None:
    assert "| Checked against the article | " in cli("history", "export", 1).out
    assert "Checked against" not in cli("history", "export", 1, "--no-checks").out


def test_options_choose_what_is_in_it(answered: Paths, cli: Cli) -> None:
    done = cli(
        *("history", "export", 1, "--answer", 2, "--no-article", "--no-sheet", "--format", "txt")
    )

    assert done.out == "Wind\n====\n\nLawmakers.\n"


@pytest.mark.parametrize("form", ["docx", "html", "json", "newschat"])
def test_the_ending_of_the_file_is_its_format(
    answered: Paths, cli: Cli, tmp_path: Path, form: str
) -> None:
    file = tmp_path / f"a.{form.upper()}"
    done = cli("history", "export", 1, "--output", file)

    assert (done.code, done.out) == (0, "")
    assert str(file) in done.err
    begin = {"docx": b"PK", "html": b"<!DOCTYPE", "json": b"{\n", "newschat": b"{\n"}[form]
    assert file.read_bytes().startswith(begin)


def test_the_label_of_the_settings_is_on_it(answered: Paths, cli: Cli) -> None:
    answered.settings_file.parent.mkdir(parents=True, exist_ok=True)
    label = Settings(export_label="Edited by {editor}", chinese_labels=True)
    label.save(answered.settings_file)

    assert "--editor" not in cli("history", "export", 1).out
    assert cli("history", "export", 1).code == 1
    done = cli("history", "export", 1, "--editor", "Ann Lee")
    assert "*Edited by Ann Lee*" in done.out
    assert 'AIGC:\n  Label: "1"' in done.out


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("9",), "no longer in the history"),
        (("1", "--answer", "3"), "no answer 3"),
        (("1", "--format", "docx"), "--output"),
        (("1", "--format", "newschat", "--answer", "1", "--output", "a.newschat"), "whole"),
    ],
)
def test_what_cannot_be_exported(
    answered: Paths, cli: Cli, options: tuple[str, ...], words: str
) -> None:
    done = cli("history", "export", *options)

    assert (done.code, done.out) == (1, "")
    assert words in done.err


def test_without_a_history_there_is_nothing_to_export(home: Paths, cli: Cli) -> None:
    assert cli("history", "export", 1).code == 1
    assert cli("history", "export", 1, "--format", "pdf").code == 2
