"""The library of prefixes: any format in, whole or not at all, nothing outside of its folder."""

from __future__ import annotations

import json
import os
import random
import shutil
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from newsassistant.app.installed.styles import Said, StyleLibrary, licence_in
from newsassistant.core.errors import InputError, PrefixError
from newsassistant.model.base import Base
from newsassistant.model.folder import MANIFEST
from newsassistant.model.prefixes.files import read_prefix, write_prefix
from newsassistant.model.prefixes.manifest import PREFIX, SignOff, licence_text
from tests.unit.model.example_prefixes import (
    V2_BASE,
    flat,
    prefix,
    rows_of,
    write_official,
    write_peft,
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "data" / "prefixes"


@pytest.fixture
def library(root: Path) -> StyleLibrary:
    return StyleLibrary(root)


@pytest.fixture
def official(tmp_path: Path) -> Path:
    return write_official(tmp_path / "Bulletin style" / "checkpoint-3000")


def names(root: Path) -> list[str]:
    return sorted(os.listdir(root)) if root.exists() else []


def refused(library: StyleLibrary, path: Path) -> PrefixError:
    with pytest.raises(PrefixError) as caught:
        library.add(path)
    return caught.value


def test_nothing_is_installed_at_first(library: StyleLibrary) -> None:
    assert (library.list(), library.damaged()) == ([], [])


def test_an_official_checkpoint_is_evaluated_and_kept(
    library: StyleLibrary, root: Path, official: Path
) -> None:
    info = library.add(official, licence="CC0")
    shutil.rmtree(official)

    assert (info.id, info.name, info.licence) == ("bulletin-style", "Bulletin style", "CC0")
    assert info.source == "chatglm-ptuning-v2"
    assert library.list() == [info] == [library.find("bulletin-style")]
    np.testing.assert_array_equal(read_prefix(library.path(info.id)).rows, rows_of(flat()))
    assert names(root / info.id) == [MANIFEST, PREFIX]
    assert names(root) == ["bulletin-style"]


def test_the_other_formats_are_taken_too(library: StyleLibrary, tmp_path: Path) -> None:
    own = tmp_path / "own"
    write_prefix(own, prefix(), name="Trained here", licence="MIT", steps=9)
    peft = write_peft(tmp_path / "run" / "adapter")
    trained, adapter = library.add(own), library.add(peft / "adapter_config.json")

    assert (trained.name, trained.licence, trained.training) == (
        "Trained here",
        "MIT",
        {"steps": 9},
    )
    assert (adapter.name, adapter.position_offset) == ("run", 3)
    assert [info.id for info in library.list()] == ["run", "trained-here"]


def test_ids_are_unique_and_easy_to_type(library: StyleLibrary, official: Path) -> None:
    ids = [library.add(official, name=name).id for name in ("A", "a!", "新闻", "../../x", "快讯")]

    assert ids == ["a", "a-2", "style", "x", "style-2"]
    assert [info.name for info in library.list()] == ["../../x", "A", "a!", "快讯", "新闻"]


def test_what_cannot_be_read_leaves_nothing(
    library: StyleLibrary, root: Path, official: Path
) -> None:
    (official / "pytorch_model.bin").write_bytes(b"PK")

    assert refused(library, official).code == "prefix-invalid"
    assert refused(library, official / "none").code == "file-not-found"
    assert names(root) == []


def test_a_full_disk_leaves_nothing(
    library: StyleLibrary, root: Path, official: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    error = refused(library, official)

    assert error.code == "target-unwritable"
    assert "No space left" in error.text("zh")
    assert names(root) == []


def test_a_place_that_is_no_folder_is_named(
    library: StyleLibrary, root: Path, official: Path
) -> None:
    root.parent.mkdir(parents=True)
    root.write_text("")

    assert refused(library, official).code == "target-unwritable"


def test_a_name_taken_meanwhile_is_kept(
    library: StyleLibrary, root: Path, official: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = library.add(official, name="first")
    monkeypatch.setattr(StyleLibrary, "_free", lambda self, wanted: root / "first")

    assert refused(library, official).code == "model-exists"
    assert library.list() == [first]


def test_damaged_folders_are_reported_and_can_be_removed(
    library: StyleLibrary, root: Path, official: Path
) -> None:
    good, bad = library.add(official, name="good"), library.add(official, name="bad")
    (root / bad.id / PREFIX).unlink()
    (root / "empty").mkdir()
    (root / ".hidden").mkdir()
    (root / "note.txt").write_text("")

    assert library.list() == [good]
    damaged = dict(library.damaged())
    assert list(damaged) == ["bad", "empty"]
    assert "prefix.safetensors is damaged" in str(damaged["bad"])
    assert "manifest.json" in str(damaged["empty"])
    for prefix_id in damaged:
        library.remove(prefix_id)
    assert library.damaged() == []
    assert library.list() == [good]


def test_inspecting_reads_all_of_it_wherever_it_is(library: StyleLibrary, official: Path) -> None:
    info = library.add(official)
    loose = library.inspect(str(official))

    assert library.inspect(info.id) == library.inspect(str(library.path(info.id))) == info
    assert (loose.id, loose.name, loose.source) == ("", info.name, info.source)
    assert (loose.base, loose.length, loose.licence) == (info.base, info.length, "")
    assert loose.size_bytes == 3 * 16 * 4
    rows = library.path(info.id) / PREFIX
    rows.write_bytes(rows.read_bytes()[:-1] + b"\x7f")
    assert library.find(info.id) == info
    with pytest.raises(PrefixError, match="is damaged"):
        library.inspect(info.id)


def test_another_name_keeps_the_id(library: StyleLibrary, official: Path) -> None:
    before = library.add(official)

    assert library.rename(before.id, "短讯") == replace(before, name="短讯")
    assert library.find(before.id).name == "短讯"
    with pytest.raises(PrefixError) as caught:
        library.rename(before.id, " \n\x07")
    assert caught.value.code == "prefix-name"
    assert library.find(before.id).name == "短讯"


def test_removal_is_whole(library: StyleLibrary, root: Path, official: Path) -> None:
    library.remove(library.add(official).id)

    assert library.list() == []
    assert names(root) == []
    assert official.is_dir()


def test_what_is_held_open_is_named(
    library: StyleLibrary, official: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    info = library.add(official)

    def held(source: Path, target: Path) -> None:
        raise PermissionError(13, "in use")

    monkeypatch.setattr(os, "replace", held)
    with pytest.raises(PrefixError) as caught:
        library.remove(info.id)
    assert (caught.value.code, caught.value.params) == (
        "prefix-stuck",
        {"prefix": info.id, "detail": "in use"},
    )
    assert library.list() == [info]


@pytest.mark.parametrize(
    "prefix_id", ["", ".", "..", "../prefixes/a", "a/b", "none", ".hidden", "x" * 999]
)
def test_nothing_outside_of_the_library_is_found(
    library: StyleLibrary, root: Path, official: Path, prefix_id: str
) -> None:
    library.add(official, name="a")
    (root / ".hidden").mkdir()

    for call in (library.find, library.path, library.remove):
        with pytest.raises(PrefixError) as caught:
            call(prefix_id)
        assert caught.value.code == "prefix-missing"
    assert len(library.list()) == 1


def test_an_id_or_a_path_is_resolved(
    library: StyleLibrary, root: Path, official: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.add(official, name="a")
    monkeypatch.chdir(official.parent)
    (official.parent / "a").mkdir()

    assert library.resolve("a") == root / "a"  # an installed one comes first
    assert library.resolve("checkpoint-3000") == Path("checkpoint-3000")
    assert library.resolve(str(official / "pytorch_model.bin")) == official / "pytorch_model.bin"
    for unknown in ("", "b", "b/c", "x" * 9999, "a\0"):
        with pytest.raises(PrefixError) as caught:
            library.resolve(unknown)
        assert (caught.value.code, caught.value.params) == ("prefix-missing", {"prefix": unknown})


def test_a_reason_is_given_where_a_prefix_does_not_fit(
    library: StyleLibrary, official: Path
) -> None:
    info = library.add(official)
    reason = library.fits(info, replace(V2_BASE, layers=9))

    assert library.fits(info, V2_BASE) is None
    assert reason is not None
    assert reason.code == "prefix-other-shape"


# --- folders that are more than a prefix ---------------------------------------------------------

SHORT = {
    "base_model_name_or_path": "/models/chatglm2-6b",
    "task_type": "CAUSAL_LM",
    "peft_type": "PREFIX_TUNING",
    "inference_mode": True,
    "revision": "main",
    "num_virtual_tokens": 3,
}


@pytest.mark.parametrize("named", ["", "adapter_config.json", "pytorch_model.bin"])
def test_the_files_with_rows_tell_the_format_and_not_a_short_config(
    library: StyleLibrary, official: Path, named: str
) -> None:
    (official / "adapter_config.json").write_text(json.dumps(SHORT), encoding="utf-8")

    info = library.add(official / named)

    assert (info.source, info.base) == ("chatglm-ptuning-v2", V2_BASE)
    np.testing.assert_array_equal(read_prefix(library.path(info.id)).rows, rows_of(flat()))


def test_the_rows_of_an_adapter_count_where_there_are_some(
    library: StyleLibrary, official: Path
) -> None:
    write_peft(official)

    assert library.add(official).source == "peft"


def test_the_folder_of_a_run_names_the_checkpoints_inside(
    library: StyleLibrary, tmp_path: Path
) -> None:
    run = tmp_path / "run"
    for step in (500, 1000, 50):
        write_official(run / f"checkpoint-{step}")
    (run / "checkpoint-2000").mkdir()
    (run / "trainer_state.json").write_text("{}")

    error = refused(library, run)
    assert error.code == "prefix-inside"
    assert error.params["found"] == "checkpoint-50, checkpoint-500, checkpoint-1000"
    assert error.params["newest"] == "checkpoint-1000"
    (run / "checkpoint-1000" / "trainer_state.json").write_text('{"global_step": 1000}')
    info = library.add(run, newest=True)
    assert (info.name, info.training) == ("run", {"steps": 1000})


def test_a_folder_without_checkpoints_is_what_it_is(library: StyleLibrary, official: Path) -> None:
    assert library.add(official, newest=True).name == "Bulletin style"


def test_many_checkpoints_are_named_in_part(library: StyleLibrary, tmp_path: Path) -> None:
    for step in range(30):
        write_official(tmp_path / f"checkpoint-{step}")

    assert len(str(refused(library, tmp_path))) < 500


def test_a_prefix_inside_a_models_files_is_made_for_that_model(
    library: StyleLibrary, official: Path
) -> None:
    model = replace(V2_BASE, family="chatglm3", fingerprint="a" * 64, name="Wire")

    assert library.add(official, name="Wire", base=model).base == model
    with pytest.raises(PrefixError, match="expected"):
        library.add(official, base=replace(model, layers=9))


# --- a style travels -----------------------------------------------------------------------------

SAID = Said(
    signed_off_by="A. Editor",
    day="2026-11-30",
    remark="Read with 40 stories.",
    licence="CC0",
    licence_text="Everybody may use it.\n",
    notes="For the night's wire",
    language="en",
)


@pytest.fixture
def server(tmp_path: Path) -> StyleLibrary:
    """Another computer's library."""
    return StyleLibrary(tmp_path / "server" / "prefixes")


def test_a_style_travels_whole(
    library: StyleLibrary, server: StyleLibrary, official: Path, tmp_path: Path
) -> None:
    here, file = library.add(official), tmp_path / "bulletin.newsstyle"
    digest = library.export(here.id, file, SAID)
    there = server.add(file)

    sent, got = (read_prefix(found.path) for found in (here, there))
    assert got.rows.tobytes() == sent.rows.tobytes()
    assert (got.base, got.position_offset) == (sent.base, sent.position_offset)
    assert (there.id, there.name, there.licence) == ("bulletin-style", "Bulletin style", "CC0")
    assert there.sign_off == SignOff("A. Editor", "2026-11-30", "Read with 40 stories.")
    assert (there.notes, there.language, there.package) == (SAID.notes, "en", digest)
    assert licence_text(there.path) == SAID.licence_text
    assert server.list() == [there] == [server.inspect(there.id)]
    assert here.sign_off is None


def test_what_travels_on_unchanged_is_the_very_same_file(
    library: StyleLibrary, server: StyleLibrary, official: Path, tmp_path: Path
) -> None:
    first, second = tmp_path / "first.newsstyle", tmp_path / "second.newsstyle"
    digest = library.export(library.add(official).id, first, SAID)

    assert server.export(server.add(first).id, second) == digest
    assert second.read_bytes() == first.read_bytes()
    assert library.export(str(first), second) == digest
    assert library.export(str(first), second, replace(SAID, day="2026-12-01")) != digest


def test_a_file_is_inspected_before_it_is_installed(
    library: StyleLibrary, server: StyleLibrary, official: Path, tmp_path: Path
) -> None:
    file = tmp_path / "bulletin.newsstyle"
    digest = library.export(str(official), file, SAID)
    info = server.inspect(str(file))

    assert (info.id, info.package, info.sign_off) == ("", digest, SAID.sign_off())
    assert (info.name, info.base) == ("Bulletin style", V2_BASE)
    assert server.list() == []


def test_today_is_the_day_of_a_sign_off_and_a_name_is_needed(tmp_path: Path) -> None:
    signed = Said(signed_off_by="A. Editor").sign_off()

    assert signed is not None
    assert abs(date.fromisoformat(signed.date) - date.today()) <= timedelta(days=1)
    assert Said(licence="CC0").sign_off() is None
    for without in (Said(remark="Good."), Said(day="2026-11-30"), Said(" ", remark="Good.")):
        with pytest.raises(PrefixError) as caught:
            without.sign_off()
        assert caught.value.code == "prefix-unsigned"


def test_a_new_name_keeps_what_was_said(
    library: StyleLibrary, official: Path, tmp_path: Path
) -> None:
    library.export(str(official), tmp_path / "a.newsstyle", SAID)
    info = library.add(tmp_path / "a.newsstyle")

    assert library.rename(info.id, "短讯") == replace(info, name="短讯")


def test_a_file_of_which_no_installed_model_is_the_base_names_that_base(
    library: StyleLibrary, root: Path, official: Path, tmp_path: Path
) -> None:
    file = tmp_path / "a.newsstyle"
    library.export(str(official), file)
    others = [replace(V2_BASE, layers=9, name="Other"), Base("glm", 1, 1, 4)]

    for models in ([], others):
        with pytest.raises(PrefixError) as caught:
            library.add(file, models=models)
        assert caught.value.code == "prefix-no-base"
        assert "THUDM/chatglm2-6b (chatglm2, 2 layers" in str(caught.value)
        assert names(root) == []
    assert library.add(file, models=[*others, V2_BASE]).base == V2_BASE


def test_damaged_files_leave_nothing(
    library: StyleLibrary, root: Path, official: Path, tmp_path: Path
) -> None:
    file = tmp_path / "a.newsstyle"
    library.export(str(official), file, SAID)
    whole, dice = file.read_bytes(), random.Random(2)
    for _ in range(200):
        place = dice.randrange(len(whole))
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 0x11]) + whole[place + 1 :])
        refused(library, file)
    file.write_bytes(whole[:-1])
    refused(library, file)

    assert names(root) == []


def test_a_licence_is_a_text(tmp_path: Path) -> None:
    (tmp_path / "L").write_text("自由使用", encoding="utf-8")
    (tmp_path / "M").write_bytes(b"\xff\xfe")

    assert licence_in(tmp_path / "L") == "自由使用"
    for name in ("M", "none"):
        with pytest.raises(InputError):
            licence_in(tmp_path / name)
