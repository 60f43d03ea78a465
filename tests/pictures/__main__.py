"""`make pictures`: pictures every scene and compares it with the one that was accepted.

`--accept` keeps the new ones in their place; names of scenes leave out the others.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from tests.pictures import compare, fonts
from tests.pictures.album import Album, load, save
from tests.pictures.parts import part_at, rearranged
from tests.pictures.photographer import missing, parts_of, picture
from tests.pictures.scenes import SCENES, Scene

ROOT = Path(__file__).resolve().parents[2]
REFERENCES = Path(__file__).parent / "accepted"
MADE = ROOT / "build" / "pictures"
OTHER_FONTS = "the fonts are not those of the accepted pictures: only the order is compared of {0}"
NO_HAN = "left out without the fonts of fonts-noto-cjk: {0}"
ALL_OR_NONE = "the fonts are others than those of the accepted pictures: accept all of them"


def differences(scene: Scene, album: Album, made: Path, *, same_fonts: bool) -> list[str]:
    """What differs from the accepted picture, a line each; its difference is drawn into `made`."""
    name = scene.name
    if name not in album.names():
        return ["nobody has accepted a picture of it"]
    parts, fixed = parts_of(made, name)
    if not same_fonts:
        return rearranged(album.parts(name), fixed)
    old, new = load(album.path(name)), load(made / f"{name}.png")
    if old.shape != new.shape:
        return [f"it is {new.shape[1]} x {new.shape[0]}, not {old.shape[1]} x {old.shape[0]}"]
    marks = compare.differing(old, new)
    found = compare.regions(marks)
    if found:
        drawn = compare.image(compare.marked(new, marks))
        save(drawn, made / f"{name}-difference.png")
    return [f"{each} in {part_at(parts, each) or 'the window'}" for each in found]


def check(scenes: Sequence[Scene], album: Album, made: Path) -> int:
    """Print what differs; 1 if anything does."""
    now = fonts.fingerprints(fonts.wanted(has_han=True))
    other = [scene.name for scene in scenes if not has_fonts(scene, album, now)]
    if other:
        print(OTHER_FONTS.format(", ".join(other)))
    wrong = 0
    for scene in scenes:
        found = differences(scene, album, made, same_fonts=scene.name not in other)
        wrong += bool(found)
        print(f"{scene.name}: {'differs' if found else 'as accepted'}")
        print("".join(f"  {line}\n" for line in found), end="")
    if wrong:
        print(f"{wrong} of {len(scenes)} differ; look at {made}, then fix it or accept them:")
        print("  make pictures ARGS=--accept")
    return int(wrong > 0)


def has_fonts(scene: Scene, album: Album, now: Mapping[str, str]) -> bool:
    """True if the fonts of a scene are those that its accepted picture was made with."""
    names = fonts.wanted(has_han=scene.has_han)
    return all(name in now and now[name] == album.fonts.get(name) for name in names)


def accept(scenes: Sequence[Scene], album: Album, made: Path) -> None:
    """Keep the pictures that differ, and forget those of scenes that are no more."""
    now = fonts.fingerprints(fonts.wanted(has_han=True))
    for scene in scenes:
        same = has_fonts(scene, album, now)
        album.put_parts(scene.name, parts_of(made, scene.name)[1])
        if differences(scene, album, made, same_fonts=same) or not same:
            album.put(scene.name, load(made / f"{scene.name}.png"))
            print(f"{scene.name}: accepted")
    for name in album.names() - {scene.name for scene in SCENES}:
        album.drop(name)
    album.fonts = now
    album.save()


def main(arguments: Sequence[str], *, album: Album, made: Path) -> int:
    """0 if all is as accepted, or is now; 1 if something differs; 2 if it cannot be known."""
    parser = argparse.ArgumentParser(prog="make pictures ARGS=")
    parser.add_argument("--accept", action="store_true", help="keep the new pictures")
    parser.add_argument("scenes", nargs="*", metavar="SCENE", help="only these")
    options = parser.parse_args(arguments)
    scenes = chosen(options.scenes)
    if reason := hindrance(scenes, album, accepts=options.accept):
        print(reason)
        return 2
    if missing(fonts.HAN):
        print(NO_HAN.format(", ".join(scene.name for scene in scenes if scene.has_han)))
        scenes = [scene for scene in scenes if not scene.has_han]
    shutil.rmtree(made, ignore_errors=True)
    made.mkdir(parents=True)
    picture(scenes, made)
    if options.accept:
        accept(scenes, album, made)
        return 0
    return check(scenes, album, made)


def hindrance(scenes: Sequence[Scene], album: Album, *, accepts: bool) -> str:
    """Why this cannot be done here, "" if it can."""
    if not scenes:
        return f"the scenes are {', '.join(scene.name for scene in SCENES)}"
    if accepts and len(scenes) < len(SCENES):
        now = fonts.fingerprints(fonts.wanted(has_han=True))
        kept = [scene for scene in SCENES if scene not in scenes and scene.name in album.names()]
        if not all(has_fonts(scene, album, now) for scene in kept):
            return ALL_OR_NONE
    return missing(fonts.wanted(has_han=accepts))


def chosen(names: Iterable[str]) -> list[Scene]:
    """The scenes of these names, all without names; none if one is unknown."""
    wanted = set(names)
    if not wanted <= {scene.name for scene in SCENES}:
        return []
    return [scene for scene in SCENES if not wanted or scene.name in wanted]


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:], album=Album(REFERENCES), made=MADE))
