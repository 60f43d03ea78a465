"""The server as it is run: the starter, a real port, a real browser, a real end."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import openai
import pytest

from newsassistant.server.listening import Place, open_port
from tests.browser import Page, browser, find_browser

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "resources" / "samples" / "offshore-wind.txt"
TIMEOUT_S = 180.0
MARKER = "Kingfisher77"

pytestmark = pytest.mark.model


@dataclass(frozen=True, slots=True)
class Running:
    """A server's process; its output is in `log`."""

    process: subprocess.Popen[bytes]
    address: str
    home: Path
    log: Path

    def client(self) -> openai.OpenAI:
        return openai.OpenAI(base_url=f"{self.address}v1", api_key="none", max_retries=0)


@contextlib.contextmanager
def serve(home: Path, model: Path) -> Iterator[Running]:
    """A server of the starter in `home`, which answers."""
    models = home / "data" / "models"
    models.mkdir(parents=True)
    (models / "starter").symlink_to(model, target_is_directory=True)
    with open_port(Place(port=0)) as free:
        port = free.getsockname()[1]
    paths = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
    log = home / "output"
    options = ("--model", "starter", "--port", str(port), "--rows", "4")
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "newsassistant", "serve", *options],
            stdout=output,
            stderr=output,
            env={**os.environ, "NEWSASSISTANT_HOME": str(home), "PYTHONPATH": paths},
        )
    found = Running(process, f"http://127.0.0.1:{port}/", home, log)
    try:
        _wait_for(found, "answers at", "已可在")
        yield found
    finally:
        process.kill()
        process.wait()


@pytest.fixture(scope="module")
def running(starter_model_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with serve(tmp_path_factory.mktemp("server"), starter_model_dir) as found:
        yield found


def _wait_for(running: Running, *words: str) -> None:
    until = time.monotonic() + TIMEOUT_S
    while not any(word in running.log.read_text("utf-8") for word in words):
        assert running.process.poll() is None, running.log.read_text("utf-8")
        assert time.monotonic() < until, running.log.read_text("utf-8")
        time.sleep(0.1)


def ask(running: Running, question: str, model: str = "starter") -> str:
    with running.client() as api:
        found = api.chat.completions.create(
            model=model,
            messages=[{"role": "user", "content": question}],
            max_tokens=12,
            temperature=0,
        )
    return found.choices[0].message.content or ""


def test_many_are_answered_at_once_each_in_its_style(running: Running) -> None:
    questions = [f"Name {number} rivers of Europe." for number in range(2, 8)]
    models = ["starter", "starter:starter-one-sentence"] * 3

    with ThreadPoolExecutor(6) as pool:
        answers = list(
            pool.map(lambda pair: ask(running, *pair), zip(questions, models, strict=True))
        )
    assert all(answers)


def test_the_page_in_a_real_browser(running: Running, tmp_path: Path) -> None:
    program = find_browser()
    if program is None:
        pytest.skip("no Chromium or Chrome is installed")
    with browser(program, tmp_path / "profile") as page:
        page.go(running.address)
        page.wait("document.querySelectorAll('#job option').length > 3")
        page.value("document.getElementById('article').focus()")
        page.type(SAMPLE.read_text("utf-8") + f"\n<b onclick=alert(1)>{MARKER}</b>")
        page.wait("document.getElementById('fit').textContent.includes('tokens')")
        page.value("document.getElementById('job').value = 'one-sentence'")
        page.value("document.getElementById('job').dispatchEvent(new Event('change'))")
        assert page.value("document.getElementById('model').value").startswith("starter:")
        _press(page, "go")
        page.wait("document.querySelector('.turn.answered footer')")
        summary = page.value("document.querySelector('.turn.answered p').textContent")
        assert len(summary) > 20
        footer = page.value("document.querySelector('.turn footer span').textContent")
        assert footer.startswith("AI: starter")

        page.value("document.getElementById('question').focus()")
        page.type("<img src=x onerror=alert(1)> Who is the energy minister?")
        page.press("Enter")
        page.wait("document.querySelectorAll('.turn.answered footer').length === 2")
        assert page.value("document.querySelectorAll('#talk img, #talk b').length") == 0
        assert page.said == []
        assert all(address.startswith(running.address) for address in page.asked), page.asked


def test_the_page_speaks_chinese_and_can_be_stopped(running: Running, tmp_path: Path) -> None:
    program = find_browser()
    if program is None:
        pytest.skip("no Chromium or Chrome is installed")
    with browser(program, tmp_path / "profile", language="zh-CN") as page:
        page.go(running.address)
        page.wait("document.querySelectorAll('#job option').length > 3")
        assert page.value("document.getElementById('go').textContent") == "生成摘要"
        page.value("document.getElementById('article').focus()")
        page.type(SAMPLE.read_text("utf-8"))
        page.value("document.getElementById('job').value = '150-words'")
        page.value("document.getElementById('job').dispatchEvent(new Event('change'))")
        _press(page, "go")
        page.wait("document.querySelector('.turn.answered p').textContent !== ''")
        _press(page, "stop")
        page.wait("document.getElementById('stop').hidden")
        assert page.value("document.getElementById('go').disabled") is False


def _press(page: Page, id_: str) -> None:
    page.value(f"document.getElementById('{id_}').focus()")
    page.press("Enter")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGTERM")
def test_it_ends_in_order_and_has_kept_nothing(starter_model_dir: Path, tmp_path: Path) -> None:
    with serve(tmp_path, starter_model_dir) as running:
        assert ask(running, f"What is a {MARKER}?")
        running.process.send_signal(signal.SIGTERM)

        assert running.process.wait(TIMEOUT_S) == 0
    told = running.log.read_text("utf-8")
    assert "Traceback" not in told
    assert "what=chat" in told
    assert MARKER not in told
    for path in running.home.rglob("*"):
        if path.is_file() and "models" not in path.parts:
            assert MARKER.encode() not in path.read_bytes(), path
