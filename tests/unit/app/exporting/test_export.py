"""Exports as files: every format, whole or not at all."""

from __future__ import annotations

import io
import json
import os
import stat
import sys
import zipfile
from pathlib import Path

import pytest

from newsassistant.app.exporting.choice import CHAT, Choice, Names
from newsassistant.app.exporting.export import ENDINGS, content_of, export
from newsassistant.core.errors import InputError
from newsassistant.evidence.index import Index
from newsassistant.readers import docx
from newsassistant.store.chat_file import read
from newsassistant.store.rows import digest_of
from tests.unit.app.exporting.chats import AT, TEXT, chat, turn

DIGEST = digest_of(TEXT)


@pytest.mark.parametrize("form", ENDINGS)
def test_every_format_has_the_texts_the_label_and_where_they_come_from(
    tmp_path: Path, form: str
) -> None:
    file = tmp_path / f"a.{form}"
    choice = Choice(form=form, editor="Ann", label="Edited by {editor}", chinese=True)

    export(file, chat(), choice, Names())

    if form == CHAT:
        assert read(file).article is not None
        return
    data = file.read_bytes()
    text = docx.read(data, "a").text if form == "docx" else data.decode("utf-8-sig")
    for piece in ("Lawmakers.", "Edited by Ann", DIGEST, "SmolLM2 · int8", "本内容由人工智能生成"):
        assert piece in text, piece
    assert [each.name for each in tmp_path.iterdir()] == [file.name]


def test_the_endings_are_those_that_the_settings_and_the_command_line_know() -> None:
    from newsassistant.cli.commands.history import EXPORTS
    from newsassistant.core.settings import Settings

    assert ENDINGS == EXPORTS
    for form in ENDINGS:
        assert Settings.from_table({"version": 2, "export_format": form}).export_format == form


def test_equal_exports_are_equal_bytes() -> None:
    for form in ENDINGS[:-1]:
        choice = Choice(form=form)
        assert content_of(chat(), choice, Names(), at=AT) == content_of(
            chat(), choice, Names(), at=AT
        )


def test_the_time_is_now_unless_it_is_given() -> None:
    found = json.loads(content_of(chat(), Choice(form="json"), Names()))

    assert found["exported_at"] > "2026"


def test_what_cannot_be_written_leaves_what_was_there(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        export(tmp_path / "none" / "a.md", chat(), Choice(form="md"), Names())
    assert caught.value.code == "output-unwritable"

    file = tmp_path / "a.md"
    file.write_text("mine")
    with pytest.raises(InputError):
        export(file, chat(), Choice(form="md", answer=9), Names())
    assert file.read_text() == "mine"


def test_one_answer_is_no_conversation_to_open_again(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        export(tmp_path / "a.newschat", chat(), Choice(form=CHAT, answer=1), Names())

    assert caught.value.code == "export-whole"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no modes")
def test_it_has_the_modes_of_the_users_other_files(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        export(tmp_path / "a.md", chat(), Choice(form="md"), Names())
    finally:
        os.umask(before)

    assert stat.S_IMODE((tmp_path / "a.md").stat().st_mode) == 0o644


@pytest.mark.parametrize("form", ENDINGS[:-1])
def test_what_is_not_in_the_article_is_noted_in_every_format(form: str) -> None:
    told = chat(turn("user", "Who?"), turn("assistant", "It costs £350m."))
    data = content_of(told, Choice(form=form), Names(), at=AT)

    with_notes = _all_text(data, form)
    assert "This number is not in the article." in with_notes
    assert "1 number; 1 number is not in the article" in with_notes
    without = _all_text(content_of(told, Choice(form=form, with_checks=False), Names()), form)
    assert "not in the article" not in without


def test_an_index_that_is_there_is_used() -> None:
    told = chat(turn("user", "Who?"), turn("assistant", "It costs £350m."))
    index = Index.of("It costs £350m.", "en")

    data = content_of(told, Choice(form="txt"), Names(), at=AT, index=index)
    assert "1 number; all are in the article" in data.decode("utf-8-sig")


def _all_text(data: bytes, form: str) -> str:
    if form != "docx":
        return data.decode("utf-8-sig")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return "".join(archive.read(name).decode() for name in archive.namelist())
