"""A self-signed certificate for 127.0.0.1, for test servers with TLS."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from pathlib import Path

import pytest


def make_tls(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """Make a server context for TLS and the file with its certificate in `folder`, with openssl."""
    if not shutil.which("openssl"):
        pytest.skip("openssl, which makes the test certificate, is not installed")
    key, certificate = folder / "key.pem", folder / "cert.pem"
    line = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    line += ["-keyout", str(key), "-out", str(certificate), "-days", "2", "-subj", "/CN=localhost"]
    subprocess.run([*line, "-addext", "subjectAltName=IP:127.0.0.1"], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context, certificate
