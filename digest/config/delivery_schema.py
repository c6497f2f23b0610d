"""The schema of the rows of [[deliveries]]: one class for each kind of delivery."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import (
    ConfigDict,
    Field,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    field_validator,
    model_validator,
)

from digest.config.schema import (
    MissingVariables,
    Section,
    Switch,
    Text,
    Words,
    check_name,
    check_web_address,
)
from digest.models.secret_text import VARIABLE

Seconds = Annotated[float, Field(strict=True, gt=0, le=3600)]


AtLeastOne = Annotated[Words, Field(min_length=1)]


class DeliveryRow(Section):
    """[[deliveries]] A further target of the editions.

    name: its name in `digest status`. editions: whether it gets editions, or only what watches find. The row
    of a plug-in may have any further keys.
    """

    model_config = ConfigDict(extra="allow")

    kind: Text
    name: Text | None = None
    editions: Switch = True
    missing_variables: MissingVariables = ()

    @field_validator("kind")
    @classmethod
    def check_kind(cls, value: str, info: ValidationInfo) -> str:
        return check_name(value, "delivery", info)

    @model_validator(mode="wrap")
    @classmethod
    def choose_class(cls, value: Any, handler: ValidatorFunctionWrapHandler, info: ValidationInfo) -> Any:
        """Validate the row of a built-in kind with the class of that kind."""
        is_row = cls is DeliveryRow and isinstance(value, dict)
        if is_row and "kind" not in value:
            known = sorted((info.context or {}).get("delivery", DELIVERY_ROWS))
            raise ValueError(f"expected kind, which is one of {', '.join(known)}, found none")
        row_class = DELIVERY_ROWS.get(str(value.get("kind"))) if is_row else None
        return row_class.model_validate(value, context=info.context) if row_class else handler(value)


class FilesRow(DeliveryRow):
    """Write the files of the edition to another folder."""

    model_config = ConfigDict(extra="forbid")

    folder: Text


class EmailRow(DeliveryRow):
    """Send one mail to each address of `to`.

    sender, to: mail addresses, with or without a name ("Ada <ada@example.org>"). The default name of the
    sender is the title of the edition. security: "starttls" (default port 587), "tls" (465) or "none" (25).
    password_file: a file whose first line is the password. subject: {title}, {date} and {headline} are
    replaced by those of the edition. attach: formats.
    """

    model_config = ConfigDict(extra="forbid")

    host: Text
    port: Annotated[int, Field(strict=True, ge=1, le=65_535)] | None = None
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: Text | None = None
    password: Text | None = None
    password_file: Text | None = None
    sender: Text
    to: AtLeastOne
    subject: Text = "{title}: {headline}"
    attach: Words = ()
    timeout_seconds: Seconds = 30

    @field_validator("host")
    @classmethod
    def check_host(cls, value: str) -> str:
        # An address of IPv6 has several colons.
        if "/" in value or value.count(":") == 1:
            raise ValueError("expected only a host such as mail.example.org; port has a line of its own")
        return value

    @field_validator("sender")
    @classmethod
    def check_sender(cls, value: str) -> str:
        parse_mailbox(value)
        return value

    @field_validator("to")
    @classmethod
    def check_recipients(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for address in value:
            parse_mailbox(address)
        return value

    @field_validator("attach")
    @classmethod
    def check_formats(cls, value: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        return tuple(check_name(name, "format", info) for name in value)

    @model_validator(mode="after")
    def check_login(self) -> EmailRow:
        if self.password is not None and self.password_file is not None:
            raise ValueError("expected password or password_file, found both")
        if (self.user is None) != (self.password is None and self.password_file is None):
            found = "only a password" if self.user is None else "only user"
            raise ValueError(
                f"expected user and password (or password_file) together, or neither, found {found}"
            )
        return self


class NotifyRow(DeliveryRow):
    """Send a message by Apprise (extra "notify") to each of `urls`. headlines: the most in one message."""

    model_config = ConfigDict(extra="forbid")

    urls: AtLeastOne
    headlines: Annotated[int, Field(strict=True, ge=1, le=30)] = 5


class CommandRow(DeliveryRow):
    """Run a program with the path of the first file as last argument and the edition as JSON on stdin."""

    model_config = ConfigDict(extra="forbid")

    command: AtLeastOne
    timeout_seconds: Seconds = 60


class WebhookRow(DeliveryRow):
    """Post the edition as JSON to a URL."""

    model_config = ConfigDict(extra="forbid")

    url: Text
    headers: Annotated[dict[str, Text], Field(default_factory=dict)]
    timeout_seconds: Seconds = 30

    @field_validator("url")
    @classmethod
    def check_url(cls, value: str) -> str:
        return check_web_address(value)


DELIVERY_ROWS: dict[str, type[DeliveryRow]] = {
    "files": FilesRow,
    "email": EmailRow,
    "notify": NotifyRow,
    "command": CommandRow,
    "webhook": WebhookRow,
}


def parse_mailbox(text: str) -> tuple[str, str]:
    """Parse one mailbox of RFC 5322 into (name, bare address).

    `Ada <ada@example.org>` has a name; the name of an address alone is "". Text with a ${NAME} that is not
    set comes back as ("", text).

    Raises:
        ValueError: it is not a mailbox, or several.
    """
    if is_bare_address(text) or VARIABLE.search(text):
        return "", text
    # Late: most configurations send no mail.
    from email.errors import NonASCIILocalPartDefect, ObsoleteHeaderDefect
    from email.policy import default as mail_policy

    mistake = ValueError(
        f"expected a mail address such as me@example.org or Me <me@example.org>, found {text!r}"
    )
    try:
        header = mail_policy.header_factory("To", text)
        (group,) = header.groups
        (mailbox,) = group.addresses
    except (ValueError, LookupError):  # the standard library's parser raises both on truncated text
        raise mistake from None
    # Mail servers accept a full stop in a name, and letters that are not ASCII.
    tolerated = (ObsoleteHeaderDefect, NonASCIILocalPartDefect)
    defects = [defect for defect in header.defects if not isinstance(defect, tolerated)]
    if defects or group.display_name is not None or not mailbox.domain:
        raise mistake
    return mailbox.display_name, mailbox.addr_spec


def is_bare_address(text: str) -> bool:
    """Whether a text is a mail address without a name: me@example.org."""
    name, at, host = text.rpartition("@")
    return bool(name and at and host) and not any(char.isspace() or char in '<>,;"' for char in text)
