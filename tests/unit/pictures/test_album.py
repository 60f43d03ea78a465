"""References take little room and lose nothing that the comparison would see."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.pictures.album import COLOURS, Album, load, reduced, save
from tests.pictures.compare import Pixels, differing, image, pixels

PARTS = {"send_button": (10, 20, 30, 40)}


def smooth(width: int = 200, height: int = 60) -> Pixels:
    """Two surfaces and a picture of more colours than are kept."""
    x = np.linspace(0, 1, width)[None, :, None]
    y = np.linspace(0, 1, height)[:, None, None]
    made = 40 + 180 * x * np.array([1, 0.6, 0.2]) + 20 * y * np.array([0, 0.5, 1])
    colours: Pixels = made.astype(np.uint8)
    colours[:, : width // 4] = (251, 250, 248)
    colours[:, width // 2 : width // 2 + 20] = (31, 95, 191)
    return colours


def test_surfaces_stay_and_no_colour_is_far_from_what_stands_for_it(tmp_path: Path) -> None:
    before = smooth()
    assert len(np.unique(before.reshape(-1, 3), axis=0)) > COLOURS

    save(reduced(before), tmp_path / "a.png")
    after = load(tmp_path / "a.png")

    assert after[0, 0].tolist() == [251, 250, 248]
    assert after[0, 100].tolist() == [31, 95, 191]
    assert np.abs(before.astype(int) - after).max() <= 8
    assert not differing(before, after).any()
    assert len(np.unique(after.reshape(-1, 3), axis=0)) <= COLOURS


def test_a_picture_of_few_colours_is_kept_as_it_is() -> None:
    colours = np.zeros((3, 5, 3), np.uint8)
    colours[1, 2] = (1, 2, 3)

    assert np.array_equal(pixels(reduced(colours)), colours)


def test_an_album_is_read_as_it_was_written(tmp_path: Path) -> None:
    album = Album(tmp_path / "accepted")
    assert album.names() == set()
    for name in ("empty", "old"):
        album.put(name, smooth())
        album.put_parts(name, PARTS)
    album.drop("old")
    album.fonts = {"DejaVuSans.ttf": "ab"}
    album.save()

    again = Album(tmp_path / "accepted")

    assert again.names() == {"empty"}
    assert again.parts("empty") == PARTS
    assert again.parts("old") == {}
    assert again.fonts == {"DejaVuSans.ttf": "ab"}


def test_what_is_no_picture_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"no picture")

    with pytest.raises(ValueError, match="no picture"):
        load(tmp_path / "a.png")
    with pytest.raises(OSError, match="cannot write"):
        save(image(smooth()), tmp_path / "missing" / "a.png")
