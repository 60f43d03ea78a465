"""A conversation or an answer as a document."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest

from newsassistant.app.checking.examined import examine
from newsassistant.app.exporting.choice import Choice, Names
from newsassistant.app.exporting.compose import compose
from newsassistant.app.exporting.labels import NOTICE
from newsassistant.core.errors import InputError
from newsassistant.evidence.index import Index
from newsassistant.store.chat_file import Chat
from newsassistant.text.markup.blocks import Listing, Paragraph, Span
from newsassistant.writers.document import Document
from newsassistant.writers.formats import FORMATS
from tests.hostile import TEXTS
from tests.unit.app.exporting.chats import ASKED, AT, TEXT, article, chat, turn


def made(choice: Choice, of: Chat | None = None) -> Document:
    return compose(of or chat(), choice, Names(), at=AT)


def test_a_conversation() -> None:
    document = made(Choice())

    assert document.title == "Wind"
    assert [(s.heading, s.note) for s in document.sections] == [
        ("three-bullets", ""),
        ("Answer 1", "SmolLM2 · int8 · starter-bullets"),
        ("Question", ""),
        ("Answer 2", "SmolLM2 · int8"),
        ("Article", ""),
    ]
    assert isinstance(document.sections[1].blocks[0], Listing)
    # What was asked is no Markdown: it stands there as it was typed.
    assert document.sections[2].blocks == (Paragraph((Span("Who said *no*?"),)),)
    assert [group.heading for group in document.sheet] == [
        *("Article", "Answer 1", "Answer 2", "This file"),
    ]


def test_one_answer_has_no_heading() -> None:
    document = made(Choice(answer=2, with_article=False))

    assert [(s.heading, s.blocks) for s in document.sections] == [
        ("", (Paragraph((Span("Lawmakers."),)),))
    ]
    assert [group.heading for group in document.sheet] == ["Article", "Answer", "This file"]
    assert document.record["article"] is None
    assert [each["text"] for each in document.record["turns"]] == ["Lawmakers."]


def test_without_article_and_sheet_nothing_of_them_is_left() -> None:
    document = made(Choice(with_article=False, with_sheet=False))

    assert document.sheet == ()
    assert document.properties() == ()
    whole = json.dumps(document.record)
    assert "Lawmakers said no" not in whole
    assert document.record["provenance"] is None


def test_an_edited_text_takes_the_place_of_the_answer() -> None:
    document = made(Choice(answer=1, text="Edited.", editor="Ann"))

    assert document.sections[0].blocks == (Paragraph((Span("Edited."),)),)
    assert document.record["turns"][0]["text"] == "Edited."
    edited = document.record["provenance"]["answers"][0]["text-edited"]
    assert edited == ("edited by Ann before the export: 2 of 2 sentences changed or removed, 1 new")


def edited() -> Chat:
    written = "They said “We never go.”"
    answer = turn("assistant", "They said “We *do not* go.”", written=written)
    return chat(turn("user", "Who?"), answer)


def test_an_answer_that_was_edited_in_the_window_says_so_with_and_without_a_sheet() -> None:
    document = made(Choice(label="AI-assisted"), edited())

    assert document.sections[1].note == "SmolLM2 · int8 · edited by the user"
    assert document.label == "AI-assisted"
    [found] = document.record["provenance"]["answers"]
    assert found["edits"] == "“We never go.” → “We do not go.”"
    assert [each.get("edited") for each in document.record["turns"]] == [None, True]
    facts = {fact.label: fact.value for fact in document.sheet[1].facts}
    assert facts["Edited by the user"] == "“We never go.” → “We do not go.”"
    bare = made(Choice(with_sheet=False, language="zh"), edited())
    assert bare.sections[1].note == "SmolLM2 · int8 · 经用户改动"


@pytest.mark.parametrize("form", ["docx", "md", "html", "txt", "json"])
def test_the_edit_is_in_every_format(form: str) -> None:
    content = FORMATS[form].write(made(Choice(), edited()))
    if form == "docx":
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            content = packed.read("word/document.xml")
    text = content.decode("utf-8-sig")
    assert "“We never go.” → “We do not go.”" in text


def test_labels() -> None:
    document = made(Choice(editor="Ann", label="{editor}, {date}, {model}"))

    assert document.label.startswith("Ann, 2026-02-0")
    assert document.label.endswith(", SmolLM2 · int8")
    assert (document.notice, document.mark) == ("", None)

    chinese = made(Choice(chinese=True, producer="Desk"))
    assert chinese.notice == NOTICE
    assert chinese.mark is not None
    assert chinese.mark["ContentProducer"] == "Desk"


def test_the_facts_for_programs_are_english_in_every_language() -> None:
    english, chinese = made(Choice()), made(Choice(language="zh"))

    assert english.record["provenance"] == chinese.record["provenance"]
    assert chinese.sheet[0].heading == "文章"


def test_folders_of_this_computer_are_not_told() -> None:
    assert "secret" not in repr(made(Choice()))
    assert "wind.docx" in repr(made(Choice()))


def test_an_answer_that_failed_without_a_word_is_left_out_but_counted() -> None:
    of = chat(
        turn("user", "a"),
        turn("assistant", "", status="failed"),
        turn("assistant", "b"),
        turn("user", "c"),
        turn("assistant", "d"),
    )

    assert [s.heading for s in made(Choice(), of).sections] == [
        *("Question", "Answer 2", "Question", "Answer 3", "Article"),
    ]
    assert made(Choice(answer=2), of).sections[0].blocks == (Paragraph((Span("b"),)),)


@pytest.mark.parametrize(
    ("choice", "code"),
    [
        (Choice(answer=3), "export-answer-missing"),
        (Choice(answer=0), "export-answer-missing"),
        (Choice(answer=1, text=" \n"), "export-nothing"),
        (Choice(label="{editor}"), "export-editor-missing"),
    ],
)
def test_what_cannot_be_exported(choice: Choice, code: str) -> None:
    with pytest.raises(InputError) as caught:
        made(choice)

    assert caught.value.code == code


def test_a_conversation_without_a_turn_is_nothing() -> None:
    empty = replace(chat(), messages=())
    with pytest.raises(InputError) as caught:
        made(Choice(), empty)
    assert caught.value.code == "export-nothing"


def test_an_untitled_one_is_called_by_its_article_or_by_what_it_is() -> None:
    untitled = replace(chat(), conversation=replace(chat().conversation, title=""))

    assert made(Choice(), untitled).title == "Wind costs £1.2bn"
    assert made(Choice(language="zh"), replace(untitled, article=None)).title == "对话"


def places() -> list[Callable[[str], tuple[Chat, Choice]]]:
    """Everything that somebody else may have written, one place after the other."""
    return [
        lambda text: (chat(turn("user", text), turn("assistant", text)), Choice()),
        lambda text: (
            replace(chat(), conversation=replace(chat().conversation, title=text)),
            Choice(),
        ),
        lambda text: (chat(about=replace(article(), title=text, text=TEXT + text)), Choice()),
        lambda text: (chat(), Choice(answer=1, text="x" + text, editor=text, label=text)),
        lambda text: (chat(turn("assistant", "a", model=text, prefix=text, preset=text)), Choice()),
    ]


@pytest.mark.parametrize("place", range(len(places())))
@pytest.mark.parametrize("text", TEXTS)
def test_nothing_unseen_gets_into_a_document(place: int, text: str) -> None:
    of, choice = places()[place](text)
    whole = repr(made(choice, of)) + ASKED

    assert not [char for char in "\0\x1b\u202e\ud800\U000e0041" if repr(char)[1:-1] in whole]


def test_the_parts_of_a_long_article_are_no_answers() -> None:
    of = chat(
        turn("user", ASKED, preset="three-bullets"),
        turn("assistant", "The first half.", preset="parts/1:1/2", reads=((0, 20),)),
        turn("assistant", "The second half.", preset="parts/1:2/2", reads=((20, 60),)),
        turn("assistant", "Both.", preset="three-bullets"),
    )
    document = made(Choice(with_article=False), of)

    headings = ["three-bullets", "Part 1 of 2", "Part 2 of 2", "Answer"]
    assert [section.heading for section in document.sections] == headings
    only = made(Choice(with_article=False, answer=1), of)
    assert [section.blocks for section in only.sections] == [(Paragraph((Span("Both."),)),)]
    with pytest.raises(InputError) as caught:
        made(Choice(answer=2), of)
    assert caught.value.code == "export-answer-missing"


def checked(choice: Choice, of: Chat | None = None) -> Document:
    about = article()
    check = partial(examine, Index.of(about.text, about.language))
    return compose(of or chat(), choice, Names(), at=AT, check=check)


def test_answers_are_noted_and_the_sheet_tells_of_the_check() -> None:
    told = chat(turn("user", "Who?"), turn("assistant", "- Ann **Lee** said £350m.\n- £1.2bn"))
    document = checked(Choice(), told)

    assert [(note.number, note.words) for note in document.notes] == [(1, "Ann Lee"), (2, "350m")]
    assert document.sections[1].notes == document.notes
    words = "2 numbers, 1 name; 1 number and 1 name are not in the article"
    facts = {fact.name: fact.value for fact in document.sheet[1].facts}
    assert facts["checked"] == words
    assert document.record["provenance"]["answers"][0]["checked"] == words


def test_the_text_that_was_edited_is_the_one_that_is_checked() -> None:
    document = checked(Choice(answer=1, text="It costs £1.2bn, Ann Lee said.", language="zh"))

    assert [note.text for note in document.sections[0].notes] == ["文章中没有这个名称。"]
    facts = {fact.label: fact.value for fact in document.sheet[1].facts}
    assert facts["与文章核对"] == "1 个数字、1 个名称；1 个名称原文未见"


def test_for_programs_the_marks_are_in_the_words_without_signs() -> None:
    told = chat(turn("user", "Who?"), turn("assistant", "- Ann **Lee** said £350m."))
    user, answer = checked(Choice(language="zh"), told).record["turns"]

    assert "checks" not in user
    found = answer["checks"]
    assert found["text"] == "Ann Lee said £350m."
    assert found["missing"] == {"number": 1, "date": 0, "name": 1, "quote": 0}
    for mark in found["marks"]:
        assert found["text"][mark["start"] : mark["end"]] == mark["text"]
    assert found["marks"][1]["reason"] == "This number is not in the article."


def test_without_a_check_there_is_no_word_of_one() -> None:
    document = made(Choice())

    assert document.notes == ()
    assert "check" not in json.dumps(document.record)
