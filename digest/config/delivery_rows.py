"""The rows of [[deliveries]], a class for each kind: the reference of their keys."""

from __future__ import annotations

from email.errors import NonASCIILocalPartDefect, ObsoleteHeaderDefect
from email.policy import default as mail_policy
from typing import Annotated, Any, Literal

from pydantic import (
    ConfigDict,
    Field,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    field_validator,
    model_validator,
)

from digest.config.schema import VARIABLE, Section, Text, Unset, Words, is_web_address, known_name

Seconds = Annotated[float, Field(gt=0, le=3600)]
HARMLESS = (ObsoleteHeaderDefect, NonASCIILocalPartDefect)
"""What a strict reading of a mailbox minds and mail servers do not: a full stop in a name, letters of all
languages."""

AtLeastOne = Annotated[Words, Field(min_length=1)]


class DeliveryRow(Section):
    """[[deliveries]] One more target beside the output folder.

    name: what `digest status` calls it. A kind of the reader's own takes whatever keys it likes.
    """

    model_config = ConfigDict(frozen=True, extra="allow")

    kind: Text
    name: Text | None = None
    unset: Unset = ()

    @field_validator("kind")
    @classmethod
    def is_known(cls, value: str, info: ValidationInfo) -> str:
        return known_name(value, "deliveries", info)

    @model_validator(mode="wrap")
    @classmethod
    def of_its_kind(cls, value: Any, handler: ValidatorFunctionWrapHandler, info: ValidationInfo) -> Any:
        """A row is of the class of its kind, where there is one."""
        row = ROWS.get(str(value.get("kind"))) if cls is DeliveryRow and isinstance(value, dict) else None
        return row.model_validate(value, context=info.context) if row else handler(value)


class FilesRow(DeliveryRow):
    """The edition's files in another folder."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    folder: Text


class EmailRow(DeliveryRow):
    """A mail to each address of `to`.

    sender, to: mail addresses, each alone or with a name ("Ada <ada@example.org>"). A sender without one is
    called as the edition is. security: "starttls" (port 587), "tls" (465) or "none" (25). password_file: a
    file whose first line is the password. subject: {title}, {date} and {headline} stand for the edition's.
    attach: formats.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    host: Text
    port: Annotated[int, Field(strict=True, ge=1, le=65_535)] | None = None
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: Text | None = None
    password: Text | None = None
    password_file: Text | None = None
    sender: Text
    to: AtLeastOne
    subject: Text = "{title}, {date}"
    attach: Words = ()
    timeout_seconds: Seconds = 30

    @field_validator("sender")
    @classmethod
    def is_mail_address(cls, value: str) -> str:
        part_mailbox(value)
        return value

    @field_validator("to")
    @classmethod
    def are_mail_addresses(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for address in value:
            part_mailbox(address)
        return value

    @field_validator("attach")
    @classmethod
    def are_formats(cls, value: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        return tuple(known_name(name, "formats", info) for name in value)

    @model_validator(mode="after")
    def has_one_password(self) -> EmailRow:
        if self.password is not None and self.password_file is not None:
            raise ValueError("expected password or password_file, found both")
        if (self.user is None) != (self.password is None and self.password_file is None):
            raise ValueError("expected user and password (or password_file) together, or neither")
        return self


class NotifyRow(DeliveryRow):
    """A message by Apprise (extra "notify"). urls: its addresses. headlines: the most that it tells."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    urls: AtLeastOne
    headlines: Annotated[int, Field(strict=True, ge=1, le=30)] = 5


class CommandRow(DeliveryRow):
    """A program that gets the first file's path as its last argument and the edition as JSON to read."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    command: AtLeastOne
    timeout_seconds: Seconds = 60


class WebhookRow(DeliveryRow):
    """The edition as JSON, posted to an address."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    url: Text
    headers: Annotated[dict[str, Text], Field(default_factory=dict)]
    timeout_seconds: Seconds = 30

    @field_validator("url")
    @classmethod
    def is_address(cls, value: str) -> str:
        return is_web_address(value)


ROWS: dict[str, type[DeliveryRow]] = {
    "files": FilesRow,
    "email": EmailRow,
    "notify": NotifyRow,
    "command": CommandRow,
    "webhook": WebhookRow,
}


def part_mailbox(text: str) -> tuple[str, str]:
    """Return (name, bare address) of one mailbox as RFC 5322 writes it: `Ada <ada@example.org>`, or the
    address alone, whose name is ""; so is what is not known yet.

    Raises:
        ValueError: it is none, or several.
    """
    if is_mail_address(text) or VARIABLE.search(text):
        return "", text
    wrong = ValueError(
        f"expected a mail address such as me@example.org or Me <me@example.org>, found {text!r}"
    )
    try:
        header = mail_policy.header_factory("To", text)
        (group,) = header.groups
        (mailbox,) = group.addresses
    except (ValueError, LookupError):  # the parser of the standard library stumbles over the end of a text
        raise wrong from None
    strange = [defect for defect in header.defects if not isinstance(defect, HARMLESS)]
    if strange or group.display_name is not None or not mailbox.domain:
        raise wrong
    return mailbox.display_name, mailbox.addr_spec


def is_mail_address(text: str) -> bool:
    """Whether it is one, bare: me@example.org."""
    name, at, host = text.rpartition("@")
    return bool(name and at and host) and not any(sign.isspace() or sign in '<>,;"' for sign in text)
