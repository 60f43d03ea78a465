"""What docs/newsroom.md hands to IT: the units and nginx's file hold, and the cache is counted."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from newsassistant.engine.batching.rows import COPIES

ROOT = Path(__file__).resolve().parents[2]
RECIPES = ROOT / "docs" / "recipes" / "newsroom"
UNITS = ("newsassistant.service", "newsroom-night.service", "newsroom-night.timer")
PAGE = (ROOT / "docs" / "newsroom.md").read_text(encoding="utf-8")
TOKENS = 1024
SHAPE = re.compile(r"(\d+) layers, (\d+) (?:KV heads )?of (\d+)")


def command_of(unit: str) -> list[str]:
    """What a service runs."""
    text = (RECIPES / unit).read_text(encoding="utf-8")
    return str(re.findall(r"^ExecStart=(.+)$", text, re.M)[0]).split()


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
def test_systemd_understands_the_units(tmp_path: Path) -> None:
    for name in UNITS:
        text = (RECIPES / name).read_text(encoding="utf-8")
        text = text.replace("/usr/local/bin/newsassistant", sys.executable)
        (tmp_path / name).write_text(text, encoding="utf-8")
    units = [str(tmp_path / name) for name in UNITS]
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *units],
        capture_output=True,
        text=True,
        timeout=60,
    )

    complaints = [line for line in done.stderr.splitlines() if str(tmp_path) in line]
    assert complaints == []
    assert done.returncode == 0, done.stderr


def test_the_units_leave_no_texts_behind() -> None:
    for name in UNITS[:2]:
        lines = (RECIPES / name).read_text(encoding="utf-8").splitlines()
        assert {"LimitCORE=0", "MemorySwapMax=0", "UMask=0077", "PrivateTmp=yes"} <= set(lines)


@pytest.mark.parametrize("unit", UNITS[:2])
def test_the_command_of_a_unit_is_one_that_the_program_takes(unit: str) -> None:
    from newsassistant.cli.main import build_parser

    program, *rest = command_of(unit)

    assert program == "/usr/local/bin/newsassistant"
    assert build_parser().parse_args(rest).model == "chatglm3-6b"


def test_the_blocks_of_nginx_are_closed_and_its_lines_end() -> None:
    text = re.sub(r"#.*", "", (RECIPES / "nginx.conf").read_text(encoding="utf-8"))
    depth = 0
    for line in filter(None, map(str.strip, text.splitlines())):
        assert line.endswith((";", "{", "}")), line
        depth += line.count("{") - line.count("}")
        assert depth >= 0
    assert depth == 0


def test_nginx_writes_no_article_and_lets_words_through() -> None:
    text = (RECIPES / "nginx.conf").read_text(encoding="utf-8")
    values = dict(re.findall(r"^\s*([a-z_]+) ([^;{]+);", text, re.M))

    assert values["client_body_buffer_size"] == values["client_max_body_size"] == "1m"
    assert values["proxy_buffering"] == values["proxy_cache"] == values["gzip"] == "off"
    assert "non_idempotent" not in values["proxy_next_upstream"]
    assert int(values["proxy_read_timeout"].rstrip("s")) > 600


def test_the_cache_in_the_table_is_the_cache_of_the_shapes() -> None:
    """2 x layers x KV heads x head size x 2 bytes, of so many tokens in so many rows."""
    lines = [line for line in PAGE.splitlines() if line.startswith("|") and SHAPE.search(line)]

    assert len(lines) == 3
    for line in lines:
        shape = SHAPE.search(line)
        assert shape is not None
        layers, heads, size = map(int, shape.groups())
        token, *rows = [cell.strip() for cell in line.strip("|").split("|")][1:]
        assert int(token) == 2 * layers * heads * size * 2
        made = [f"{n * TOKENS * int(token) / 1e6:.1f}" for n in (1, 8, 16, 32)]
        assert rows == made


def test_the_memory_that_is_advised_is_what_sixteen_rows_need() -> None:
    advised = re.search(r"ChatGLM3-6B want `--memory (\d+)`", PAGE)

    assert advised is not None
    needed = COPIES * 16 * TOKENS * 28672
    assert needed <= int(advised[1]) * 1_000_000 < 1.01 * needed
