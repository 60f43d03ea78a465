"""A scene is pictured the same twice, and what was changed in its picture is found."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.pictures import fonts
from tests.pictures.__main__ import main
from tests.pictures.album import Album, load, reduced, save
from tests.pictures.compare import image
from tests.pictures.photographer import missing

SCENE = "answered-dark"

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux") or bool(missing(fonts.LATIN)),
    reason="the pictures are made with DejaVu and fontconfig",
)


def test_a_scene_looks_the_same_twice_until_a_part_moves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("tests.pictures.__main__.missing", lambda names: missing(fonts.LATIN))
    album, made = Album(tmp_path / "accepted"), tmp_path / "made"
    assert main(["--accept", SCENE], album=album, made=made) == 0
    assert main([SCENE], album=album, made=made) == 0, capsys.readouterr().out

    x, y, width, height = album.parts(SCENE)["summarize_button"]
    colours = load(album.path(SCENE))
    colours[y : y + height, x + 3 : x + width + 3] = colours[y : y + height, x : x + width].copy()
    save(reduced(colours), album.path(SCENE))

    assert main([SCENE], album=album, made=made) == 1
    assert "in summarize_button" in capsys.readouterr().out
    assert not (image(load(made / f"{SCENE}-difference.png"))).isNull()
