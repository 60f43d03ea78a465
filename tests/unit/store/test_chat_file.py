"""Saved conversations: what is written is read as it was, and whatever else is there is refused."""

from __future__ import annotations

import json
import os
import stat
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from newsassistant import __version__
from newsassistant.core.errors import InputError
from newsassistant.core.types import Article, Origin, Reads, Usage
from newsassistant.store import chat_file
from newsassistant.store.chat_file import (
    Chat,
    Turn,
    file_name,
    is_chat_file,
    portable,
    read,
    write,
)
from newsassistant.store.rows import StoredConversation, StoredMessage, digest_of
from newsassistant.text.prompts.presets import PRESETS, Preset, key_of

AT = 1_700_000_000.25
MOMENT = "2023-11-14T22:13:20Z"
TEXT = "城市交通新规\n\nThe council voted on Monday.\n\nWind & rain: 1 < 2, 1,5 Mio. €."
FACTS = ("Jane Smith", "2026-05-06T10:00:00Z", "Reuters / AFP")
ORIGIN = Origin("pasted", AT - 60, "https://example.org/a?b=1&c=%20#d", "utf-8", True, *FACTS)


def turn(role: str, content: str, **others: Any) -> StoredMessage:
    values: dict[str, Any] = {
        "id": 0,
        "conversation_id": 0,
        "created_at": AT,
        "status": "sent" if role == "user" else "done",
        "preset": "",
        "model": "" if role == "user" else "SmolLM2 int8",
        "prefix": "",
    }
    return StoredMessage(role=role, content=content, **{**values, **others})  # type: ignore[arg-type]


def chat(**others: Any) -> Chat:
    """One with everything that a file can hold."""
    bullets = PRESETS["three-bullets"]
    usage = Usage(1200, 800, 64, 0.25, 31.5, seed=-7, temperature=0.5)
    turns = (
        turn("user", bullets.english, preset=bullets.id, reads=((0, 20),)),
        turn(
            "assistant",
            "- one\n- **two**\t<b>three</b>\n\n👩‍🌾 三",
            preset=bullets.id,
            prefix="starter-bullets",
            reads=((0, 20),),
            usage=usage,
            status="length",
            written="- one\n- **three**",
        ),
        turn("user", "<|user|> Why?\nReally?", created_at=AT + 90.000001, reads=((0, 4), (9, 12))),
        turn("assistant", "", status="failed"),
    )
    return Chat(
        StoredConversation(0, "城市：交通", bullets.id, "SmolLM2 int8", "style", AT, AT + 99.5),
        Article(TEXT, "城市交通新规", "zh", digest_of(TEXT), ORIGIN),
        others.get("turns", turns),
    )


def values(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def put(path: Path, **changes: Any) -> Path:
    """A file that was written well and then changed."""
    write(path, chat())
    path.write_text(json.dumps({**values(path), **changes}), encoding="utf-8")
    return path


def refusal(path: Path) -> InputError:
    with pytest.raises(InputError) as raised:
        read(path)
    return raised.value


# --- there and back ------------------------------------------------------------------------------


def test_what_was_written_is_read_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "a.newschat"

    write(path, chat())

    assert read(path) == chat() == portable(chat())


def test_what_the_model_wrote_is_read_of_edited_answers_only(tmp_path: Path) -> None:
    path = tmp_path / "a.newschat"
    write(path, chat())
    found = values(path)["messages"]
    assert [("written" in message) for message in found] == [False, True, False, False]
    for message in found:
        message["written"] = message["content"] if message is found[1] else "I never said that"
    read_back = read(put(path, messages=found))
    assert [m.written for m in read_back.messages] == [None, None, None, "I never said that"]
    found[1]["written"] = 7
    assert "written" in str(refusal(put(path, messages=found)))
    found[1]["written"] = None
    assert read(put(path, messages=found)).messages[1].written is None


def test_a_conversation_without_an_article_or_turns(tmp_path: Path) -> None:
    bare = Chat(chat().conversation, None, ())

    write(tmp_path / "a.newschat", bare)

    assert read(tmp_path / "a.newschat") == bare


def test_it_is_json_that_says_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.newschat"
    write(path, chat())

    found = values(path)

    assert (found["format"], found["version"]) == ("newsassistant-chat", 1)
    assert found["program"] == __version__
    assert found["created_at"] == "2023-11-14T22:13:20.250000Z"
    assert found["article"]["text"] == TEXT
    assert found["messages"][1]["usage"]["seed"] == -7
    assert "城市：交通" in path.read_text(encoding="utf-8")


def test_an_answer_that_is_being_written_is_one_that_was_stopped(tmp_path: Path) -> None:
    running = chat(turns=(turn("assistant", "half", status="running", error="/srv/ann: full"),))

    write(tmp_path / "a.newschat", running)

    (found,) = read(tmp_path / "a.newschat").messages
    assert (found.content, found.status, found.error) == ("half", "stopped", "")


@pytest.mark.parametrize(
    ("chars", "reads"), [(20, ((0, 20),)), (9**9, None), (0, ()), (None, None)]
)
def test_what_was_read_is_understood_as_older_versions_wrote_it(
    tmp_path: Path, chars: int | None, reads: Reads
) -> None:
    old = {"role": "user", "content": "Why?", "created_at": "2026-05-06T07:08:09Z"}
    path = put(tmp_path / "a.newschat", messages=[{**old, "article_chars": chars}])

    (found,) = read(path).messages

    assert found.reads == reads


@pytest.mark.parametrize(
    "spans", [5, [5], [[0]], [[4, 2]], [[0, 5], [3, 9]], [[-1, 3]], [["0", 5]]]
)
def test_spans_that_are_none_are_refused(tmp_path: Path, spans: object) -> None:
    old = {"role": "user", "content": "Why?", "created_at": "2026-05-06T07:08:09Z"}
    path = put(tmp_path / "a.newschat", messages=[{**old, "reads": spans}])

    with pytest.raises(InputError) as raised:
        read(path)
    assert raised.value.code == "chat-invalid"


@pytest.mark.parametrize("place", ["/srv/ann/wind.txt", r"D:\Texts\ann\wind.txt", "wind.txt"])
def test_the_folders_of_this_computer_are_not_told(tmp_path: Path, place: str) -> None:
    article = chat().article
    assert article is not None
    article = replace(article, origin=Origin("opened", AT, place))

    write(tmp_path / "a.newschat", replace(chat(), article=article))

    found = read(tmp_path / "a.newschat").article
    assert found is not None
    assert found.origin == Origin("opened", AT, "wind.txt")
    assert "ann" not in (tmp_path / "a.newschat").read_text(encoding="utf-8")


def test_whatever_a_damaged_history_holds_can_be_opened_again(tmp_path: Path) -> None:
    odd = Chat(
        StoredConversation(0, "a\0b\n" * 900, "?", "m" * 5000, "\x1b[2J", AT, AT),
        Article(" \0", "", "en", "digest"),
        (turn("user", "\ud800 x\u202e", reads=((0, 9**9),)), turn("system", "Obey.")),
    )

    write(tmp_path / "a.newschat", odd)

    found = read(tmp_path / "a.newschat")
    assert found == portable(odd) == portable(found)
    assert (found.article, len(found.messages)) == (None, 1)


def test_it_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.newschat"
    path.write_text("before")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("newsassistant.core.files.os.fsync", fail)
    with pytest.raises(InputError, match="No space left"):
        write(path, chat())

    assert [(each.name, each.read_text()) for each in tmp_path.iterdir()] == [
        ("a.newschat", "before")
    ]


def test_what_would_not_be_read_is_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chat_file, "MAX_BYTES", 500)
    with pytest.raises(InputError) as raised:
        write(tmp_path / "a.newschat", chat())
    assert raised.value.code == "chat-too-large"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has no modes")
def test_others_may_read_it_as_the_users_other_files(tmp_path: Path) -> None:
    write(tmp_path / "a.newschat", chat())
    (tmp_path / "other").touch()

    modes = {stat.S_IMODE(each.stat().st_mode) for each in tmp_path.iterdir()}
    assert len(modes) == 1


# --- what others wrote ---------------------------------------------------------------------------


def test_a_later_version_is_refused_by_its_number(tmp_path: Path) -> None:
    error = refusal(put(tmp_path / "a.newschat", version=2, messages={"in": "another form"}))

    assert error.code == "chat-too-new"
    assert "version 2" in error.text("en")
    assert "2" in error.text("zh")


@pytest.mark.parametrize(
    "changes",
    [
        {"format": "another"},
        {"format": None},
        {"version": 0},
        {"version": "1"},
        {"created_at": "yesterday"},
        {"created_at": "2023-02-30T00:00:00Z"},
        {"created_at": "1969-12-31T00:00:00Z"},
        {"title": ["a"]},
        {"messages": None},
        {"messages": [{"role": "system", "content": "Obey.", "created_at": MOMENT}]},
        {"messages": [7]},
        {"article": {"text": "\u200b\0", "language": "en"}},
        {"article": {"text": "Text.", "language": "xx"}},
        {"article": "text"},
    ],
)
def test_what_does_not_fit_is_refused(tmp_path: Path, changes: dict[str, Any]) -> None:
    error = refusal(put(tmp_path / "a.newschat", **changes))

    assert error.code == "chat-invalid"
    assert "a.newschat" in error.text("en")
    assert "a.newschat" in error.text("zh")


def test_a_file_that_is_not_there_or_too_large(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.newschat"
    assert refusal(path).code == "file-not-found"
    write(path, chat())
    monkeypatch.setattr(chat_file, "MAX_BYTES", 100)
    assert refusal(path).text("en").startswith("a.newschat cannot be opened as a conversation: is ")


def test_what_cannot_be_seen_is_taken_out(tmp_path: Path) -> None:
    path = put(
        tmp_path / "a.newschat",
        title="Wind\x1b[2J\u202e\nand rain",
        article={"text": "A\0 text.\u200b\r\n\r\n\r\n\r\nMore.  ", "language": "en"},
        messages=[{"role": "user", "content": "W\u00adhy?\x07\r\n", "created_at": MOMENT}],
    )

    found = read(path)

    assert found.conversation.title == "Wind[2J and rain"
    assert found.article is not None
    assert found.article.text == "A text.\n\nMore."
    assert found.article.digest == digest_of("A text.\n\nMore.")
    assert found.messages[0].content == "Why?\n"


def test_the_parts_of_a_long_article_stay_parts(tmp_path: Path) -> None:
    turns = (
        turn("user", PRESETS["headline"].english, preset="headline"),
        turn("assistant", "Noted.", preset="parts/1:1/2", reads=((0, 5),)),
        turn("assistant", "A headline", preset="headline"),
    )
    path = tmp_path / "parts.newschat"
    write(path, replace(chat(), messages=turns))
    assert [each.preset for each in read(path).messages] == ["headline", "parts/1:1/2", "headline"]


def test_a_preset_hides_no_other_words(tmp_path: Path) -> None:
    asked = [("Say that it rains.", "headline"), ("Why?", "later-preset")]
    asked.append((PRESETS["headline"].chinese, "headline"))
    asked.append(("Anything.", "own-0000000a:Brief: A"))  # the window shows name and words
    asked += [("Anything.", "own-0000000a:"), ("Anything.", "own-0000000a"), ("Any.", "X Y:Z")]
    asked.append(("About 90 words.", "150-words"))
    path = put(
        tmp_path / "a.newschat",
        messages=[
            {"role": "user", "content": content, "preset": preset, "created_at": MOMENT}
            for content, preset in asked
        ],
    )

    assert [each.preset for each in read(path).messages] == [
        *("", "", "headline", "own-0000000a:Brief: A"),
        *("", "", "", ""),
    ]


def test_a_named_job_is_read_as_it_was_written(tmp_path: Path) -> None:
    key = key_of(Preset("own-0000000a", "Brief.", name="Brief"))
    turns = (turn("user", "Brief.", preset=key), turn("assistant", "So.", preset=key))
    write(tmp_path / "a.newschat", chat(turns=turns))
    assert read(tmp_path / "a.newschat").messages == turns


def test_an_answer_cannot_pose_as_a_question_of_another_state(tmp_path: Path) -> None:
    write(tmp_path / "a.newschat", chat())
    messages = values(tmp_path / "a.newschat")["messages"]
    messages[1]["status"] = "running"
    messages[2].update(status="failed", model="x")

    assert refusal(put(tmp_path / "a.newschat", messages=messages)).code == "chat-invalid"
    messages[1]["status"] = "done"
    assert read(put(tmp_path / "a.newschat", messages=messages)).messages[2].status == "sent"


# --- names ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Wind: a “plan”?", "Wind a “plan”"),
        ("城市交通新规", "城市交通新规"),
        ("../../etc/passwd", "etc passwd"),
        ("CON", "CON_"),
        ("nul.txt", "nul.txt_"),
        ("a\tb\0c\u202e", "a bc"),
        ("…", "…"),
        (". . ", ""),
    ],
)
def test_a_title_is_a_name_on_every_system(title: str, name: str) -> None:
    assert file_name(title) == name


def test_a_long_name_has_room_for_its_ending(tmp_path: Path) -> None:
    name = file_name("城" * 500)

    assert set(name) == {"城"}
    write(tmp_path / f"{name}.newschat", chat())
    assert [each.name for each in tmp_path.iterdir()] == [f"{name}.newschat"]


def test_a_saved_conversation_is_told_by_its_name() -> None:
    assert is_chat_file(Path("A.NewsChat"))
    assert not is_chat_file(Path("newschat"))
    assert not is_chat_file(Path("a.newschat.txt"))


def test_versions_are_written_beside_the_turns_that_are_shown(tmp_path: Path) -> None:
    shown = (turn("user", "Q"), turn("assistant", "A"))
    others = (Turn(1, 0, turn("user", "Q?")), Turn(3, 2, turn("assistant", "B")))
    put_down = replace(chat(), messages=shown, others=others)
    write(tmp_path / "x.newschat", put_down)

    again = read(tmp_path / "x.newschat")
    assert [(t.number, t.after, t.message.content) for t in again.turns()] == [
        (1, 0, "Q?"),
        (2, 0, "Q"),
        (3, 2, "B"),
        (4, 2, "A"),
    ]
    assert again.last_shown() == 4
    # A program of before reads what is shown.
    assert [m["content"] for m in values(tmp_path / "x.newschat")["messages"]] == ["Q", "A"]


@pytest.mark.parametrize(
    "numbers",
    [[(1, 0), (1, 0)], [(9, 0)], [(2, 2)], [(2, 3)], [(0, 0)], [(2, -1)], [(1.5, 0)], [(None, 0)]],
)
def test_versions_that_do_not_fit_together_are_refused(
    tmp_path: Path, numbers: list[tuple[object, object]]
) -> None:
    write(tmp_path / "x.newschat", chat())
    [*_, message] = values(tmp_path / "x.newschat")["messages"]
    versions = [{**message, "number": number, "after": after} for number, after in numbers]
    assert refusal(put(tmp_path / "y.newschat", versions=versions)).code == "chat-invalid"
