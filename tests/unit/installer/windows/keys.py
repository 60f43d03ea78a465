"""Makes a certificate as a newsroom would buy one, and looks at what was signed with it."""

from __future__ import annotations

import subprocess
from pathlib import Path

SAMPLE = Path("/usr/share/nsis/Plugins/amd64-unicode/System.dll")
SECRET = 'p@ss "word" $1'


def make(folder: Path) -> Path:
    """Fill `folder` with own.pem, own.pfx and its password."""
    (folder / "password").write_text(f"{SECRET}\n", encoding="utf-8")
    for command in (
        "openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out own.pem -days 2 "
        "-subj /CN=Newsroom -addext extendedKeyUsage=codeSigning",
        "openssl pkcs12 -export -inkey key.pem -in own.pem -out own.pfx -passout file:password",
    ):
        subprocess.run(command.split(), cwd=folder, check=True, capture_output=True)
    return folder


def is_signed(program: Path, issuer: Path) -> bool:
    command = ["osslsigncode", "verify", "-CAfile", str(issuer), "-in", str(program)]
    return subprocess.run(command, capture_output=True).returncode == 0
