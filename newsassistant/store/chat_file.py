"""A conversation as a file of its own: kept, sent, opened again on another computer.

One JSON object in UTF-8 with the article, every turn and what wrote it. What is read may come from
anybody: its texts are cleaned as pasted ones are, and nothing that it names is followed.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from newsassistant import __version__
from newsassistant.core.errors import InputError
from newsassistant.core.files import read_bytes, write_users
from newsassistant.core.outside import Fields, MissingError, UnfitError, contained, decode_object
from newsassistant.core.plain import plain
from newsassistant.core.types import UNKNOWN, WAYS, Article, Origin, Reads, Role
from newsassistant.store import rows
from newsassistant.store.branches import BEGINS
from newsassistant.store.rows import EARLIEST, LATEST, StoredConversation, StoredMessage
from newsassistant.text.articles.article import clean
from newsassistant.text.articles.hidden import visible
from newsassistant.text.articles.spans import checked, normal
from newsassistant.text.prompts.parts import part_name
from newsassistant.text.prompts.presets import SHIPPED, id_in, name_in

SUFFIX = ".newschat"
FORMAT = "newsassistant-chat"
VERSION = 1
MAX_BYTES = 16 << 20
MOST_TURNS = 100_000
MOST_SPANS = 1_000_000
LONGEST_LINE = 1000
LONGEST_PLACE = 32_767  # characters of an address
LONGEST_NAME = 120  # bytes of a proposed file name, its ending left out

_ENDS = ("done", "length", "stopped", "failed")
_NAMED_JOB = r"[a-z0-9-]{1,40}:.{1,100}"
_ADDRESSES = ("http://", "https://")
_TIME = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z"
_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]+')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn among all of a file: the how manieth that was written, and which it follows.

    `after` is 0 for one that begins the conversation, else the number of an earlier one.
    """

    number: int
    after: int
    message: StoredMessage


@dataclass(frozen=True, slots=True)
class Chat:
    """A conversation outside of any history; its ids are 0.

    `messages` are the turns that are shown, `others` the versions that they stand in the place of
    and what followed those.
    """

    conversation: StoredConversation
    article: Article | None
    messages: tuple[StoredMessage, ...]
    others: tuple[Turn, ...] = ()

    def turns(self) -> list[Turn]:
        """All of them, in the order in which they were written."""
        numbers = self._shown()
        shown = map(Turn, numbers, [BEGINS, *numbers], self.messages)
        return sorted([*shown, *self.others], key=lambda turn: turn.number)

    def last_shown(self) -> int:
        """The number of the last turn that is shown; 0 without any."""
        return max(self._shown(), default=BEGINS)

    def _shown(self) -> list[int]:
        """Those that are shown have the numbers that the others leave."""
        taken = {turn.number for turn in self.others}
        total = len(self.messages) + len(self.others)
        return [number for number in range(1, total + 1) if number not in taken]


def is_chat_file(path: Path) -> bool:
    """True for the name of a saved conversation."""
    return path.suffix.lower() == SUFFIX


def file_name(title: str) -> str:
    """A title as the name of a file on every system, without its ending; "" if nothing is left."""
    name = " ".join(_NOT_IN_NAMES.sub(" ", visible(title)).split())
    name = name.encode("utf-8", "ignore")[:LONGEST_NAME].decode("utf-8", "ignore")
    name = name.strip(" .")
    return f"{name}_" if _RESERVED.fullmatch(name) else name


# --- writing -------------------------------------------------------------------------------------


def write(path: Path, chat: Chat) -> None:
    """Put a conversation into a file, whole or not at all; blocks on the disk.

    What is at `path` is replaced. Raises InputError: "output-unwritable", "chat-too-large".
    """
    text = json.dumps(_values(chat), ensure_ascii=False, indent=1) + "\n"
    content = text.encode()
    if len(content) > MAX_BYTES:
        limits = {"size_mb": len(content) >> 20, "limit_mb": MAX_BYTES >> 20}
        raise InputError("chat-too-large", path=path.name, **limits)
    try:
        write_users(path, content)
    except OSError as error:
        detail = error.strerror or str(error)
        raise InputError("output-unwritable", path=path, detail=detail) from error


def portable(chat: Chat) -> Chat:
    """What is left of a conversation once it has been in a file."""
    return _chat(Fields(_values(chat), where="chat"))


def _values(chat: Chat) -> dict[str, Any]:
    conversation = chat.conversation
    values: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "program": __version__,
        "title": _line(conversation.title),
        "created_at": _iso(conversation.created_at),
        "updated_at": _iso(conversation.updated_at),
        "preset": _line(conversation.preset),
        "model": _line(conversation.model),
        "style": _line(conversation.prefix),
        "article": _article_values(chat.article),
        "messages": [_turn_values(turn) for turn in chat.messages if turn.role != "system"],
    }
    if chat.others:  # a program that does not know them shows the messages
        values["versions"] = [
            {"number": turn.number, "after": turn.after, **_turn_values(turn.message)}
            for turn in chat.others
        ]
    return values


def _article_values(article: Article | None) -> dict[str, Any] | None:
    text = "" if article is None else clean(article.text)
    if article is None or not text:  # a damaged row has none
        return None
    origin = article.origin
    return {
        "title": _line(article.title),
        "text": text,
        "language": article.language,
        "origin": {
            "way": origin.way,
            "at": _iso(origin.at) if origin.at else None,
            "place": _place(origin.place),
            "encoding": _line(origin.encoding),
            "edited": origin.edited,
            "author": _line(origin.author),
            "date": _line(origin.date),
            "source": _line(origin.source),
        },
    }


def _turn_values(turn: StoredMessage) -> dict[str, Any]:
    values: dict[str, Any] = {
        "role": turn.role,
        "content": visible(turn.content),
        "created_at": _iso(turn.created_at),
        "preset": _line(turn.preset),
        "reads": None if turn.reads is None else [list(span) for span in turn.reads],
    }
    if turn.role == "assistant":
        # One that is still being written is in the file as far as it has come.
        values["status"] = turn.status if turn.status in _ENDS else "stopped"
        values["model"], values["style"] = _line(turn.model), _line(turn.prefix)
        values["usage"] = None if turn.usage is None else asdict(turn.usage)
        if turn.written is not None:  # a program that does not know it shows the edited text
            values["written"] = visible(turn.written)
    return values


def _line(text: str, longest: int = LONGEST_LINE) -> str:
    return " ".join(visible(text).split())[:longest].rstrip()


def _place(place: str) -> str:
    """An address as it is; of a file its name alone, since folders tell of the computer."""
    line = _line(place, LONGEST_PLACE)
    if line.lower().startswith(_ADDRESSES):
        return line
    return re.split(r"[/\\]", line)[-1].strip()


def _iso(seconds: float) -> str:
    written = datetime.fromtimestamp(seconds, UTC).isoformat(timespec="microseconds")
    return written.replace("+00:00", "Z")


# --- reading -------------------------------------------------------------------------------------


def read(path: Path) -> Chat:
    """The conversation in a file; blocks on the disk, any thread.

    Raises InputError: "file-not-found", "chat-invalid", and "chat-too-new" for a file of a later
    version, of which nothing else is looked at.
    """
    name = plain(path.name)

    def invalid(detail: str) -> InputError:
        said = detail.removeprefix(f"{name}: ").removeprefix(f"{name} ")
        return InputError("chat-invalid", path=name, detail=said)

    with contained(invalid):
        try:
            content = read_bytes(path, MAX_BYTES)
        except MissingError as error:
            raise InputError("file-not-found", path=path) from error
        fields = Fields(decode_object(content, where=name), where=name)
        if fields.text("format", default="") != FORMAT:
            raise UnfitError("it holds no conversation of News Assistant")
        version = fields.whole("version", 1)
        if version > VERSION:
            raise InputError("chat-too-new", path=name, actual=version, expected=VERSION)
        return _chat(fields)


def _chat(fields: Fields) -> Chat:
    conversation = StoredConversation(
        id=0,
        title=_read_line(fields, "title"),
        preset=_preset(fields),
        model=_read_line(fields, "model"),
        prefix=_read_line(fields, "style"),
        created_at=_seconds(fields, "created_at"),
        updated_at=_seconds(fields, "updated_at"),
    )
    article = _article(fields.fields("article")) if "article" in fields else None
    length = len(article.text) if article is not None else 0
    shown = fields.items("messages", most=MOST_TURNS)
    messages = tuple(_turn(Fields(item, where="message"), length) for item in shown)
    return Chat(conversation, article, messages, _others(fields, len(messages), length))


def _article(fields: Fields) -> Article:
    text = clean(fields.text("text", longest=MAX_BYTES))
    if not text:
        raise UnfitError("its article is empty")
    return Article(
        text,
        _read_line(fields, "title"),
        fields.one_of("language", "en", "zh"),
        rows.digest_of(text),
        _origin(fields.fields("origin")) if "origin" in fields else UNKNOWN,
    )


def _origin(fields: Fields) -> Origin:
    return Origin(
        fields.one_of("way", *WAYS, default=""),
        _seconds(fields, "at") if "at" in fields else 0.0,
        _place(fields.text("place", longest=LONGEST_PLACE, default="")),
        _read_line(fields, "encoding"),
        fields.flag("edited", default=False),
        *(_read_line(fields, name) for name in ("author", "date", "source")),
    )


def _others(fields: Fields, shown: int, article_length: int) -> tuple[Turn, ...]:
    """The versions that are not shown, in the order in which they were written."""
    items = fields.items("versions", most=MOST_TURNS - shown, default=())
    found: dict[int, Turn] = {}
    for item in items:
        turn = Fields(item, where="version")
        number = turn.whole("number", 1, shown + len(items))
        if number in found:
            raise UnfitError(f"two versions have the number {number}")
        after = turn.whole("after", BEGINS, number - 1)
        found[number] = Turn(number, after, _turn(turn, article_length))
    return tuple(found[number] for number in sorted(found))


def _turn(turn: Fields, article_length: int) -> StoredMessage:
    role = cast(Role, turn.one_of("role", "user", "assistant"))
    answers = role == "assistant"
    content = visible(turn.text("content", longest=MAX_BYTES))
    written = _written(turn, content) if answers else None
    return StoredMessage(
        id=0,
        conversation_id=0,
        role=role,
        content=content,
        created_at=_seconds(turn, "created_at"),
        status=turn.one_of("status", *_ENDS) if answers else "sent",
        preset=_preset(turn) if answers else _preset(turn, content),
        model=_read_line(turn, "model"),
        prefix=_read_line(turn, "style"),
        usage=rows.usage(turn.fields("usage")) if answers and "usage" in turn else None,
        reads=_reads(turn, article_length),
        written=written,
    )


def _written(turn: Fields, content: str) -> str | None:
    """What the model wrote, where that is not what the answer says."""
    if "written" not in turn:
        return None
    written = visible(turn.text("written", longest=MAX_BYTES))
    return None if written == content else written


def _reads(turn: Fields, article_length: int) -> Reads:
    """What older versions have written is the number of the first characters."""
    if "reads" in turn:
        return normal(checked(turn.items("reads", most=MOST_SPANS)), article_length)
    chars = turn.whole("article_chars", 0, default=None)
    return None if chars is None else normal(((0, chars),), article_length)


def _preset(fields: Fields, content: str | None = None) -> str:
    """A job of the program, and of a request only one whose very words it has; or a named one.

    Of an answer also which part of a long article it is of.

    The window shows a preset's name in the place of the request, which must not hide other words.
    With a name of its own it shows the words too.
    """
    key = _read_line(fields, "preset")
    if re.fullmatch(_NAMED_JOB, key) and name_in(key).strip():
        return key
    if content is None and part_name(key) is not None:
        return key
    preset = SHIPPED.get(id_in(key))
    words = () if preset is None else (preset.instruction("en"), preset.instruction("zh"))
    return preset.id if preset is not None and content in (None, *words) else ""


def _read_line(fields: Fields, name: str) -> str:
    return _line(fields.text(name, longest=LONGEST_LINE, default=""))


def _seconds(fields: Fields, name: str) -> float:
    written = fields.text(name, pattern=_TIME)
    try:
        seconds = datetime.fromisoformat(written).timestamp()
    except ValueError as error:
        raise UnfitError(f"{name} is no time") from error
    if not EARLIEST <= seconds <= LATEST:
        raise UnfitError(f"{name} is no time that a calendar has")
    return seconds
