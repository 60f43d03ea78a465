"""The reference in docs/ is what the parsers say."""

from __future__ import annotations

import argparse
import subprocess
import sys

from newsassistant.cli.main import build_parser
from scripts.cli_reference import markdown
from scripts.setup_env import ROOT

DOCS = ROOT / "docs" / "cli.md"


def test_the_reference_is_up_to_date() -> None:
    command = [sys.executable, "-m", "scripts.cli_reference"]
    printed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout

    assert DOCS.read_text("utf-8") == markdown(build_parser())
    assert printed.decode() == DOCS.read_text("utf-8")


def test_options_defaults_and_hidden_commands() -> None:
    parser = argparse.ArgumentParser(prog="p", description="Does.", epilog="The end.")
    commands = parser.add_subparsers(metavar="COMMAND")
    shown = commands.add_parser("shown", help="seen", description="Shows.")
    shown.add_argument("--size", choices=["s", "m"], default="m", help="how large")
    shown.add_argument("--flag", action="store_true", help="on")
    commands.add_parser("hidden", description="Unseen.")

    text = markdown(parser)

    assert "## `p shown`" in text
    assert "| `shown` | seen |" in text
    assert "| `--size s or m` | how large; default: `m` |" in text
    assert "| `--flag` | on |" in text
    assert "hidden" not in text
    assert text.endswith("The end.\n")
