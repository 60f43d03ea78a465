"""Signing with a certificate that is made here."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from installer.windows import signing
from installer.windows.signing import Certificate
from scripts.setup_env import SetupError
from tests.unit.installer.windows.keys import SAMPLE, SECRET, is_signed


@pytest.fixture
def program(tmp_path: Path) -> Path:
    path = tmp_path / "a program.exe"
    shutil.copyfile(SAMPLE, path)
    return path


@pytest.mark.parametrize("way", ["environment", "file", "child"])
def test_a_signature_holds_until_the_program_changes(
    keys: Path, program: Path, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    password = keys / "password" if way != "environment" else None
    certificate = Certificate(keys / "own.pfx", password)
    monkeypatch.setenv(signing.PASSWORD, SECRET if way == "environment" else "")
    if way == "child":
        for name, value in certificate.environment().items():
            monkeypatch.setenv(name, value)
        assert signing.main([str(program)]) == 0
    else:
        signing.sign(program, certificate)

    assert is_signed(program, keys / "own.pem")
    data = bytearray(program.read_bytes())
    data[len(data) // 2] ^= 1
    program.write_bytes(data)
    assert not is_signed(program, keys / "own.pem")


def test_a_wrong_password_leaves_the_program_as_it_was(
    keys: Path, program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(signing.PASSWORD, "wrong")
    with pytest.raises(SetupError, match="osslsigncode"):
        signing.sign(program, Certificate(keys / "own.pfx"))

    assert program.read_bytes() == SAMPLE.read_bytes()
    assert [path.name for path in program.parent.iterdir()] == [program.name]


def test_the_password_is_on_no_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "a.exe"
    program.write_bytes(b"MZ")
    asked: list[list[str]] = []

    def run(command: list[str]) -> None:
        asked.append(command)
        password = Path(command[command.index("-readpass") + 1])
        assert password.read_text(encoding="utf-8") == SECRET
        Path(command[-1]).write_bytes(b"signed")

    monkeypatch.setattr(signing, "ensure_tool", lambda: None)
    monkeypatch.setattr(signing, "run", run)
    monkeypatch.setenv(signing.PASSWORD, SECRET)
    signing.sign(program, Certificate(tmp_path / "own.pfx", None, "http://time.invalid"))

    assert program.read_bytes() == b"signed"
    assert SECRET not in asked[0]
    assert asked[0][asked[0].index("-ts") + 1] == "http://time.invalid"


def test_without_a_certificate_nothing_is_signed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("NEWSASSISTANT_SIGNING_CERTIFICATE", raising=False)

    assert signing.main([str(tmp_path / "a.exe")]) == 1
    assert "names no certificate" in capsys.readouterr().err
