"""A certificate to sign with, made once for these tests."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.unit.installer.windows.keys import SAMPLE, make


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """own.pem, the certificate; own.pfx, with its key; and the file `password`."""
    if not shutil.which("osslsigncode") or not shutil.which("openssl") or not SAMPLE.is_file():
        pytest.skip("osslsigncode, openssl and nsis are not installed")
    return make(tmp_path_factory.mktemp("keys"))
