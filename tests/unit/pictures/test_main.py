"""`make pictures` tells what differs, shows it, and keeps what is accepted.

The scenes themselves are played in tests/end2end/test_pictures.py.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from tests.pictures import __main__ as pictures
from tests.pictures import fonts, photographer
from tests.pictures.album import Album, load, save
from tests.pictures.compare import Pixels, image
from tests.pictures.scenes import SCENES
from tests.systems import on_system

EMPTY, MODELS_ZH = (
    next(scene for scene in SCENES if scene.name == name) for name in ("empty", "models-zh")
)
SCENES_USED = [EMPTY, MODELS_ZH]
PARTS = {"send_button": (20, 20, 40, 20), "question_edit": (10, 10, 80, 40)}
MACHINE = dict.fromkeys(fonts.wanted(has_han=True), "a")


@pytest.fixture(autouse=True)
def machine(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The fonts that this machine has."""
    machine = dict(MACHINE)
    monkeypatch.setattr(fonts, "fingerprints", lambda names: {n: machine[n] for n in names})
    return machine


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A folder with new pictures."""
    folder = tmp_path / "made"
    folder.mkdir()
    for scene in SCENES_USED:
        take(folder, scene.name, window())
    return folder


@pytest.fixture
def album(tmp_path: Path, made: Path) -> Album:
    """They were accepted."""
    pictures.accept(SCENES_USED, Album(tmp_path / "accepted"), made)
    return Album(tmp_path / "accepted")


def window(left: int = 20, ground: int = 255) -> Pixels:
    """A button on a surface."""
    colours = np.full((60, 100, 3), ground, np.uint8)
    colours[20:40, left : left + 40] = (31, 95, 191)
    return colours


def take(folder: Path, name: str, colours: Pixels, left: int = 20) -> None:
    """A new picture."""
    save(image(colours), folder / f"{name}.png")
    parts = {**PARTS, "send_button": (left, 20, 40, 20)}
    names = {"all": parts, "fixed": ["send_button", "question_edit"]}
    (folder / f"{name}.json").write_text(json.dumps(names), "utf-8")


def test_what_is_accepted_does_not_differ(
    album: Album, made: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()

    assert pictures.check(SCENES_USED, album, made) == 0

    assert capsys.readouterr().out == "empty: as accepted\nmodels-zh: as accepted\n"
    assert not list(made.glob("*-difference.png"))


def test_a_button_that_moved_is_named_and_shown(
    album: Album, made: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    take(made, "empty", window(left=23))

    assert pictures.check(SCENES_USED, album, made) == 1

    said = capsys.readouterr().out
    assert "empty: differs\n  x 60, y 20, 3 x 20 (60 px differ) in question_edit\n" in said
    assert "x 20, y 20, 3 x 20 (60 px differ) in send_button" in said
    assert "1 of 2 differ" in said
    assert load(made / "empty-difference.png")[30, 61].tolist() == [220, 0, 60]


def test_a_picture_of_another_size_and_a_new_scene_are_told(
    album: Album, made: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    take(made, "empty", window()[:50])
    album.drop("models-zh")

    assert pictures.check(SCENES_USED, album, made) == 1

    said = capsys.readouterr().out
    assert "it is 100 x 50, not 100 x 60" in said
    assert "nobody has accepted a picture of it" in said


def test_with_other_fonts_only_the_order_is_compared(
    album: Album, made: Path, machine: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    machine["NotoSansCJK-Regular.ttc"] = "b"
    take(made, "models-zh", window(ground=200))

    assert pictures.check(SCENES_USED, album, made) == 0
    assert "only the order is compared of models-zh" in capsys.readouterr().out

    parts = {"all": {"question_edit": (10, 10, 80, 40)}, "fixed": ["question_edit"]}
    (made / "models-zh.json").write_text(json.dumps(parts), "utf-8")
    assert pictures.check(SCENES_USED, album, made) == 1
    assert "send_button is not shown" in capsys.readouterr().out


def test_only_what_differs_is_accepted_anew(
    album: Album, made: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    kept = album.path("models-zh").stat().st_mtime_ns
    take(made, "empty", window(left=30), left=30)
    save(image(window()), album.folder / "gone.png")

    pictures.accept(SCENES_USED, album, made)

    assert capsys.readouterr().out == "empty: accepted\n"
    assert album.path("models-zh").stat().st_mtime_ns == kept
    assert album.names() == {"empty", "models-zh"}
    assert Album(album.folder).parts("empty")["send_button"] == (30, 20, 40, 20)


def test_after_a_change_of_fonts_all_are_accepted_or_none(
    album: Album, machine: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fonts, "find", lambda names: dict.fromkeys(names, Path("/")))
    on_system(monkeypatch, photographer, "linux")
    machine["DejaVuSans.ttf"] = "b"

    assert pictures.hindrance([EMPTY], album, accepts=True) == pictures.ALL_OR_NONE
    assert pictures.hindrance(SCENES, album, accepts=True) == ""
    assert pictures.hindrance([EMPTY], album, accepts=False) == ""


def test_what_cannot_be_done_is_said(
    album: Album,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    made = tmp_path / "new"

    assert pictures.main(["no-such-scene"], album=album, made=made) == 2
    assert "models-zh" in capsys.readouterr().out

    on_system(monkeypatch, photographer, "linux")
    monkeypatch.setattr(fonts, "find", lambda names: {})
    assert pictures.main(["empty"], album=album, made=made) == 2
    assert "fonts-dejavu-core" in capsys.readouterr().out

    on_system(monkeypatch, photographer, "win32")
    assert pictures.main(["empty"], album=album, made=made) == 2
    assert photographer.NOT_LINUX in capsys.readouterr().out
    assert not made.exists()


def test_every_scene_has_an_accepted_picture_and_a_name_of_its_own() -> None:
    names = [scene.name for scene in SCENES]

    assert len(set(names)) == len(names)
    assert Album(pictures.REFERENCES).names() == set(names)
    size = sum(path.stat().st_size for path in pictures.REFERENCES.iterdir())
    assert size < 1_500_000
