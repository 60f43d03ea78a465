"""The command `self-test` with a scripted engine."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from newsassistant import __version__
from newsassistant.core.types import Execution, ModelInfo
from newsassistant.engine.fake import FakeEngine

if TYPE_CHECKING:
    from pathlib import Path

    from newsassistant.core.types import OnProgress
    from tests.unit.cli.conftest import Cli, UseEngine


def test_it_says_what_it_did(cli: Cli, use_engine: UseEngine) -> None:
    use_engine(FakeEngine(["Wind farms come."]))

    result = cli("self-test")

    assert (result.code, result.err) == (0, "")
    for words in (__version__, "offshore-wind.txt", "Scripted model", "Wind farms come.", "passed"):
        assert words in result.out


def test_it_says_how_the_model_runs_and_why(cli: Cli, use_engine: UseEngine) -> None:
    use_engine(FakeEngine(["Wind farms come."]))

    assert (
        "Execution: balanced; f32 arithmetic, activations as int8 in groups of 32, KV cache f16, "
        "2 threads, long prompts read in bf16; measured: writes 1.60 and reads 1.10 times as fast "
        "as OpenVINO's own choice; from exact execution KL divergence 0.0030, perplexity +0.40 %\n"
    ) in cli("self-test").out


def test_it_measures_again_if_asked(cli: Cli, use_engine: UseEngine) -> None:
    engine = use_engine(FakeEngine(["Wind farms come."]))
    cli("self-test")
    cli("self-test", "--measure-again")
    assert engine.calibrated == [False, True]


def test_it_does_not_boast_of_what_was_not_measured(cli: Cli, use_engine: UseEngine) -> None:
    class Exact(FakeEngine):
        def load(self, folder: Path, on_progress: OnProgress) -> ModelInfo:
            execution = Execution("exact", "f32", 0, "f32", 2)
            return replace(super().load(folder, on_progress), execution=execution)

    use_engine(Exact(["Wind farms come."]))

    assert (
        "Execution: exact; f32 arithmetic, KV cache f32, 2 threads; not measured on this machine\n"
    ) in cli("self-test").out


def test_an_empty_answer_fails(cli: Cli, use_engine: UseEngine) -> None:
    use_engine(FakeEngine([" \n"]))

    result = cli("self-test")

    assert result.code == 1
    assert "empty answer" in result.err
    assert "passed" not in result.out


def test_it_names_the_style(cli: Cli, use_engine: UseEngine, house: Path) -> None:
    engine = use_engine(FakeEngine(["Wind farms come."]))

    assert "Style: base model\n" in cli("self-test").out
    assert "Style: house\n" in cli("self-test", "--prefix", "house").out
    assert engine.prefixes == [None, house]
