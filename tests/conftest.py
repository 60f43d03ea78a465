"""Fixtures of every test: reference data and a converted starter model; and what tests take."""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import platformdirs
import pytest

ROOT = Path(__file__).resolve().parent.parent
# What decides how the converted model looks: a change in any of these makes it anew.
CONVERTERS = ("convert", "model", "text", "core")
KEPT_MODELS = 2
# Models that this machine's users share belong to no test.
os.environ["NEWSASSISTANT_SHARED_MODELS"] = str(ROOT / "tests" / "no-models")
LONGEST_RUN_S = 2 * 3600.0
SECONDS = "newsassistant/seconds"  # in pytest's cache; scripts/quick.py reads it
LOCK = ".lock"
PATIENCE_S = 300.0
POLL_S = 0.1

_seconds: defaultdict[str, float] = defaultdict(float)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Adds up what each file takes; the process that started the workers hears of all of them."""
    _seconds[report.nodeid.partition("::")[0]] += report.duration


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Keeps what each file took, for `make quick`, unless only a part of the files ran."""
    config = session.config
    part = config.option.keyword or config.option.markexpr or config.getoption("lf", False)
    if part or session.shouldstop or session.shouldfail or hasattr(config, "workerinput"):
        return
    cache: pytest.Cache | None = getattr(config, "cache", None)
    if cache is not None and not any("::" in name for name in config.args):
        kept = {**cache.get(SECONDS, {}), **_seconds}
        cache.set(SECONDS, {name: round(kept[name], 2) for name in sorted(kept)})


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """The team's reference data; the test is skipped where it is missing."""
    named = os.environ.get("NEWSASSISTANT_SHARED")
    folder = Path(named) if named else ROOT.parent / "shared"
    if not (folder / "golden").is_dir():
        pytest.skip("no reference data beside the checkout, and NEWSASSISTANT_SHARED names none")
    return folder


@pytest.fixture(scope="session")
def starter_model_dir() -> Path:
    """The converted starter model, made once per machine and version of the code; read-only."""
    # Here and not above: most tests need no OpenVINO, which takes a second to import.
    from newsassistant.convert.starter import ensure_starter
    from newsassistant.core.types import CancelToken

    named = os.environ.get("NEWSASSISTANT_TEST_CACHE")
    cache = Path(named or platformdirs.user_cache_dir("newsassistant-tests", appauthor=False))
    models = cache / _code_digest()
    with _one_at_a_time(cache):
        folder = ensure_starter(models, lambda done, total: None, CancelToken())
        os.utime(models)
        _prune(cache)
    return folder


@contextmanager
def _one_at_a_time(folder: Path) -> Iterator[None]:
    """Waits until no other worker is at work in `folder`, so that they build one model, not four.

    Raises TimeoutError.
    """
    from newsassistant.core.only_one import Lock

    folder.mkdir(parents=True, exist_ok=True)
    until = time.monotonic() + PATIENCE_S
    while (lock := Lock.take(folder / LOCK)) is None:
        if time.monotonic() > until:
            raise TimeoutError(f"another run of the tests holds {folder / LOCK}")
        time.sleep(POLL_S)
    try:
        yield
    finally:
        lock.release()


def _code_digest() -> str:
    """A name for the code and the packages that decide what the converted model contains."""
    sources = [ROOT / "requirements" / "runtime.txt", ROOT / "requirements" / "starter.txt"]
    for layer in CONVERTERS:
        sources += sorted((ROOT / "newsassistant" / layer).rglob("*.py"))
    digest = hashlib.sha256()
    for source in sources:
        digest.update(source.relative_to(ROOT).as_posix().encode())
        digest.update(source.read_bytes())
    return digest.hexdigest()[:16]


def _prune(cache: Path) -> None:
    """Drop the models of older code, but for the last two and what a run may still be using."""
    folders = (path for path in cache.iterdir() if path.name != LOCK)
    by_use = sorted(folders, key=lambda path: path.stat().st_mtime)
    for old in by_use[:-KEPT_MODELS]:
        if old.stat().st_mtime < time.time() - LONGEST_RUN_S:
            shutil.rmtree(old, ignore_errors=True)
