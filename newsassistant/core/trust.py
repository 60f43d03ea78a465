"""Whom a connection trusts: the authorities that the system names, wherever this system keeps them.

The OpenSSL of an installed program was built for one system and looks where that one has them.
"""

from __future__ import annotations

import os
import ssl
import sys

BUNDLES = (
    "/etc/ssl/certs/ca-certificates.crt",  # Debian, Ubuntu, Arch
    "/etc/pki/tls/certs/ca-bundle.crt",  # Fedora, RHEL
    "/etc/ssl/ca-bundle.pem",  # openSUSE
    "/etc/ssl/cert.pem",  # macOS, Alpine
)


def trust() -> ssl.SSLContext:
    """A context that checks names and certificates; any thread.

    SSL_CERT_FILE and SSL_CERT_DIR name other authorities, as for every program with OpenSSL.
    """
    context = ssl.create_default_context()
    usual = ssl.get_default_verify_paths()
    if sys.platform == "win32" or usual.cafile is not None or usual.capath is not None:
        return context
    for bundle in filter(os.path.isfile, BUNDLES):
        context.load_verify_locations(bundle)
        break
    return context
