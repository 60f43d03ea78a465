"""Settings on disk: no file may stop the program, and a save replaces the file whole."""

from __future__ import annotations

import dataclasses
import os
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsassistant.core import settings as module
from newsassistant.core.errors import SettingsError
from newsassistant.core.settings import Settings

CHOSEN = Settings(
    language="zh",
    scheme="dark",
    zoom=1.25,
    model='glm-4 "quoted" \\ 模型',
    preset="headline",
    prefix="house-style",
    prefix_for="everything",
    prefix_on=False,
    read_ahead="never",
    unload_minutes=15,
    answer_temperature=0.35,
    answer_words=120,
    send_with="ctrl+enter",
    window_geometry="01d9d0cb",
    splitter_sizes=(300, 700, 0),
    sidebar_visible=False,
    execution="exact",
    kv_cache_precision="f32",
    kept_memory_mb=2000,
    device="GPU.0",
    hub_endpoint="https://mirror.example/hf",
    export_format="md",
    export_article=False,
    export_sheet=False,
    export_checks=False,
    export_editor="王 A.",
    export_label="AI, {editor}",
    chinese_labels=True,
    chinese_producer="台",
    unknown=(("from the future", 3), ("sizes", [1, 2]), ("flag", True)),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config" / "settings.toml"


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_no_file_gives_the_defaults(path: Path) -> None:
    assert Settings.load(path) == (Settings(), None)
    assert not path.exists()


def test_saved_settings_come_back(path: Path) -> None:
    CHOSEN.save(path)
    assert Settings.load(path) == (CHOSEN, None)
    assert os.listdir(path.parent) == ["settings.toml"]


def test_every_default_passes_its_own_check() -> None:
    table = tomllib.loads(Settings().to_toml())
    assert Settings.from_table(table) == Settings()
    assert set(table) == {f.name for f in dataclasses.fields(Settings)} - {"unknown"}


@given(st.text(st.characters(exclude_categories=["Cs"])), st.text(alphabet="\x7f\"\\\n\u2028é#='"))
def test_any_text_survives_the_writer(key: str, value: str) -> None:
    settings = Settings(unknown=((f"x {key}", value),))
    assert Settings.from_table(tomllib.loads(settings.to_toml())) == settings


@given(st.floats(0.5, 3.0))
def test_any_number_in_range_survives_the_writer(zoom: float) -> None:
    settings = Settings(zoom=zoom)
    assert Settings.from_table(tomllib.loads(settings.to_toml())) == settings


def test_fields_that_older_versions_wrote_are_no_error(path: Path) -> None:
    write(path, 'preset = "headline"\ntemperature = 0.7\nmax_tokens = 64\n')
    old = (("temperature", 0.7), ("max_tokens", 64))
    assert Settings.load(path) == (Settings(preset="headline", unknown=old), None)


def test_a_byte_order_mark_is_accepted(path: Path) -> None:
    write(path, b'\xef\xbb\xbflanguage = "zh"\r\n')
    assert Settings.load(path) == (Settings(language="zh"), None)


@pytest.mark.parametrize(
    "content",
    [
        b"not toml at all",
        b"\xff\xfe\x00",
        b'language = "en',
        b"x = " + b"[" * 5000,
        b"#" * (module.MAX_BYTES + 1),
    ],
    ids=["words", "not-utf8", "cut-short", "nested", "huge"],
)
def test_an_unusable_file_is_kept_and_reported(path: Path, content: bytes) -> None:
    write(path, content)
    settings, problem = Settings.load(path)
    assert settings == Settings()
    assert isinstance(problem, SettingsError)
    assert str(path) in problem.what()
    assert path.with_name("settings.toml.bad").read_bytes() == content
    assert not path.exists()


def test_a_folder_in_the_files_place_is_reported(path: Path) -> None:
    path.mkdir(parents=True)
    settings, problem = Settings.load(path)
    assert settings == Settings()
    assert problem is not None


@pytest.mark.parametrize(
    "line",
    [
        'language = "fr"',
        "language = 1",
        'scheme = "pink"',
        "zoom = 0",
        "zoom = nan",
        "zoom = inf",
        'zoom = "1.0"',
        "zoom = true",
        'model = ""',
        'model = "a\\u0000b"',
        'prefix = "a\\u0000b"',
        'prefix_for = "questions"',
        "prefix_on = 1",
        'read_ahead = "sometimes"',
        "unload_minutes = 7",
        "answer_temperature = 2.5",
        "answer_temperature = -0.5",
        "answer_words = 5001",
        'send_with = "tab"',
        'window_geometry = "xyz"',
        "splitter_sizes = 3",
        'splitter_sizes = ["a"]',
        "splitter_sizes = [-1]",
        "splitter_sizes = [true]",
        "splitter_sizes = [1,1,1,1,1,1,1,1,1]",
        "sidebar_visible = 1",
        "version = 0",
        "version = 1.5",
        "version = true",
        'kv_cache_precision = "i4"',
        "kept_memory_mb = 300",
        "kept_memory_mb = false",
        "kept_memory_mb = 256.0",
        'execution = "reckless"',
        "device = []",
        'hub_endpoint = "mirror.example"',
        'hub_endpoint = "https://name:password@mirror.example"',
        'hub_endpoint = "http://mirror.example"',
        'hub_endpoint = "http://["',
        'export_format = "pdf"',
        "export_article = 1",
        'export_sheet = "yes"',
        "export_checks = 1",
        "export_editor = 7",
        'export_label = "two\\nlines"',
        f'export_label = "{"a" * 201}"',
        "chinese_labels = 0",
        "chinese_producer = []",
        "version = -1",
        'version = "1"',
        'unknown = "a field of the class, not of the file"',
        "[nested]\na = 1",
        "when = 2026-11-21",
    ],
)
def test_a_wrong_value_costs_only_its_own_field(path: Path, line: str) -> None:
    write(path, f'preset = "headline"\n{line}\n')
    assert Settings.load(path) == (Settings(preset="headline"), None)


def test_a_whole_number_will_do_for_a_float(path: Path) -> None:
    write(path, "zoom = 2")
    zoom = Settings.load(path)[0].zoom
    assert (zoom, type(zoom)) == (2.0, float)


@pytest.mark.parametrize(("written", "read"), [("f16", "auto"), ("u8", "u8"), ("f32", "f32")])
def test_the_first_version_wrote_a_cache_that_nobody_chose(
    path: Path, written: str, read: str
) -> None:
    write(path, f'version = 1\nkv_cache_precision = "{written}"\n')
    assert Settings.load(path)[0].kv_cache_precision == read


def test_a_cache_chosen_in_this_version_stays(path: Path) -> None:
    Settings(kv_cache_precision="f16").save(path)
    assert Settings.load(path)[0].kv_cache_precision == "f16"


def test_entries_that_are_not_known_are_kept(path: Path) -> None:
    write(path, 'language = "en"\nnew_thing = "x"\n')
    settings, problem = Settings.load(path)
    assert problem is None
    settings.save(path)
    table = tomllib.loads(path.read_text("utf-8"))
    assert (table["language"], table["new_thing"]) == ("en", "x")


def test_a_newer_versions_file_is_used_and_stays_as_it_is(path: Path) -> None:
    written = 'version = 99\nlanguage = "en"\nscheme = "of the future"\n'
    write(path, written)
    settings, problem = Settings.load(path)
    assert problem is not None
    assert problem.code == "settings-too-new"
    assert "version 99; this program knows up to 2" in problem.text()
    assert (settings.language, settings.scheme) == ("en", "system")
    dataclasses.replace(settings, zoom=2.0).save(path)
    assert path.read_text("utf-8") == written


def test_an_older_file_is_migrated_step_by_step(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def rename(table: module.Table) -> module.Table:
        table["scheme"] = table.pop("theme")
        return table

    def louder(table: module.Table) -> module.Table:
        return {**table, "zoom": 1.5}

    monkeypatch.setattr(module, "VERSION", 3)
    monkeypatch.setattr(module, "MIGRATIONS", {1: rename, 2: louder})
    write(path, 'version = 1\ntheme = "dark"\n')
    settings, problem = Settings.load(path)
    assert problem is None
    assert (settings.version, settings.scheme, settings.zoom) == (3, "dark", 1.5)
    assert settings.unknown == ()


def test_a_failed_save_leaves_the_old_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Settings(language="en").save(path)

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(SettingsError, match="No space left") as caught:
        CHOSEN.save(path)
    assert caught.value.code == "settings-unwritable"
    assert Settings.load(path)[0].language == "en"
    assert os.listdir(path.parent) == ["settings.toml"]


def test_a_file_in_the_folders_place_is_reported(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("in the way")
    with pytest.raises(SettingsError):
        Settings().save(tmp_path / "config" / "settings.toml")
