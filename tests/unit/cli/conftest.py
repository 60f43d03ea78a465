"""A home folder for each test, and a command line whose engine is scripted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from newsassistant.app.installed.models import ModelLibrary
from newsassistant.cli.main import main
from newsassistant.cli.shared import session
from newsassistant.core.paths import Paths
from newsassistant.core.types import CancelToken, OnProgress
from newsassistant.engine.fake import FakeEngine
from newsassistant.model.prefixes.files import write_prefix
from newsassistant.model.prefixes.prefix import Prefix
from tests.unit.cli.styled import FITTING, OTHER

UseEngine = Callable[[FakeEngine], FakeEngine]


@dataclass(frozen=True, slots=True)
class Result:
    """What a command did."""

    code: int
    out: str
    err: str


Cli = Callable[..., Result]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Paths:
    monkeypatch.setenv("NEWSASSISTANT_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    return Paths.from_environment()


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str]) -> Cli:
    """Runs a command in this process."""

    def run(*arguments: object) -> Result:
        code = main([str(argument) for argument in arguments])
        shown = capsys.readouterr()
        return Result(code, shown.out, shown.err)

    return run


@pytest.fixture
def use_engine(monkeypatch: pytest.MonkeyPatch) -> UseEngine:
    """Makes the commands use a scripted engine, which needs no model folder."""

    def use(engine: FakeEngine) -> FakeEngine:
        monkeypatch.setattr(session, "make_engine", lambda: engine)
        return engine

    def locate(
        self: ModelLibrary, model_id: str, on_progress: OnProgress, cancel: CancelToken
    ) -> Path:
        on_progress(1, 2)
        return Path(model_id)

    monkeypatch.setattr(ModelLibrary, "locate", locate)
    return use


@pytest.fixture
def article(tmp_path: Path) -> Path:
    """A short article in English."""
    path = tmp_path / "article.txt"
    path.write_text("A headline\n\nThe government will build wind farms.", encoding="utf-8")
    return path


@pytest.fixture
def house(home: Paths) -> Path:
    """An installed style with the id "house", for a model of one layer."""
    path = home.prefixes / "house"
    rows = np.ones((1, 2, 3, 1, 4), np.float32)
    write_prefix(path, Prefix(rows, FITTING), name="House style")
    return path


@pytest.fixture
def foreign(home: Paths) -> Path:
    """An installed style with the id "foreign" that fits no engine of these tests."""
    path = home.prefixes / "foreign"
    write_prefix(path, Prefix(np.ones((2, 2, 3, 1, 4), np.float32), OTHER), name="Foreign style")
    return path
