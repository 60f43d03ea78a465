"""The user's settings, frozen, to and from a TOML file that people may edit.

Knows nothing of windows or models: a field is a checked scalar, not the thing that it names.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from newsassistant.core.addresses import hub_address
from newsassistant.core.errors import SettingsError
from newsassistant.core.files import read_text, write_whole
from newsassistant.core.outside import MissingError, UnfitError, clause_of

VERSION = 2
"""Of the file's format; raise it together with a new entry in `MIGRATIONS`."""

MAX_BYTES = 1 << 20  # a larger file is not ours and would only cost start-up time

KEPT_MEMORY_MB = (0, 256, 512, 1000, 2000, 4000)
"""Of a million bytes, what there is to choose from."""

OWN_TEMPERATURE = -1.0
"""As a temperature: the model's own."""

TEMPERATURES = (0.0, 0.2, 0.5, 0.8, 1.0)
ANSWER_WORDS = (0, 50, 100, 200, 400, 800)
"""What there is to choose from; a file may say other ones."""

HEADLINE_LIMITS = (0, 30, 40, 50, 60, 65, 70, 80, 100)
HEADLINE_LIMITS_CHINESE = (0, 10, 12, 15, 18, 20, 22, 25, 30)
"""What there is to choose from; a file may say other ones. 0: no limit."""

UNLOAD_MINUTES = (0, 5, 15, 60)
"""After which an unused model's memory may be freed; 0: never."""

Value = str | int | float | bool | list[int]
Table = dict[str, object]


def _cache_is_chosen(table: Table) -> Table:
    """Version 1 wrote its default, f16, as if somebody had chosen it; the engine chooses now."""
    wanted = table.get("kv_cache_precision")
    return table if wanted in ("u8", "f32") else {**table, "kv_cache_precision": "auto"}


MIGRATIONS: Mapping[int, Callable[[Table], Table]] = {1: _cache_is_chosen}
"""From version -> the table as version + 1 has it; applied in order when an older file is read."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user has chosen; `window_geometry` is hexadecimal, `splitter_sizes` are pixels.

    `prefix` is the id of the chosen style, "" while none was chosen; `prefix_on` is False while the
    base model answers in its place; `prefix_for` says whether it answers typed questions too.
    `key_sentences` marks those of the article on the desk.
    `read_ahead` is when the model reads an article that nobody has asked about yet;
    after `unload_minutes` in which nobody asks anything its memory is freed (0: never).
    `execution` is how exactly a model is run, `kv_cache_precision` "auto" leaves that to it.
    All answers have `answer_temperature` (OWN_TEMPERATURE: the model's own); `answer_words` says
    how long one may be where its job does not (0: up to the model).
    The `headline_limit`s are the characters that a headline may have, in Chinese full-width ones
    (0: any number).
    `kept_memory_mb` bounds what was read before (0: by the memory that is free).
    The `export_` ones are what was chosen for the last exported file; `export_label` is the desk's
    label on all of them, "" for none. `chinese_labels` adds those of GB 45438-2025, where
    `chinese_producer` is who made the content.
    `hub_endpoint` is the address of a Hugging Face mirror ("" for the hub itself);
    `fetch_private` allows pages to be fetched from this computer and its own network, too.
    `unknown` holds entries that this version does not know, so that saving does not lose them.
    """

    version: int = VERSION
    language: str = "system"
    scheme: str = "system"
    motion: str = "system"
    zoom: float = 1.0
    model: str = "starter"
    preset: str = "three-bullets"
    prefix: str = ""
    prefix_for: str = "summaries"
    prefix_on: bool = True
    key_sentences: bool = True
    read_ahead: str = "always"
    unload_minutes: int = 0
    answer_temperature: float = OWN_TEMPERATURE
    answer_words: int = 0
    headline_limit: int = 60
    headline_limit_chinese: int = 20
    send_with: str = "enter"
    window_geometry: str = ""
    splitter_sizes: tuple[int, ...] = ()
    sidebar_visible: bool = True
    execution: str = "balanced"
    kv_cache_precision: str = "auto"
    kept_memory_mb: int = 0
    device: str = "CPU"
    hub_endpoint: str = ""
    fetch_private: bool = False
    export_format: str = "docx"
    export_article: bool = True
    export_sheet: bool = True
    export_checks: bool = True
    export_editor: str = ""
    export_label: str = ""
    chinese_labels: bool = False
    chinese_producer: str = ""
    unknown: tuple[tuple[str, Value], ...] = ()

    @classmethod
    def load(cls, path: Path) -> tuple[Settings, SettingsError | None]:
        """The settings in `path`, and what was wrong with the file, if anything; any thread.

        Never raises: a missing file gives the defaults; one that cannot be read gives the defaults
        too and is kept as `<name>.bad`; a wrong value gives that field's default. A newer version's
        file is read as far as it is understood.
        """
        try:
            found = cls.from_table(_read(path))
            return found, _newer(found, path)
        except MissingError:
            return cls(), None
        except (ValueError, RecursionError) as error:  # ValueError: TOML and UTF-8 too
            _set_aside(path)
            return cls(), SettingsError("settings-invalid", path=path, detail=clause_of(error))

    @classmethod
    def from_table(cls, table: Table) -> Settings:
        """Settings of a parsed TOML table of any version; wrong values give defaults."""
        table = _migrate(table)
        known: dict[str, object] = {}
        for name, check in _CHECKS.items():
            if name in table and (value := check(table[name])) is not None:
                known[name] = value
        unknown = tuple(
            (key, value)
            for key, value in table.items()
            if key not in _CHECKS and key != "unknown" and _is_plain(value)
        )
        return cls(**known, unknown=unknown)  # type: ignore[arg-type]

    def save(self, path: Path) -> None:
        """Replace `path` in one step, so that a crash leaves the old or the new file; any thread.

        What came from a newer version is never written: its file stays as that version wrote it.
        Raises SettingsError("settings-unwritable"); the old file is then as it was.
        """
        if self.version > VERSION:
            return
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_whole(path, self.to_toml().encode())
        except OSError as error:
            detail = error.strerror or str(error)
            raise SettingsError("settings-unwritable", path=path, detail=detail) from error

    def to_toml(self) -> str:
        """The file's text; `from_table(tomllib.loads(...))` gives back an equal object."""
        known = [(f.name, getattr(self, f.name)) for f in fields(self) if f.name != "unknown"]
        return "".join(f"{_key(k)} = {_toml(v)}\n" for k, v in (*known, *self.unknown))


def _read(path: Path) -> Table:
    return tomllib.loads(read_text(path, MAX_BYTES))


def _newer(settings: Settings, path: Path) -> SettingsError | None:
    actual = settings.version
    if actual <= VERSION:
        return None
    return SettingsError("settings-too-new", path=path, actual=actual, expected=VERSION)


def _set_aside(path: Path) -> None:
    with contextlib.suppress(OSError):  # defaults are used either way
        os.replace(path, path.with_name(path.name + ".bad"))


def _migrate(table: Table) -> Table:
    version = _whole(min(MIGRATIONS), 1 << 30)(table.get("version"))
    start = version if isinstance(version, int) else VERSION
    for number in range(start, VERSION):
        table = {**MIGRATIONS[number](dict(table)), "version": number + 1}
    return table


# --- checks: the accepted value, or None ---------------------------------------------------------


def _one_of(*allowed: str) -> Callable[[object], object]:
    return lambda value: value if isinstance(value, str) and value in allowed else None


def _one_number_of(*allowed: int) -> Callable[[object], object]:
    return lambda value: value if _is_whole(value) and value in allowed else None


def _text(pattern: str) -> Callable[[object], object]:
    return lambda value: value if isinstance(value, str) and re.fullmatch(pattern, value) else None


def _address(value: object) -> object:
    """Nothing, or the address of a hub; see `core.addresses`."""
    if value == "":
        return value
    try:
        return hub_address(value) if isinstance(value, str) else None
    except UnfitError:
        return None


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _whole(low: int, high: int) -> Callable[[object], object]:
    def check(value: object) -> object:
        return value if _is_whole(value) and low <= value <= high else None  # type: ignore[operator]

    return check


def _number(low: float, high: float) -> Callable[[object], object]:
    def check(value: object) -> object:
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        return float(value) if low <= value <= high else None  # not-a-number fails both

    return check


def _temperature(value: object) -> object:
    return OWN_TEMPERATURE if value == OWN_TEMPERATURE else _number(0.0, 2.0)(value)


def _flag(value: object) -> object:
    return value if isinstance(value, bool) else None


def _sizes(value: object) -> object:
    if not isinstance(value, list) or len(value) > 8:
        return None
    inside = _whole(0, 100_000)
    return tuple(value) if all(inside(size) is not None for size in value) else None


def _is_plain(value: object) -> bool:
    if isinstance(value, list):
        return all(_is_whole(item) for item in value)
    return isinstance(value, str | int | float | bool)


_NAME = r"[^\x00-\x1f\x7f]{1,200}"
_WORDS = rf"({_NAME})?"

_CHECKS: Mapping[str, Callable[[object], object]] = {
    "version": _whole(VERSION, 1 << 30),
    "language": _one_of("system", "en", "zh"),
    "scheme": _one_of("system", "light", "dark", "contrast-light", "contrast-dark"),
    "motion": _one_of("system", "reduced"),
    "zoom": _number(0.5, 3.0),
    "model": _text(_NAME),
    "preset": _text(_NAME),
    "prefix": _text(_WORDS),
    "prefix_for": _one_of("summaries", "everything"),
    "prefix_on": _flag,
    "key_sentences": _flag,
    "read_ahead": _one_of("always", "mains", "never"),
    "unload_minutes": _one_number_of(*UNLOAD_MINUTES),
    "answer_temperature": _temperature,
    "answer_words": _whole(0, 5000),
    "headline_limit": _whole(0, 1000),
    "headline_limit_chinese": _whole(0, 1000),
    "send_with": _one_of("enter", "ctrl+enter"),
    "window_geometry": _text(r"([0-9a-fA-F]{2}){0,4096}"),
    "splitter_sizes": _sizes,
    "sidebar_visible": _flag,
    "execution": _one_of("exact", "balanced", "fastest"),
    "kv_cache_precision": _one_of("auto", "u8", "f16", "f32"),
    "kept_memory_mb": _one_number_of(*KEPT_MEMORY_MB),
    "device": _text(_NAME),
    "hub_endpoint": _address,
    "fetch_private": _flag,
    "export_format": _one_of("docx", "md", "html", "txt", "json", "newschat"),
    "export_article": _flag,
    "export_sheet": _flag,
    "export_checks": _flag,
    "export_editor": _text(_WORDS),
    "export_label": _text(_WORDS),
    "chinese_labels": _flag,
    "chinese_producer": _text(_WORDS),
}


# --- a writer for the few kinds of values above --------------------------------------------------


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, list | tuple):
        return "[" + ", ".join(str(item) for item in value) + "]"
    return repr(value)


def _quoted(text: str) -> str:
    # JSON's escapes are TOML's but for DEL, which JSON leaves bare and TOML forbids.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else _quoted(name)
