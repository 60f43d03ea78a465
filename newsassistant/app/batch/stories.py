"""The stories of a run: those of files, of folders, and of JSON lines, one by one.

Reading blocks, for a document up to a minute; whoever asks for stories does so on a thread of its
own. Knows nothing of models.
"""

from __future__ import annotations

import dataclasses
import hashlib
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from newsassistant.app.reading import article_of, read_document, read_file
from newsassistant.core.errors import InputError, NewsAssistantError
from newsassistant.core.files import open_regular
from newsassistant.core.outside import Fields, MissingError, UnfitError, decode_object
from newsassistant.core.plain import plain
from newsassistant.core.types import Article, CancelToken, Origin
from newsassistant.text.articles.article import MAX_FILE_BYTES, text_of
from newsassistant.text.articles.headline import headline_of
from newsassistant.text.articles.reading import Reading

LINES_ENDING = ".jsonl"
LONGEST_LINE = MAX_FILE_BYTES
LONGEST_ID = 200
POLL_S = 2.0
_PASSED_OVER = (".", "~$")  # hidden files, and those of an open Word document


@dataclass(frozen=True, slots=True)
class Story:
    """One of them: `article`, or the error that says why there is none.

    `id` is its own, or its file's name below the folder that was given; `source` is the name of its
    file, without a folder.
    """

    id: str
    source: str
    article: Article | None = None
    error: NewsAssistantError | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A file to be read, and the id of its story."""

    path: Path
    id: str


class Stories:
    """An iterable of all stories at some places, once; `total` is how many are known of so far.

    With `watch` it goes on with what arrives in the folders until `cancel`: a file counts once its
    size has not changed for one poll. What lies in `apart`, the folder of the results, is none.
    """

    def __init__(
        self,
        places: Sequence[Path],
        *,
        recursive: bool = False,
        encoding: str = "",
        apart: Path | None = None,
        watch: bool = False,
        cancel: CancelToken | None = None,
        poll_s: float | None = None,
    ) -> None:
        """Raises InputError("file-not-found") for a place that is not there."""
        for place in places:
            if not place.exists():
                raise InputError("file-not-found", path=place)
        self.total = 0
        self._places = places
        self._recursive, self._encoding, self._watch = recursive, encoding, watch
        self._apart = apart.resolve() if apart is not None else None
        self._cancel = cancel or CancelToken()
        self._pause = threading.Event()
        self._poll_s = POLL_S if poll_s is None else poll_s

    def __iter__(self) -> Iterator[Story]:
        """On one thread; ends after the present story once cancelled."""
        self._cancel.set_hook(self._pause.set)
        try:
            if self._watch:
                yield from self._arriving()
                return
            found = list(self.files())
            self.total = sum(map(_stories_in, found))
            for each in found:
                yield from self._stories_of(each)
                if self._cancel.cancelled:
                    return
        finally:
            self._cancel.set_hook(None)

    def _arriving(self) -> Iterator[Story]:
        """What is there, then what comes; a file that is changed comes again."""
        before: dict[Path, tuple[int, int]] = {}
        taken: dict[Path, tuple[int, int]] = {}
        while not self._cancel.cancelled:
            now = {each.path: (each, _state(each.path)) for each in self.files()}
            ready = [
                each
                for path, (each, state) in now.items()
                if state is not None and before.get(path) == state != taken.get(path)
            ]
            self.total += sum(map(_stories_in, ready))
            for each in ready:
                taken[each.path] = before[each.path]
                yield from self._stories_of(each)
            before = {path: state for path, (_, state) in now.items() if state is not None}
            self._pause.wait(self._poll_s)

    def files(self) -> Iterator[Found]:
        """The files at all places, those of a folder by name."""
        for place in self._places:
            if not place.is_dir():
                yield Found(place, place.name)
                continue
            inside = place.rglob("*") if self._recursive else place.iterdir()
            for path in sorted(inside):
                below = path.relative_to(place)
                if any(map(is_passed_over, below.parts)):
                    continue
                if path.is_file() and not self._is_apart(path):
                    yield Found(path, below.as_posix())

    def _is_apart(self, path: Path) -> bool:
        return self._apart is not None and path.resolve().is_relative_to(self._apart)

    def _stories_of(self, found: Found) -> Iterator[Story]:
        if found.path.suffix.lower() == LINES_ENDING:
            yield from self._stories_of_lines(found.path)
        else:
            name = plain(found.path.name)
            yield _story(plain(found.id, longest=LONGEST_ID), name, lambda: self._article(found))

    def _article(self, found: Found) -> Article:
        path = found.path
        reading = read_document(
            read_file(path), path.name, encoding=self._encoding, cancel=self._cancel
        )
        return article_of(reading, Origin(place=path.name))

    def _stories_of_lines(self, path: Path) -> Iterator[Story]:
        name = plain(path.name)
        try:
            for number, line in enumerate(lines_of(path), 1):
                if self._cancel.cancelled:
                    return
                if line.strip():
                    yield _story_of_line(line, number, name)
        except InputError as error:
            yield Story(name, name, error=error)


def is_passed_over(name: str) -> bool:
    """True for what is hidden, or belongs to a program that has a document open."""
    return name.startswith(_PASSED_OVER)


def lines_of(path: Path) -> Iterator[bytes]:
    """The lines of a file, each up to `LONGEST_LINE` and one byte; raises InputError."""
    try:
        with open_regular(path) as file:
            while line := file.readline(LONGEST_LINE + 1):
                rest = line
                while not rest.endswith(b"\n") and len(rest) > LONGEST_LINE:
                    rest = file.readline(LONGEST_LINE + 1)
                yield line.rstrip(b"\r\n")
    except MissingError as error:
        raise InputError("file-not-found", path=path.name) from error
    except UnfitError as error:
        detail = str(error).removeprefix(f"{plain(path.name)}: ")
        raise InputError("file-unreadable", path=path.name, detail=detail) from error
    except OSError as error:
        raise InputError("file-unreadable", path=path.name, detail=error.strerror) from error


def _stories_in(found: Found) -> int:
    """How many there are in a file, without reading them."""
    if found.path.suffix.lower() != LINES_ENDING:
        return 1
    try:
        return sum(1 for line in lines_of(found.path) if line.strip())
    except InputError:
        return 1


def _state(path: Path) -> tuple[int, int] | None:
    """What changes while somebody writes a file; None where it is gone."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns


def _story(id_: str, source: str, read: Callable[[], Article]) -> Story:
    try:
        return Story(id_, source, read())
    except NewsAssistantError as error:
        return Story(id_, source, error=_without_folders(error, source))


def _without_folders(error: NewsAssistantError, source: str) -> NewsAssistantError:
    """The same error about a file's name: results are passed on, folders are nobody's business."""
    if "path" in error.params:
        error.params["path"] = source
    return error


def _story_of_line(line: bytes, number: int, source: str) -> Story:
    """The story in a line of {"id", "title", "content"}; only the last must be there."""
    where, id_ = f"{source}: {number}", f"{source}:{number}"
    if len(line) > LONGEST_LINE:
        sizes = {"size_mb": len(line) >> 20, "limit_mb": LONGEST_LINE >> 20}
        return Story(id_, source, error=InputError("file-too-large", path=where, **sizes))
    try:
        values = decode_object(line, where=where)
        id_ = _id_of(values.get("id"), id_)
        fields = Fields(values, where=where)
        title = fields.text("title", default="")
        content = fields.text("content", longest=LONGEST_LINE)
    except UnfitError as error:
        detail = str(error).removeprefix(f"{where}: ")
        return Story(id_, source, error=InputError("story-invalid", path=where, detail=detail))
    return _story(id_, source, lambda: _article_of_line(title, content))


def _id_of(value: object, default: str) -> str:
    """A text or a number; raises UnfitError."""
    if value is None or value == "":
        return default
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise UnfitError("id is neither a text nor a number")
    return plain(value, longest=LONGEST_ID)


def _article_of_line(title: str, content: str) -> Article:
    """Raises InputError("article-empty")."""
    text = text_of(content)
    headline = plain(title, longest=1000)
    article = article_of(Reading(text, title=headline))
    return article if headline else dataclasses.replace(article, title=headline_of(text))


def digest(*parts: str) -> str:
    """One value for texts that belong together, whatever is in them."""
    found = hashlib.sha256()
    for part in parts:
        raw = part.encode("utf-8", "surrogatepass")
        found.update(f"{len(raw)}:".encode())
        found.update(raw)
    return found.hexdigest()
