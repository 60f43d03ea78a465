"""The icon is drawn in every size that a theme has."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from installer import icons


def test_every_size_is_there(qapp: QApplication, tmp_path: Path) -> None:
    icons.write(tmp_path)

    for size in icons.SIZES:
        image = QImage(str(tmp_path / f"{size}x{size}" / "apps" / "newsassistant.png"))
        assert (image.width(), image.height()) == (size, size)
        assert image.pixelColor(0, 0).alpha() == 0
        assert image.pixelColor(size // 2, size // 8).blue() > 100
    assert (tmp_path / "scalable" / "apps" / "newsassistant.svg").is_file()


def test_macos_finds_every_size_in_one_file(qapp: QApplication, tmp_path: Path) -> None:
    data = icons.icns()

    assert data[:4] == b"icns"
    assert int.from_bytes(data[4:8], "big") == len(data)
    sizes, rest = {}, data[8:]
    while rest:
        length = int.from_bytes(rest[4:8], "big")
        image = QImage.fromData(rest[8:length])
        assert image.width() == image.height()
        sizes[rest[:4]], rest = image.width(), rest[length:]
    assert sizes == icons.ICNS_SIZES
