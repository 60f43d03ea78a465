"""Settings that somebody else wrote: the window starts with what can be used of them."""

from __future__ import annotations

import os
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest

from newsassistant.core.settings import Settings
from tests.hostile import TEXTS, VALUES, place_strange_files

NAMES = [field.name for field in fields(Settings) if field.name != "unknown"]
RAW = {
    "deep": b"a = " + b"[" * 50_000 + b"]" * 50_000,
    "deep tables": b"[" + b".".join([b"a"] * 20_000) + b"]\n",
    "digits": b"version = " + b"9" * 5000,
    "infinite": b"zoom = inf",
    "not a number": b"zoom = nan",
    "no UTF-8": b'model = "\xff"',
    "UTF-16": 'model = "a"'.encode("utf-16"),
    "zeros": bytes(5000),
    "twice": b"zoom = 1.0\nzoom = 2.0",
    "large": b"#" * (2 << 20),
    "date": b"model = 1979-05-27T07:32:00Z",
}


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_value_becomes_the_default_or_is_harmless(name: str) -> None:
    for value in VALUES:
        settings = Settings.from_table({name: value})
        again = Settings.from_table(tomllib.loads(settings.to_toml()))
        assert again == settings
        used = getattr(settings, name)
        assert type(used) is type(getattr(Settings(), name))


# TOML has no halves of surrogate pairs.
@pytest.mark.parametrize("text", [text for text in TEXTS if text != "\ud800"])
def test_entries_of_a_newer_version_are_kept_as_they_are(text: str) -> None:
    settings = Settings.from_table({"of next year": text, text: 1})

    assert Settings.from_table(tomllib.loads(settings.to_toml())) == settings


@pytest.mark.parametrize("name", RAW)
def test_a_file_of_another_form_gives_defaults_and_is_kept(tmp_path: Path, name: str) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(RAW[name])
    settings, complaint = Settings.load(path)

    if complaint is None:
        assert name in ("infinite", "not a number", "date", "deep tables")  # TOML, but of no use
    else:
        assert complaint.text().isprintable()
        assert path.with_name("settings.toml.bad").read_bytes() == RAW[name]
    assert settings == Settings()
    settings.save(path)
    assert Settings.load(path) == (settings, None)


@pytest.mark.skipif(not hasattr(Path, "is_fifo"), reason="no strange files on this system")
def test_a_strange_file_is_not_waited_for(tmp_path: Path) -> None:
    for kind in place_strange_files(tmp_path, "settings.toml"):
        settings, _ = Settings.load(tmp_path / "settings.toml")
        assert settings == Settings(), kind
        kept = tmp_path / "settings.toml.bad"
        if os.path.lexists(kept):  # set aside; the generator takes it away where it put it
            kept.rename(tmp_path / "settings.toml")
