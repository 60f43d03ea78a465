"""How styles are known again, and what results call them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from newsassistant.app.batch.styles import identity_of, unused_name
from newsassistant.core.errors import PrefixError
from newsassistant.core.types import ModelInfo
from newsassistant.model.prefixes.files import write_prefix
from newsassistant.model.prefixes.prefix import Prefix
from tests.unit.cli.styled import FITTING, OTHER, StyledEngine


@pytest.fixture
def model(tmp_path: Path) -> ModelInfo:
    return StyledEngine().load(tmp_path / "x", lambda done, total: None)


def style(path: Path, layers: int, value: float = 1.0) -> Path:
    rows = np.full((layers, 2, 3, 1, 4), value, np.float32)
    write_prefix(path, Prefix(rows, FITTING if layers == 1 else OTHER), name=path.name)
    return path


def test_names_of_styles_are_safe_and_unlike() -> None:
    taken = ["house"]

    assert unused_name(Path("base"), taken) == "base-2"
    assert unused_name(Path("house"), taken) == "house-2"
    # One file to Windows and macOS.
    assert unused_name(Path("House"), taken) == "House-2"
    assert unused_name(Path("a:b c"), taken) == "a-b-c"
    assert unused_name(Path(".."), taken) == "style"
    assert unused_name(Path("风格"), taken) == "风格"


def test_a_style_is_known_by_what_it_does(model: ModelInfo, tmp_path: Path) -> None:
    house, copy = style(tmp_path / "house", 1), style(tmp_path / "copy", 1)
    assert identity_of(house, model) == identity_of(copy, model)
    assert identity_of(house, model) != identity_of(style(tmp_path / "other", 1, 2.0), model)
    with pytest.raises(PrefixError):
        identity_of(style(tmp_path / "foreign", 2), model)
