"""The reference pictures on the disk: one PNG a scene, of few colours; their parts and fonts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from tests.pictures.compare import Pixels, pixels
from tests.pictures.parts import Place

COLOURS = 128  # a picture; fewer take less room
SURFACES = 24  # of them those that cover most
FACTS = "facts.json"


class Album:
    """A folder of references."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        path = folder / FACTS
        facts = json.loads(path.read_text("utf-8")) if path.is_file() else {}
        self.fonts: dict[str, str] = facts.get("fonts", {})
        self._parts: dict[str, dict[str, list[int]]] = facts.get("parts", {})

    def names(self) -> set[str]:
        """The scenes that have a picture."""
        return {path.stem for path in self.folder.glob("*.png")}

    def path(self, name: str) -> Path:
        """A scene's picture."""
        return self.folder / f"{name}.png"

    def parts(self, name: str) -> dict[str, Place]:
        """Where the fixed parts of a scene are."""
        return {part: (x, y, w, h) for part, (x, y, w, h) in self._parts.get(name, {}).items()}

    def put(self, name: str, colours: Pixels) -> None:
        """Keep a picture in the place of the one before."""
        self.folder.mkdir(parents=True, exist_ok=True)
        save(reduced(colours), self.path(name))

    def put_parts(self, name: str, parts: Mapping[str, Place]) -> None:
        """Keep where a scene's fixed parts are; `save` writes it."""
        self._parts[name] = {part: list(parts[part]) for part in sorted(parts)}

    def drop(self, name: str) -> None:
        """Forget a scene that is no more."""
        self.path(name).unlink(missing_ok=True)
        self._parts.pop(name, None)

    def save(self) -> None:
        """Write fonts and parts, a scene a line."""
        scenes = ",\n".join(
            f"  {json.dumps(name)}: {json.dumps(self._parts[name])}" for name in sorted(self._parts)
        )
        fonts = json.dumps(self.fonts, indent=1, sort_keys=True)
        text = f'{{"fonts": {fonts},\n"parts": {{\n{scenes}\n}}}}\n'
        (self.folder / FACTS).write_text(text, "utf-8")


def load(path: Path) -> Pixels:
    """A picture's colours; ValueError if it cannot be read."""
    picture = QImage(str(path))
    if picture.isNull():
        raise ValueError(f"{path} is no picture")
    return pixels(picture)


def save(picture: QImage, path: Path) -> None:
    """Write a PNG, as small as it gets; OSError if that fails."""
    if not picture.save(str(path), "PNG", 0):  # type: ignore[call-overload]
        raise OSError(f"cannot write {path}")


def reduced(colours: Pixels) -> QImage:
    """The picture in COLOURS colours; each other one becomes the nearest of them."""
    packed = colours.astype(np.uint32) @ np.array([1 << 16, 1 << 8, 1], np.uint32)
    found, index, counts = np.unique(packed, return_inverse=True, return_counts=True)
    chosen, nearest = _choose(_unpacked(found[np.argsort(-counts, kind="stable")]))
    ranks = np.empty(len(found), np.int64)
    ranks[np.argsort(-counts, kind="stable")] = np.arange(len(found))
    height, width = packed.shape
    result = QImage(width, height, QImage.Format.Format_Indexed8)
    result.setColorTable([0xFF000000 | (r << 16) | (g << 8) | b for r, g, b in chosen.tolist()])
    rows = np.frombuffer(result.bits(), np.uint8).reshape(height, result.bytesPerLine())
    rows[:, :width] = nearest[ranks[index]].reshape(packed.shape)
    return result


def _unpacked(packed: NDArray[np.uint32]) -> NDArray[np.int32]:
    """(n, 3) of colours as 0xRRGGBB."""
    return np.stack([packed >> 16, (packed >> 8) & 255, packed & 255], axis=1).astype(np.int32)


def _choose(colours: NDArray[np.int32]) -> tuple[NDArray[np.int32], NDArray[np.uint8]]:
    """Colours to keep, and the index of that which stands for each.

    The first SURFACES stay as they are; then the one is added that is worst off, again and again,
    so that none is far from what stands for it.
    """
    chosen = list(range(min(SURFACES, len(colours))))
    apart = np.stack([_distance(colours, each) for each in chosen])
    nearest, distance = apart.argmin(axis=0), apart.min(axis=0)
    while len(chosen) < min(COLOURS, len(colours)):
        worst = int(distance.argmax())
        closer = _distance(colours, worst)
        nearest[closer < distance] = len(chosen)
        distance = np.minimum(distance, closer)
        chosen.append(worst)
    return colours[chosen], nearest.astype(np.uint8)


def _distance(colours: NDArray[np.int32], one: int) -> NDArray[np.int32]:
    """How far each colour is from one of them, in its worst channel."""
    result: NDArray[np.int32] = np.abs(colours - colours[one]).max(axis=1)
    return result
