"""The icon is one that other programs read, in all sizes."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QImageReader

from installer import icons
from installer.windows import icon


def test_it_is_read_in_all_sizes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def draw(command: list[str]) -> None:
        for size in icon.SIZES:
            file = Path(command[-1]) / f"{size}x{size}" / "apps" / icon.DRAWING
            file.parent.mkdir(parents=True)
            image = QImage(size, size, QImage.Format.Format_ARGB32)
            image.fill(size)
            assert image.save(str(file))

    monkeypatch.setattr(icon, "run", draw)
    icon.write(tmp_path / "made.ico", tmp_path / "work")

    reader = QImageReader(str(tmp_path / "made.ico"))
    sizes = []
    for number in range(reader.imageCount()):
        reader.jumpToImage(number)
        sizes.append(reader.read().size())
    assert f"{icons.NAME}.png" == icon.DRAWING
    assert set(icon.SIZES) - {*icons.SIZES} == set()
    assert sizes == [QSize(size, size) for size in icon.SIZES]
