"""The fonts of a machine do not reach the pictures, but those that are named."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.pictures import fonts


@pytest.fixture(autouse=True)
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A machine with a Latin and a Chinese font, and one that is not wanted."""
    place = tmp_path / "machine"
    (place / "deep").mkdir(parents=True)
    for name in ("deep/DejaVuSans.ttf", "NotoSansCJK-Regular.ttc", "Comic.ttf"):
        (place / name).write_bytes(name.encode())
    monkeypatch.setattr(fonts, "PLACES", (place, tmp_path / "missing"))
    monkeypatch.setattr(fonts, "HOMES", tmp_path / "missing")
    fonts._all.cache_clear()
    yield place
    fonts._all.cache_clear()


@pytest.mark.parametrize(
    ("has_han", "linked"),
    [(False, {"DejaVuSans.ttf"}), (True, {"DejaVuSans.ttf", "NotoSansCJK-Regular.ttc"})],
)
def test_a_configuration_knows_the_wanted_fonts_alone(
    tmp_path: Path, has_han: bool, linked: set[str]
) -> None:
    path = fonts.configure(tmp_path / "made", has_han=has_han)

    folder = tmp_path / "made" / "fonts"
    assert {each.name for each in folder.iterdir()} == linked
    text = path.read_text("utf-8")
    assert f"<dir>{folder}</dir>" in text
    assert text.count("<dir>") == 1


def test_a_font_is_known_by_its_bytes() -> None:
    expected = hashlib.sha256(b"deep/DejaVuSans.ttf").hexdigest()

    assert fonts.fingerprints(fonts.LATIN) == {"DejaVuSans.ttf": expected}
