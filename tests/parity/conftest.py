"""The reference models of all parity tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.parity.golden import Golden


@pytest.fixture(scope="session")
def golden(shared_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Golden:
    """Converts and compiles each model when it is first asked for."""
    return Golden(shared_dir / "golden", tmp_path_factory.mktemp("golden"))
