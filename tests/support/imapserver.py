"""A Dovecot on loopback with one mailbox, for tests of reading mail; skipped where it is not installed."""

from __future__ import annotations

import imaplib
import os
import pwd
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.support.certificates import make_tls
from tests.support.mailserver import find_free_port

USER, PASSWORD = "ada@example.org", "pässwort&more"
STARTED_WITHIN = 20.0

CONFIG = """
protocols = imap
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
listen = 127.0.0.1
default_internal_user = {internal}
default_login_user = {login}
mail_location = maildir:{folder}/mail
first_valid_uid = 1
auth_mechanisms = plain login
disable_plaintext_auth = no
auth_failure_delay = 0
ssl = yes
ssl_cert = <{folder}/cert.pem
ssl_key = <{folder}/key.pem
passdb {{
  driver = passwd-file
  args = {folder}/users
}}
userdb {{
  driver = static
  args = uid={owner} gid={group} home={folder}/home
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {plain_port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
"""


@dataclass(frozen=True)
class ImapServer:
    """A running server. certificate: of the server and of who signed it."""

    plain_port: int
    tls_port: int
    certificate: Path

    def connect(self) -> imaplib.IMAP4:
        connection = imaplib.IMAP4("127.0.0.1", self.plain_port, timeout=10)
        connection.authenticate("PLAIN", lambda _: f"\0{USER}\0{PASSWORD}".encode())
        return connection

    def add(self, *mails: EmailMessage | bytes, folder: str = "INBOX") -> None:
        """Put mails into a folder, which is created if it is missing. folder: as IMAP encodes it."""
        connection = self.connect()
        connection.create(f'"{folder}"')
        for mail in mails:
            status, reply = connection.append(f'"{folder}"', "", "", bytes(mail))
            assert status == "OK", reply
        connection.logout()

    def list_flags(self, folder: str = "INBOX") -> list[bytes]:
        """Return the flags of the mails in a folder, in order."""
        connection = self.connect()
        connection.select(f'"{folder}"', readonly=True)
        _, rows = connection.fetch("1:*", "(FLAGS)")
        connection.logout()
        return [bytes(row) for row in rows if isinstance(row, bytes)]

    def delete_folder(self, folder: str) -> None:
        connection = self.connect()
        connection.delete(f'"{folder}"')
        connection.logout()


@contextmanager
def run_imap_server() -> Iterator[ImapServer]:
    """Run Dovecot in a folder of its own.

    Skips the test where it is not installed. The folder is not that of the test: other users, as whom parts
    of Dovecot run, could not enter it, and its path would be too long for a socket.
    """
    program = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    if not program:
        pytest.skip("Dovecot (Debian: dovecot-imapd) is not installed")
    with TemporaryDirectory(prefix="imap-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        _, certificate = make_tls(folder)
        server = ImapServer(find_free_port(), find_free_port(), certificate)
        _write_config(folder, server)
        process = subprocess.Popen([program, "-F", "-c", str(folder / "dovecot.conf")])
        try:
            _wait_for_port(server.plain_port, process, folder / "dovecot.log")
            yield server
        finally:
            process.terminate()
            process.wait(10)


def _write_config(folder: Path, server: ImapServer) -> None:
    """Write the configuration; as root, Dovecot gives its parts to the users of its package."""
    me = pwd.getpwuid(os.getuid()).pw_name
    is_root = os.getuid() == 0
    owner = pwd.getpwnam("nobody" if is_root else me)
    for name in ("mail", "home"):
        (folder / name).mkdir()
        os.chown(folder / name, owner.pw_uid, owner.pw_gid)
    (folder / "users").write_text(f"{USER}:{{PLAIN}}{PASSWORD}\n", "utf-8")
    values = {
        "folder": folder,
        "internal": "dovecot" if is_root else me,
        "login": "dovenull" if is_root else me,
        "owner": owner.pw_uid,
        "group": owner.pw_gid,
        "plain_port": server.plain_port,
        "tls_port": server.tls_port,
    }
    (folder / "dovecot.conf").write_text(CONFIG.format(**values), "utf-8")


def _wait_for_port(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + STARTED_WITHIN
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise RuntimeError(f"Dovecot did not start: {log.read_text('utf-8') if log.exists() else 'no log'}")
