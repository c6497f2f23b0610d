"""A mail server on loopback that records messages and can misbehave on purpose."""

from __future__ import annotations

import asyncio
import socket
import ssl
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult


@dataclass
class MailServer:
    """Accept mail until it is closed; its behavior may be changed while it runs.

    login: the (name, password) it requires, or None. without: the ways to log in that it lacks. replies:
    {"RCPT ada@x", "MAIL" or "DATA": the reply}. hangs: the verb after which it pauses for three seconds.
    closes: the verb after which it closes the connection. tls: a context for STARTTLS; at_once: TLS from the
    first byte. got: (recipient, message) of each accepted mail.
    """

    login: tuple[str, str] | None = None
    without: tuple[str, ...] = ()
    replies: dict[str, str] = field(default_factory=dict)
    hangs: str = ""
    closes: str = ""
    tls: ssl.SSLContext | None = None
    at_once: bool = False
    got: list[tuple[str, EmailMessage]] = field(default_factory=list)
    senders: list[str] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    port: int = 0

    def __post_init__(self) -> None:
        if not self.port:
            self.port = find_free_port()
        self._controller = Controller(
            self,
            hostname="127.0.0.1",
            port=self.port,
            ssl_context=self.tls if self.at_once else None,
            tls_context=None if self.at_once else self.tls,
            authenticator=self.authenticate,
            auth_require_tls=False,
            auth_exclude_mechanism=self.without,
        )
        self._controller.start()

    def close(self) -> None:
        self._controller.stop(no_assert=True)

    @property
    def mails(self) -> list[EmailMessage]:
        return [mail for _, mail in self.got]

    def authenticate(self, server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        credentials = (data.login.decode(), data.password.decode())
        return AuthResult(success=credentials == self.login, handled=False)

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        if self.login and not session.authenticated:
            return "530 Authentication required"
        envelope.mail_from = address
        return await self._answer(server, "MAIL", "MAIL")

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        reply = await self._answer(server, "RCPT", f"RCPT {address}")
        if reply.startswith("250"):
            envelope.rcpt_tos.append(address)
        return reply

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        reply = await self._answer(server, "DATA", "DATA")
        if reply.startswith("250"):
            mail = message_from_bytes(envelope.content, policy=policy.default)
            assert isinstance(mail, EmailMessage)
            self.got += ((address, mail) for address in envelope.rcpt_tos)
            self.senders.append(envelope.mail_from)
            self.raw.append(envelope.content.replace(b"\r\n", b"\n"))
        return reply

    async def handle_QUIT(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        await self._answer(server, "QUIT", "QUIT")
        return "221 Bye"

    async def _answer(self, server: Any, verb: str, key: str) -> str:
        if self.hangs == verb:
            await asyncio.sleep(3)
        if self.closes == verb:
            server.transport.abort()
        return self.replies.get(key, "250 OK") if self.closes != verb else "451 gone"


def find_free_port() -> int:
    """Return a port that is not in use."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
