"""The schema of the rows of [[sources]]."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, ValidationInfo, field_validator, model_validator

from digest.config.schema import (
    PATH_KEYS,
    URL_KEYS,
    Count,
    FullText,
    Language,
    MissingVariables,
    Section,
    Switch,
    Text,
    Words,
    check_name,
    check_web_address,
)
from digest.models.default_limits import ARTICLES_PER_VISIT
from digest.models.mailbox import FIRST_VISIT_DAYS, parse_mailbox_address
from digest.models.secret_text import VARIABLE

LOCATION_KEYS = (*URL_KEYS, *PATH_KEYS)
MAILBOX_KEYS = ("password", "senders", "mark_read", "since_days", "security", "ca_file")


class MailboxKeys(Section):
    """The keys of a row with `mailbox`.

    password: names an environment variable. senders: patterns for addresses; none: everybody. mark_read:
    mark the mails that were read. since_days: how far back the first visit goes. security: of a mailbox
    that begins with imap://. ca_file: certificates to trust.
    """

    mailbox: Text | None = None
    password: Text | None = None
    senders: Words = ()
    mark_read: Switch = False
    since_days: Annotated[int, Field(strict=True, ge=1, le=3650)] = FIRST_VISIT_DAYS
    security: Literal["starttls", "none"] = "starttls"
    ca_file: Text | None = None

    @field_validator("mailbox")
    @classmethod
    def check_mailbox(cls, value: str | None) -> str | None:
        if value:
            parse_mailbox_address(VARIABLE.sub(r"\1", value))
        return value

    @field_validator("password")
    @classmethod
    def check_password(cls, value: str | None) -> str | None:
        # The value is never shown: it may be the password itself.
        if value is not None and not VARIABLE.fullmatch(value):
            raise ValueError(
                'found a password; write password = "${MAIL_PASSWORD}" and set that environment variable'
            )
        return value

    @model_validator(mode="after")
    def check_mailbox_keys(self) -> MailboxKeys:
        given = [key for key in MAILBOX_KEYS if getattr(self, key) != type(self).model_fields[key].default]
        if self.mailbox is None:
            if given:
                raise ValueError(f"expected mailbox beside {given[0]}, found none")
            return self
        if self.password is None:
            raise ValueError('expected password = "${MAIL_PASSWORD}" beside mailbox, found none')
        if self.security == "none" and self.mailbox.startswith("imaps:"):
            raise ValueError('expected imap:// with security = "none", found imaps://')
        return self


class SourceRow(MailboxKeys):
    """[[sources]] One source: exactly one of feed, page, mailbox, folder and opml, and its options."""

    feed: Text | None = None
    page: Text | None = None
    folder: Text | None = None
    opml: Text | None = None
    kind: Text | None = None
    name: Text | None = None
    section: Text = ""
    language: Language | None = None
    include: Words = ()
    exclude: Words = ()
    limit: Count = ARTICLES_PER_VISIT
    weight: Annotated[float, Field(strict=True, ge=0, le=10)] = 1
    full_text: FullText | None = None
    headers: Annotated[dict[str, Text], Field(default_factory=dict)]
    missing_variables: MissingVariables = ()

    @field_validator("feed", "page")
    @classmethod
    def check_address(cls, value: str | None) -> str | None:
        return value and check_web_address(value)

    @field_validator("kind")
    @classmethod
    def check_kind(cls, value: str | None, info: ValidationInfo) -> str | None:
        return value and check_name(value, "source", info)

    @model_validator(mode="after")
    def check_location(self) -> SourceRow:
        given = [key for key in LOCATION_KEYS if getattr(self, key) is not None]
        if len(given) != 1:
            found = " and ".join(given) or "none of them"
            raise ValueError(f"expected exactly one of feed, page, mailbox, folder and opml, found {found}")
        return self

    @property
    def location(self) -> tuple[str, str]:
        """The key that says where the source is (one of LOCATION_KEYS), and its value."""
        return next((key, value) for key in LOCATION_KEYS if (value := getattr(self, key)) is not None)
