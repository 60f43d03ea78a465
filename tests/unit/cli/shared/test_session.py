"""Loading a model for a command, fitting an article, and whole answers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from newsassistant.app.machine.memory import Spare
from newsassistant.cli.shared import session
from newsassistant.cli.shared.console import Console, Context
from newsassistant.cli.shared.session import find_prefix, open_session, prefix_name, show_progress
from newsassistant.core.errors import ModelError, PrefixError, PromptError
from newsassistant.core.paths import Paths
from newsassistant.core.settings import Settings
from newsassistant.core.types import GenerationParams, Message, Progress, Prompt
from newsassistant.engine.fake import FakeEngine
from newsassistant.text.articles.article import parse
from tests.unit.app.installed.test_models import make_model

if TYPE_CHECKING:
    from tests.unit.cli.conftest import UseEngine

ASK = Prompt((Message("user", "one two"),))


@pytest.fixture
def context(home: Paths) -> Context:
    return Context(home, Console("en"))


def test_an_answer_in_parts_and_whole(context: Context, use_engine: UseEngine) -> None:
    use_engine(FakeEngine(["a b c"]))
    parts: list[str] = []
    with open_session(context, "x") as session:
        answer = session.answer(ASK, GenerationParams(), parts.append)

    assert (parts, answer.text, answer.reason) == (["a", " b", " c"], "a b c", "stop")
    assert answer.usage.completion_tokens == 3


def test_the_model_of_the_settings_is_the_default(
    context: Context, use_engine: UseEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[Path] = []

    class Engine(FakeEngine):
        def load(self, folder: Path, on_progress: object) -> object:  # type: ignore[override]
            loaded.append(folder)
            return super().load(folder, lambda done, total: None)

    use_engine(Engine())
    Settings(model="wire").save(context.paths.settings_file)
    for model_id in (None, "other"):
        with open_session(context, model_id):
            continue

    assert loaded == [Path("wire"), Path("other")]


def test_a_model_that_does_not_load(context: Context, use_engine: UseEngine) -> None:
    use_engine(FakeEngine(load_failure=ModelError("model-missing", model="x")))

    with pytest.raises(ModelError), open_session(context, "x"):
        pytest.fail("the block may not run")


@pytest.mark.parametrize(("room", "cut"), [(150, False), (128, True)])
def test_an_article_without_room(
    context: Context, use_engine: UseEngine, room: int, cut: bool
) -> None:
    use_engine(FakeEngine(context_length=room))
    with open_session(context, "x") as session, pytest.raises(PromptError) as caught:
        session.fit(parse("word " * 30), None, cut=cut)

    assert caught.value.params == {"tokens": 30, "room": room - 128}


def test_progress_has_words_for_every_stage(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []
    monkeypatch.setattr("newsassistant.cli.shared.console._is_terminal", lambda stream: True)
    monkeypatch.setattr("newsassistant.cli.shared.console._print_error", shown.append)
    show_progress(Console("en"), Progress("r", "preparing", 1, 4))
    show_progress(Console("en"), Progress("r", "loading", 0, 0))
    show_progress(Console("en"), Progress("r", "prefill", 3, 9))

    assert shown == [
        "Preparing the starter model: 25 %",
        "Loading the model",
        "Reading: 3 of 9 tokens",
    ]


def test_short_memory_is_told_before_loading(
    context: Context,
    use_engine: UseEngine,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    use_engine(FakeEngine())
    make_model(context.paths.models / "wire")
    monkeypatch.setattr(session, "read_spare", lambda: Spare(100_000_000, 8_000_000_000))
    with open_session(context, "wire"):
        shown = capsys.readouterr().err

    assert shown.startswith("wire needs 0.6 GB of memory, 0.1 GB are free")


def test_a_model_that_can_never_fit_is_not_loaded(
    context: Context, use_engine: UseEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_engine(FakeEngine())
    make_model(context.paths.models / "wire")
    monkeypatch.setattr(session, "read_spare", lambda: Spare(1 << 20, 1 << 20))
    with pytest.raises(ModelError) as caught, open_session(context, "wire"):
        pass

    assert caught.value.code == "memory-hopeless"


def test_a_system_that_tells_no_memory_loads(
    context: Context, use_engine: UseEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_engine(FakeEngine())
    make_model(context.paths.models / "wire")
    monkeypatch.setattr(session, "read_spare", lambda: None)
    with open_session(context, "wire") as opened:
        assert opened.model.id == "fake"


def test_a_prefix_is_an_id_or_a_path(context: Context, house: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()

    assert find_prefix(context, None) is None
    assert find_prefix(context, "house") == house
    assert find_prefix(context, str(tmp_path / "elsewhere")) == tmp_path / "elsewhere"
    with pytest.raises(PrefixError):
        find_prefix(context, "tabloid")
    assert (prefix_name(None), prefix_name(house)) == (None, "house")


def test_an_answer_in_a_style(context: Context, use_engine: UseEngine, house: Path) -> None:
    engine = use_engine(FakeEngine(["a"]))
    with open_session(context, "x") as session:
        for prefix in (house, None):
            session.answer(ASK, GenerationParams(), lambda text: None, prefix=prefix)

    assert engine.prefixes == [house, None]
