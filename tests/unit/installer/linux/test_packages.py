"""What both commands for Linux do: the folder that is packed, the complaints, the sizes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from installer import products
from installer.linux import deb, packages


@pytest.mark.parametrize("is_there", [True, False])
@pytest.mark.parametrize("keeps", [True, False])
def test_a_folder_is_kept_only_where_it_is(
    keeps: bool,
    is_there: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(packages, "ensure_tools", lambda: None)
    monkeypatch.setattr(deb, "check", lambda package: [f"E: {package.name}: bad"])
    monkeypatch.setattr(products, "BUILD", tmp_path)
    monkeypatch.setattr("installer.frozen.ROOT", tmp_path)
    product = replace(products.MAIN, name="program")
    if is_there:
        product.program.parent.mkdir(parents=True)
        product.program.touch()
    frozen = tmp_path / "anew"
    packed: list[Path] = []

    def pack(folder: Path) -> list[Path]:
        packed.append(folder)
        made = tmp_path / "a.deb"
        made.write_bytes(b"x" * 200_000)
        return [made]

    packages.make(product, lambda: frozen, pack, keeps=keeps)

    said = capsys.readouterr()
    assert packed == [product.folder if keeps and is_there else frozen]
    assert "E: a.deb: bad" in said.err
    assert "a.deb  0.2 MB" in said.out
