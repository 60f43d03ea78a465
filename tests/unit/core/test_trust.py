"""Certificates are checked by the system's authorities, also where OpenSSL looks elsewhere."""

from __future__ import annotations

import ssl
from pathlib import Path
from types import SimpleNamespace

import pytest

from newsassistant.core import trust
from tests.systems import on_system


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The bundles that are loaded beside what OpenSSL finds by itself."""
    named: list[str] = []

    def load(context: ssl.SSLContext, cafile: str) -> None:
        named.append(cafile)

    monkeypatch.setattr(ssl.SSLContext, "load_verify_locations", load)
    return named


def openssl_finds(monkeypatch: pytest.MonkeyPatch, file: str | None) -> None:
    places = SimpleNamespace(cafile=file, capath=None)
    monkeypatch.setattr(ssl, "get_default_verify_paths", lambda: places)


def test_what_openssl_finds_is_enough(monkeypatch: pytest.MonkeyPatch, loaded: list[str]) -> None:
    openssl_finds(monkeypatch, "/etc/ours.pem")

    context = trust.trust()

    assert loaded == []
    assert (context.check_hostname, context.verify_mode) == (True, ssl.CERT_REQUIRED)


def test_elsewhere_the_systems_bundle_is_read(
    monkeypatch: pytest.MonkeyPatch, loaded: list[str], tmp_path: Path
) -> None:
    bundle = tmp_path / "ca-bundle.crt"
    bundle.write_text("authorities", encoding="utf-8")
    monkeypatch.setattr(trust, "BUNDLES", (str(tmp_path / "none"), str(bundle), str(bundle)))
    on_system(monkeypatch, trust, "linux")
    openssl_finds(monkeypatch, None)

    context = trust.trust()

    assert loaded == [str(bundle)]
    assert (context.check_hostname, context.verify_mode) == (True, ssl.CERT_REQUIRED)
