"""Signs programs for Windows with osslsigncode, where a certificate is given.

The password never stands on a command line, which every user of the machine could read.
NSIS runs this module for the uninstaller, which is inside the setup.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from scripts.setup_env import SetupError, exit_code, run

PASSWORD = "NEWSASSISTANT_SIGNING_PASSWORD"
"""The environment's variable with the certificate's password."""
_VARIABLES = tuple(
    f"NEWSASSISTANT_SIGNING_{name}" for name in ("CERTIFICATE", "PASSWORD_FILE", "TIMESTAMP_URL")
)


@dataclass(frozen=True, slots=True)
class Certificate:
    """A PKCS #12 file (.pfx, .p12); where its password is; who attests the time, "" for nobody."""

    file: Path
    password_file: Path | None = None
    timestamp_url: str = ""

    def environment(self) -> dict[str, str]:
        """What `from_environment` of a child reads."""
        password = str(self.password_file or "")
        return dict(zip(_VARIABLES, (str(self.file), password, self.timestamp_url), strict=True))

    @classmethod
    def from_environment(cls) -> Certificate:
        """The certificate that a parent has named; raises SetupError if it has not."""
        file, password, url = (os.environ.get(name, "") for name in _VARIABLES)
        if not file:
            raise SetupError(f"${_VARIABLES[0]} names no certificate")
        return cls(Path(file), Path(password) if password else None, url)


def ensure_tool() -> None:
    """Raises SetupError where nothing can sign."""
    if shutil.which("osslsigncode") is None:
        raise SetupError("osslsigncode is needed to sign; on Debian: apt-get install osslsigncode")


def sign(program: Path, certificate: Certificate) -> None:
    """Sign a program in place; raises SetupError, and then the program is as it was."""
    ensure_tool()
    signed = program.with_name(f"{program.name}.signed")
    with tempfile.TemporaryDirectory() as private:
        password = Path(private, "password")
        password.touch(mode=0o600)
        password.write_text(_password(certificate), encoding="utf-8")
        timestamp = ("-ts", certificate.timestamp_url) if certificate.timestamp_url else ()
        try:
            run(
                [
                    *("osslsigncode", "sign", "-pkcs12", str(certificate.file)),
                    *("-readpass", str(password), "-h", "sha256", "-n", "News Assistant"),
                    *timestamp,
                    *("-in", str(program), "-out", str(signed)),
                ]
            )
            signed.replace(program)
        finally:
            signed.unlink(missing_ok=True)


def _password(certificate: Certificate) -> str:
    if certificate.password_file is None:
        return os.environ.get(PASSWORD, "")
    try:
        return certificate.password_file.read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise SetupError(f"{certificate.password_file}: the password cannot be read") from error


def main(arguments: Sequence[str]) -> int:
    """Sign one program with the certificate that the environment names; the exit code."""
    (program,) = arguments
    return exit_code(lambda: sign(Path(program), Certificate.from_environment()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
