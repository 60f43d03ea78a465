"""A style as one file: equal contents are equal bytes, and no other byte is taken."""

from __future__ import annotations

import hashlib
import json
import random
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from newsassistant.core.errors import NewsAssistantError, PrefixError
from newsassistant.model.folder import MANIFEST
from newsassistant.model.prefixes import package
from newsassistant.model.prefixes.files import read_prefix
from newsassistant.model.prefixes.manifest import LICENCE, PREFIX
from newsassistant.model.prefixes.package import KIND, VERSION, read_package, write_package
from newsassistant.model.prefixes.prefix import Prefix
from tests.hostile import mutations, place_strange_files
from tests.unit.model.example_prefixes import prefix

FACTS: dict[str, Any] = {
    "source": "newsassistant",
    "created_at": "2026-11-30T09:00:00+00:00",
    "training": {"rows": 120, "loss": 1.25, "projection": False},
    "licence": "CC0",
    "licence_text": "Everybody may use it.\n谁都可以使用。\n",
    "notes": "For the night's wire",
    "language": "en",
    "sign_off": {"name": "A. Editor", "date": "2026-11-30", "remark": "Read with 40 stories."},
}


def style() -> Prefix:
    return replace(prefix(), facts=FACTS)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    write_package(tmp_path / "bulletin.newsstyle", style(), name="Bulletin")
    return tmp_path / "bulletin.newsstyle"


def refused(path: Path) -> PrefixError:
    with pytest.raises(PrefixError) as caught:
        read_prefix(path)
    return caught.value


def parts_of(file: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def write_parts(file: Path, parts: dict[str, bytes]) -> Path:
    """An archive of other parts that is whole in itself."""
    file.write_bytes(b"".join(package._archive({name: [part] for name, part in parts.items()})))
    return file


def write_values(file: Path, values: dict[str, Any]) -> Path:
    return write_parts(file, parts_of(file) | {MANIFEST: json.dumps(values).encode()})


def test_it_comes_back_bit_by_bit_with_all_that_was_said(file: Path) -> None:
    found = read_prefix(file)

    assert found.rows.tobytes() == style().rows.tobytes()
    assert (found.base, found.position_offset) == (style().base, 0)
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    assert found.facts == {**FACTS, "name": "Bulletin", "package": digest}


def test_equal_contents_make_equal_bytes(file: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.newsstyle"
    digest = write_package(again, read_package(file), name="Bulletin")

    assert again.read_bytes() == file.read_bytes()
    assert digest == hashlib.sha256(file.read_bytes()).hexdigest()
    assert write_package(again, style(), name="Another") != digest


def test_everybodys_tools_open_it(file: Path) -> None:
    """It is a plain archive; the manifest has the hash of each part."""
    parts = parts_of(file)
    values = json.loads(parts[MANIFEST])

    assert list(parts) == [MANIFEST, PREFIX, LICENCE]
    assert (values["format"], values["version"]) == (KIND, VERSION)
    assert parts[LICENCE].decode() == FACTS["licence_text"]
    for name, told in values["files"].items():
        assert told == {
            "size": len(parts[name]),
            "sha256": hashlib.sha256(parts[name]).hexdigest(),
        }


def test_without_a_licence_or_a_sign_off_there_is_none(tmp_path: Path) -> None:
    file = tmp_path / "a.newsstyle"
    write_package(file, prefix(), name="a")

    assert list(parts_of(file)) == [MANIFEST, PREFIX]
    found = read_prefix(file).facts
    assert (found["sign_off"], found["licence_text"], found["licence"]) == (None, "", "")


def test_a_thousand_damaged_files_are_refused(file: Path) -> None:
    whole = file.read_bytes()
    dice = random.Random(16)
    for number in range(1000):
        damaged = bytearray(whole)
        kind, place = number % 4, dice.randrange(len(whole))
        if kind == 0:
            damaged[place] ^= 1 << dice.randrange(8)
        elif kind == 1:
            del damaged[place : place + dice.randrange(1, 40)]
        elif kind == 2:
            damaged[place:place] = dice.randbytes(dice.randrange(1, 40))
        else:
            source = dice.randrange(len(whole))
            damaged[place : place + 24] = whole[source : source + 24]
        if bytes(damaged) == whole:
            continue
        file.write_bytes(damaged)
        refused(file)


def test_a_hostile_manifest_ends_in_a_value_or_in_our_error(file: Path) -> None:
    values = json.loads(parts_of(file)[MANIFEST])
    made = list(mutations(values))
    for _, changed in random.Random(3).sample(made, 300):
        write_values(file, changed)
        try:
            read_prefix(file)
        except NewsAssistantError as error:
            words = error.text("en") + error.text("zh")
            assert "\x1b" not in words
            assert len(words) < 4000


def test_a_newer_format_says_to_update(file: Path) -> None:
    values = json.loads(parts_of(file)[MANIFEST])
    error = refused(write_values(file, values | {"version": VERSION + 1}))

    assert error.code == "prefix-too-new"
    assert "Update News Assistant" in error.text("en")
    for wrong in (0, -1, True, "1", None, 1.0):
        assert refused(write_values(file, values | {"version": wrong})).code == "prefix-invalid"
    assert "format" in str(refused(write_values(file, values | {"format": "other"})))


def test_a_part_that_was_replaced_is_named(file: Path) -> None:
    parts = parts_of(file)
    error = refused(write_parts(file, parts | {LICENCE: b"Pay first."}))

    assert (error.code, error.params["path"]) == ("prefix-damaged", LICENCE)
    rows = parts[PREFIX][:-1] + b"\x7f"
    assert "SHA-256" in str(refused(write_parts(file, parts | {PREFIX: rows})))


def signed(file: Path, rows: bytes, **changes: Any) -> Path:
    """The file with other rows, the hashes of which are right."""
    parts = parts_of(file) | {PREFIX: rows}
    values = json.loads(parts[MANIFEST]) | changes
    values["files"][PREFIX] = {"size": len(rows), "sha256": hashlib.sha256(rows).hexdigest()}
    return write_parts(file, parts | {MANIFEST: json.dumps(values).encode()})


def test_rows_of_another_kind_are_refused(file: Path) -> None:
    rows = parts_of(file)[PREFIX]
    half = rows.replace(b'"F32"', b'"F16"')

    assert "F32 [2, 2, 3, 1, 4]" in str(refused(signed(file, half)))
    assert "F32 [2, 2, 2, 1, 4]" in str(refused(signed(file, rows, length=2)))
    assert refused(signed(file, rows[:-4], length=3)).code == "prefix-invalid"
    infinite = rows[:-4] + np.float32(np.inf).tobytes()
    assert refused(signed(file, infinite, length=3)).code == "prefix-not-finite"
    large = rows[:-4] + np.float32(1e38).tobytes()
    assert refused(signed(file, large, length=3)).code == "prefix-not-finite"


@pytest.mark.parametrize("name", ["../x", "/etc/passwd", "a\\b", "more.txt"])
def test_another_part_is_refused(file: Path, name: str) -> None:
    error = refused(write_parts(file, parts_of(file) | {name: b"x"}))
    assert error.code in ("prefix-invalid", "prefix-damaged")

    with zipfile.ZipFile(file, "w") as archive:  # the same parts, as another program writes them
        archive.writestr(MANIFEST, b"{}")
        archive.writestr(PREFIX, b"")
    assert refused(file).code == "prefix-invalid"


def test_a_packed_archive_is_refused_whatever_it_unpacks_to(file: Path) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(MANIFEST, b"0" * (64 << 20))
        archive.writestr(PREFIX, b"")

    assert refused(file).code in ("prefix-invalid", "prefix-damaged")


def test_what_only_some_tools_would_see_is_refused(file: Path) -> None:
    """A link, a lock, a second entry, and bytes before, between and behind: none of it is ours."""
    whole = file.read_bytes()
    directory = whole.index(b"PK\1\2")
    link = bytearray(whole)
    link[directory + 38 : directory + 42] = (0o120777 << 16).to_bytes(4, "little")
    locked = bytearray(whole)
    locked[6] |= 1
    locked[directory + 8] |= 1
    twice = whole[:directory] + whole[: whole.index(b"PK\3\4", 4)] + whole[directory:]
    others = [b"MZ" + whole, whole + b"\0", whole[:-2] + b"\2\0hi", whole + whole]

    for made in (link, locked, twice, *others):
        file.write_bytes(bytes(made))
        assert refused(file).code in ("prefix-invalid", "prefix-damaged", "file-unreadable")


def test_a_second_entry_of_the_same_name_is_refused(file: Path) -> None:
    with (
        zipfile.ZipFile(file, "a") as archive,
        pytest.warns(UserWarning, match="Duplicate name"),
    ):
        archive.writestr(MANIFEST, b"{}")

    assert refused(file).code == "prefix-damaged"


def test_what_cannot_be_read_is_not_waited_for(tmp_path: Path) -> None:
    for _ in place_strange_files(tmp_path, "a.newsstyle"):
        with pytest.raises(PrefixError):
            read_package(tmp_path / "a.newsstyle")


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(PrefixError) as caught:
        write_package(tmp_path / "none" / "a.newsstyle", style(), name="a")

    assert caught.value.code == "target-unwritable"
    assert list(tmp_path.iterdir()) == []
