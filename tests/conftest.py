"""Fixtures of every test: reference data and a converted starter model."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

import platformdirs
import pytest

ROOT = Path(__file__).resolve().parent.parent
# What decides how the converted model looks: a change in any of these makes it anew.
CONVERTERS = ("convert", "model", "text", "core")
KEPT_MODELS = 2


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
    folder = ensure_starter(models, lambda done, total: None, CancelToken())
    os.utime(models)
    _prune(cache)
    return folder


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
    """Drop the models of older code; those of the last two versions stay."""
    by_use = sorted(cache.iterdir(), key=lambda path: path.stat().st_mtime)
    for old in by_use[:-KEPT_MODELS]:
        shutil.rmtree(old, ignore_errors=True)
