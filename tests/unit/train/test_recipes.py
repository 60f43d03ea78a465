"""The launch recipes of docs/ are what the installed accelerate and torch understand."""

from __future__ import annotations

import argparse
import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest

accelerate = pytest.importorskip("accelerate", reason="the train extra is not installed")
pytest.importorskip("torch", reason="the train extra is not installed")

ROOT = Path(__file__).resolve().parents[3]
RECIPES = ROOT / "docs" / "recipes"
GUIDE = ROOT / "docs" / "training.md"


def load(name: str) -> Any:
    """A recipe as `accelerate launch --config_file` reads it: unknown keys are refused."""
    from accelerate.commands.config.config_args import load_config_from_file

    return load_config_from_file(str(RECIPES / name))


def commands(program: str) -> list[list[str]]:
    """The guide's shell commands that begin with `program`, as words."""
    blocks = re.findall(r"^```sh\n(.*?)^```", GUIDE.read_text(encoding="utf-8"), re.M | re.S)
    lines = [line for block in blocks for line in block.replace("\\\n", " ").splitlines()]
    found = [shlex.split(re.sub(r"^(\w+=\S+ )+", "", line)) for line in lines]
    return [words for words in found if words[: len(program.split())] == program.split()]


def test_there_are_recipes() -> None:
    assert {path.name for path in RECIPES.glob("*.yaml")} == {"cpu.yaml", "deepspeed.yaml"}


def test_the_processor_recipe_is_one_process_without_a_gpu() -> None:
    config = load("cpu.yaml")

    assert (config.distributed_type.value, config.use_cpu, config.num_processes) == ("NO", True, 1)


def test_the_deepspeed_recipe_points_to_its_settings() -> None:
    config = load("deepspeed.yaml")

    assert config.distributed_type.value == "DEEPSPEED"
    assert (ROOT / config.deepspeed_config["deepspeed_config_file"]).is_file()
    # Said in two places, accelerate refuses to start.
    assert not config.mixed_precision
    assert set(config.deepspeed_config) == {"deepspeed_config_file", "zero3_init_flag"}


def test_the_deepspeed_settings_suit_the_loop() -> None:
    settings = json.loads((RECIPES / "deepspeed.json").read_text(encoding="utf-8"))

    # The loop passes no data loader, so accelerate cannot fill in an "auto".
    assert isinstance(settings["train_micro_batch_size_per_gpu"], int)
    # Under accelerate every backward pass is a step of DeepSpeed's engine.
    assert settings["gradient_accumulation_steps"] == 1
    # From stage 3 on no process holds whole weights to save.
    assert settings["zero_optimization"]["stage"] == 2


def test_the_guides_accelerate_commands_parse() -> None:
    from accelerate.commands.launch import launch_command_parser

    launched = [launch_command_parser().parse_args(words[2:]) for words in commands("accelerate")]

    assert {Path(args.config_file).name for args in launched} == {"cpu.yaml", "deepspeed.yaml"}
    assert all((ROOT / args.config_file).is_file() for args in launched)
    assert all(args.module and args.training_script == "newsassistant" for args in launched)


def test_the_guides_torchrun_commands_parse() -> None:
    from torch.distributed.run import get_args_parser

    launched = [get_args_parser().parse_args(words[1:]) for words in commands("torchrun")]

    assert launched
    assert all(args.module for args in launched)


def test_the_guides_pinned_commands_parse() -> None:
    from torch.backends.xeon.run_cpu import create_args
    from torch.distributed.run import get_args_parser

    pinned: list[argparse.Namespace] = []
    for words in commands("torchrun"):
        outer = get_args_parser().parse_args(words[1:])
        if outer.training_script == "torch.backends.xeon.run_cpu":
            parser = argparse.ArgumentParser()
            create_args(parser)  # type: ignore[no-untyped-call]
            pinned.append(parser.parse_args(outer.training_script_args))

    assert pinned
    # The launcher refuses anything but a .py file unless told so, also behind -m.
    assert all(args.no_python and args.program == "newsassistant" for args in pinned)
    # With more, each of torchrun's processes would start that many.
    assert all(args.ninstances == 1 for args in pinned)
