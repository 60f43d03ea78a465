"""The command line as its users run it: real processes with the starter model."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

import pytest

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "resources" / "samples" / "offshore-wind.txt"
TIMEOUT_S = 300
# Runs the command line under a hook that ends the process at the first socket.
NO_SOCKETS = """
import os, sys
def hook(event, arguments):
    if event.startswith("socket."):
        os.write(2, f"opened a socket: {event}\\n".encode())
        os._exit(99)
sys.addaudithook(hook)
from newsassistant.cli.main import main
sys.exit(main())
"""

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def environment(
    starter_model_dir: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, str]:
    """A home in which the starter is installed; the locale is not set."""
    home = tmp_path_factory.mktemp("home")
    models = home / "data" / "models"
    models.mkdir(parents=True)
    (models / "starter").symlink_to(starter_model_dir, target_is_directory=True)
    unset = ("LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE", "PYTHONIOENCODING", "PYTHONUTF8")
    inherited = {name: value for name, value in os.environ.items() if name not in unset}
    return {**inherited, "NEWSASSISTANT_HOME": str(home), "PYTHONPATH": path_with_root()}


def path_with_root() -> str:
    """The module path of the child: this checkout first."""
    return os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))


@pytest.fixture(autouse=True)
def no_history(environment: dict[str, str]) -> Iterator[None]:
    """The command line never writes to the history, whatever happens."""
    yield
    assert not Path(environment["NEWSASSISTANT_HOME"], "data", "history.sqlite3").exists()


def run(
    environment: dict[str, str],
    *arguments: object,
    stdin: bytes = b"",
    program: tuple[str, ...] = ("-m", "newsassistant"),
    variables: Mapping[str, str] = MappingProxyType({}),
) -> tuple[int, str, str]:
    """Exit code, stdout and stderr of one command."""
    done = subprocess.run(
        [sys.executable, *program, *map(str, arguments)],
        input=stdin,
        capture_output=True,
        env={**environment, **variables},
        timeout=TIMEOUT_S,
    )
    return done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8")


def start(environment: dict[str, str], *arguments: object) -> subprocess.Popen[bytes]:
    """A command whose output is read while it runs."""
    command = [sys.executable, "-m", "newsassistant", *map(str, arguments)]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, env=environment)


def assert_one_line_error(result: tuple[int, str, str], words: str) -> None:
    """Exit code 1, nothing on stdout, and one line that holds `words`."""
    code, out, err = result
    assert (code, out) == (1, "")
    assert words in err
    assert err.count("\n") == 1
    assert "Traceback" not in err


def test_a_summary_as_json_opens_no_socket(environment: dict[str, str]) -> None:
    program = ("-c", NO_SOCKETS)
    options = ("--json", "--max-tokens", "20", "--seed", "7")
    code, out, err = run(environment, "summarize", SAMPLE, *options, program=program)

    answer = json.loads(out)
    assert (code, err.count("\n")) == (0, 2)  # the figures, and what was checked
    style = "starter-three-bullets"  # the built-in one of the job
    assert (answer["model"], answer["prefix"], answer["seed"]) == ("starter", style, 7)
    assert (answer["completion_tokens"], answer["finish_reason"]) == (20, "length")
    assert answer["prompt_tokens"] > 200
    assert answer["ttft_s"] > 0
    assert answer["text"]


def test_standard_input_gives_the_same_as_the_file(environment: dict[str, str]) -> None:
    options = ("--max-tokens", "12")
    from_file = run(environment, "summarize", SAMPLE, *options)
    from_stdin = run(environment, "summarize", "-", *options, stdin=SAMPLE.read_bytes())

    assert from_file[0] == from_stdin[0] == 0
    assert from_file[1] == from_stdin[1] != ""


def test_files_that_cannot_be_summarised(environment: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "image.png").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)))
    cases = {"missing.txt": "no file", "empty.txt": "no article", "image.png": "not a plain text"}

    for name, words in cases.items():
        assert_one_line_error(run(environment, "summarize", tmp_path / name), words)


def test_an_article_that_is_too_long(environment: dict[str, str]) -> None:
    text = (b"The minister spoke about wind farms. " * 6000)[:200_000]

    assert_one_line_error(run(environment, "summarize", stdin=text), "--fit")


def test_errors_are_chinese_in_a_chinese_locale(environment: dict[str, str]) -> None:
    result = run(environment, "summarize", "missing.txt", variables={"LANG": "zh_CN"})

    assert_one_line_error(result, "找不到文件 missing.txt")


def test_the_output_is_utf8_in_the_c_locale(environment: dict[str, str]) -> None:
    article = SAMPLE.with_name("central-bank.zh.txt")
    variables = {"LANG": "C", "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    options = ("--max-tokens", "24")
    code, out, _ = run(environment, "summarize", article, *options, variables=variables)

    assert code == 0
    assert any("\u4e00" <= char <= "\u9fff" for char in out)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for one process")
def test_ctrl_c_while_streaming(environment: dict[str, str]) -> None:
    with start(environment, "summarize", SAMPLE, "--max-tokens", "2000") as process:
        assert process.stdout is not None
        first = process.stdout.read(1)
        process.send_signal(signal.SIGINT)
        rest, err = process.communicate(timeout=TIMEOUT_S)

    assert process.returncode == 130
    assert (first + rest).endswith(b"\n")
    assert b"stopped" in err
    assert b"Traceback" not in err
    assert err.count(b"\n") == 1


def test_a_reader_that_leaves_early(environment: dict[str, str]) -> None:
    with start(environment, "summarize", SAMPLE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.read(10)
        process.stdout.close()
        err = process.stderr.read()
        process.wait(TIMEOUT_S)

    assert (process.returncode, err) == (141, b"")


def test_a_chat_through_a_pipe(environment: dict[str, str]) -> None:
    lines = b"Who spoke?\nclear\nWhere?\nexit\nnever\n"
    options = ("--article", SAMPLE, "--max-tokens", "6")
    code, out, err = run(environment, "chat", *options, stdin=lines)

    assert code == 0
    assert err.count("Checked against the article: ") == err.count("\n") == 2
    assert len(out.splitlines()) >= 2


def test_a_chat_is_stopped_by_a_line(environment: dict[str, str]) -> None:
    with start(environment, "chat", "--max-tokens", "4000") as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(b"Count from one to one thousand in words.\n")
        process.stdin.flush()
        first = process.stdout.read(1)
        rest, err = process.communicate(b"stop\nexit\n", timeout=TIMEOUT_S)

    assert (process.returncode, err) == (0, b"")
    assert (first + rest).endswith(b"\n")


def test_the_self_test(environment: dict[str, str]) -> None:
    code, out, err = run(environment, "self-test")

    assert (code, err) == (0, "")
    assert "The self-test passed." in out
