"""Another compilation reads long prompts and hands its KV cache over, as if the first had read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from newsassistant.core.errors import CancelledError, EngineError
from newsassistant.engine.compiled import EXACT
from newsassistant.engine.prefix_rows import PrefixRows, prepare
from newsassistant.engine.runtime import WORTH_HANDING, Runtime
from newsassistant.model.folder import MODEL_XML, ModelFolder
from tests.unit.engine.conftest import cached_lengths, random_prefix
from tests.unit.engine.test_runtime import BrokenRequest, CutRequest

pytestmark = pytest.mark.model

IDS = [1000 + 7 * index for index in range(WORTH_HANDING + 20)]


@pytest.fixture(scope="module")
def pair(starter_model_dir: Path) -> tuple[Runtime, Runtime]:
    """(reader, writer), both exact."""
    xml = starter_model_dir / MODEL_XML
    reader = Runtime(xml, EXACT, context_length=8192)
    return reader, Runtime(xml, EXACT, context_length=8192, reader=reader)


@pytest.fixture
def reader(pair: tuple[Runtime, Runtime]) -> Runtime:
    return pair[0]


@pytest.fixture
def writer(pair: tuple[Runtime, Runtime]) -> Iterator[Runtime]:
    writer = pair[1]
    writer._lender = None
    writer.use_prefix(None)
    writer.reset()
    yield writer
    writer._lender = None
    writer.use_prefix(None)
    writer.reset()


@pytest.fixture
def rows(starter_model_dir: Path) -> PrefixRows:
    folder = ModelFolder.open(starter_model_dir)
    return prepare(random_prefix(folder.base()), folder.config, np.float32)


def test_it_reads_what_is_long_and_new(writer: Runtime, reader: Runtime) -> None:
    assert writer.reader_for(IDS) is reader
    assert writer.reader_for(IDS[: WORTH_HANDING - 1]) is writer
    writer.feed(IDS[:12])  # what all prompts begin with
    assert writer.reader_for(IDS) is reader
    assert writer.reader_for([*IDS[:12], *IDS[: WORTH_HANDING - 1]]) is writer
    writer.feed(IDS[12:60])
    assert writer.reader_for([*IDS, *IDS]) is writer  # most of it would be read a second time


@pytest.mark.parametrize("styled", [False, True])
def test_the_writer_goes_on_as_if_it_had_read(
    writer: Runtime, reader: Runtime, rows: PrefixRows, styled: bool
) -> None:
    writer.use_prefix(rows if styled else None)
    alone = [np.array(writer.feed(ids)) for ids in (IDS, [5], [6])]
    writer.reset()

    source = writer.reader_for(IDS)
    assert not writer.is_settled
    first = np.array(source.feed(IDS))
    writer.settle()
    together = [first, *(np.array(writer.feed(ids)) for ids in ([5], [6]))]

    assert writer.is_settled
    assert list(writer.fed) == [*IDS, 5, 6]
    assert cached_lengths(writer) == {len(IDS) + 2 + (rows.length if styled else 0)}
    for left, right in zip(alone, together, strict=True):
        np.testing.assert_array_equal(left, right)
    assert (list(reader.fed), cached_lengths(reader)) == ([], {rows.length if styled else 0})


def test_what_the_writer_held_is_replaced(writer: Runtime) -> None:
    writer.feed(IDS[:12])
    source = writer.reader_for(IDS)
    source.feed(IDS)
    writer.settle()
    assert list(writer.fed) == IDS
    writer.trim(12)
    assert cached_lengths(writer) == {12}


def test_a_pass_of_the_writer_settles_first(writer: Runtime) -> None:
    writer.reader_for(IDS).feed(IDS)
    writer.feed([7])
    assert list(writer.fed) == [*IDS, 7]


def test_resetting_the_writer_forgets_what_the_reader_has_read(writer: Runtime) -> None:
    writer.reader_for(IDS).feed(IDS)
    writer.reset()
    writer.feed([7])
    assert list(writer.fed) == [7]


def test_a_stop_before_the_reader_read_more_changes_nothing(writer: Runtime) -> None:
    writer.feed(IDS[:12])
    source = writer.reader_for(IDS)
    source.feed(IDS[:5])
    writer.settle()
    assert list(writer.fed) == IDS[:12]


def test_a_cut_pass_of_the_reader_leaves_the_writer(writer: Runtime, reader: Runtime) -> None:
    source = writer.reader_for(IDS)
    source._request = CutRequest(source._request)
    with pytest.raises(CancelledError):
        source.feed(IDS)
    writer.settle()
    assert (list(writer.fed), list(reader.fed)) == ([], [])
    assert np.isfinite(writer.feed([7])).all()


def test_cancelling_reaches_the_reader(writer: Runtime, reader: Runtime) -> None:
    cut: list[bool] = []
    reader._in_long_pass = True
    try:
        real, reader._request = reader._request, Cancelled(reader._request, cut)
        writer.cancel()
    finally:
        reader._request, reader._in_long_pass = real, False
    assert cut == [True]


class Cancelled(BrokenRequest):
    """Keeps that it was cancelled."""

    def __init__(self, real: object, cut: list[bool]) -> None:
        super().__init__(real)
        self._cut = cut

    def cancel(self) -> None:
        self._cut.append(True)


def test_a_device_that_refuses_the_cache_is_an_engine_error(
    writer: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = writer.reader_for(IDS)
    source.feed(IDS)

    def refuse(rows: object, fed: object) -> None:
        raise RuntimeError("out of memory")

    monkeypatch.setattr(writer, "_write", refuse)
    with pytest.raises(EngineError):
        writer.settle()
    assert list(writer.fed) == []


@pytest.mark.parametrize("precision", ["f32", "f16"])
def test_in_exact_execution_a_cache_is_what_was_asked_for(
    starter_model_dir: Path, precision: str
) -> None:
    options = replace(EXACT, kv_cache_precision=precision)
    runtime = Runtime(starter_model_dir / MODEL_XML, options, context_length=8192)
    assert runtime.stored_precision == precision
    assert (runtime.precision, runtime.reader_precision) == ("f32", "")
    assert np.isfinite(runtime.feed([7])).all()  # the probe has left nothing behind


def test_a_u8_cache_is_told_too(starter_model_dir: Path) -> None:
    options = replace(EXACT, kv_cache_precision="u8")
    runtime = Runtime(starter_model_dir / MODEL_XML, options, context_length=8192)
    assert runtime.stored_precision == "u8"


def test_forgetting_reaches_the_reader(writer: Runtime, reader: Runtime) -> None:
    writer.reader_for(IDS).feed(IDS)
    writer.forget()
    assert writer.is_settled
    assert list(writer.fed) == list(reader.fed) == []
