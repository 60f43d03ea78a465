"""A tiny base and its data for every test of training, on one thread and off the network."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from newsassistant.convert.starter import find_gguf
from newsassistant.core.errors import ModelError
from newsassistant.model.checkpoint import Checkpoint
from newsassistant.model.families import read_config
from newsassistant.model.weights import decoder_weights
from newsassistant.text.prompts.prompt import ChatTemplate
from newsassistant.text.tokenizers.tokenizer import BpeTokenizer
from newsassistant.train.options import TuneOptions
from newsassistant.train.preparation import Prepared, prepare
from newsassistant.train.source import Source, open_checkpoint, open_gguf
from tests.unit.train import tiny

MakeOptions = Callable[..., TuneOptions]
HERE = Path(__file__).parent
# PEFT 0.21 asks transformers 5 under an older name; see train.libraries.
QUIET = ("ignore:.*is_gradient_checkpointing:FutureWarning",)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What the libraries say to each other fails no test here."""
    for item in items:
        if HERE in item.path.parents:
            for words in QUIET:
                item.add_marker(pytest.mark.filterwarnings(words))


@pytest.fixture(autouse=True, scope="session")
def one_thread() -> Iterator[None]:
    """Many threads are slower than one for models of this size."""
    if importlib.util.find_spec("torch") is None:
        yield
        return
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a tiny GLM; read-only."""
    return tiny.write_tiny(tmp_path_factory.mktemp("tiny") / "model")


@pytest.fixture(scope="session")
def tiny_source(tiny_model: Path) -> Source:
    """The tiny GLM, opened."""
    return open_checkpoint(tiny_model)


@pytest.fixture(scope="session")
def starter_source() -> Source:
    """The starter, whose file takes seconds to open; skipped where it is not installed."""
    try:
        return open_gguf(find_gguf(), name="starter")
    except ModelError:
        pytest.skip("the starter's package is not installed")


@pytest.fixture(scope="session")
def tiny_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of 21 rows, one of which is held out."""
    return tiny.write_rows(tmp_path_factory.mktemp("data") / "rows.jsonl", tiny.rows(21))


@pytest.fixture
def make_options(tiny_model: Path, tiny_data: Path, tmp_path: Path) -> MakeOptions:
    """Options of a short run in tmp_path / "run"; any of them can be changed."""

    def make(**changes: Any) -> TuneOptions:
        model, data = changes.pop("model", tiny_model), changes.pop("data", tiny_data)
        return tiny.options(model, data, changes.pop("output", tmp_path / "run"), **changes)

    return make


def no_starter() -> Path:
    """For `prepare` where the starter shall not be asked for."""
    raise AssertionError("the starter was asked for")


def prepared(options: TuneOptions) -> Prepared:
    """What `options` lead to."""
    return prepare(options, no_starter)


def bare_source(folder: Path) -> Source:
    """A checkpoint that has no tokenizer files, with the tiny tokenizer in their place."""
    return of_checkpoint(Checkpoint.open(folder))


def of_checkpoint(checkpoint: Checkpoint) -> Source:
    """`checkpoint`, maybe one with an adapter merged into it."""
    config = read_config(checkpoint)
    tokenizer = BpeTokenizer(tiny.tokenizer())
    return Source(
        name=checkpoint.path.name,
        config=config,
        weights=decoder_weights(checkpoint, config),
        tokenizer=tokenizer,
        template=ChatTemplate(tiny.TEMPLATE, tokenizer),
        stop_id=tiny.END,
        path=checkpoint.path,
    )
