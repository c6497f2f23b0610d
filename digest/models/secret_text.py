"""A text with secrets in it, which shows, keeps and compares the names of their variables only."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable
from urllib.parse import quote, quote_plus

VARIABLE = re.compile(r"\$\{(\w+)\}")
"""A reference to an environment variable."""

MIN_SECRET_LENGTH = 4
"""Characters. Replacing a shorter value would damage ordinary words and protect nothing."""


class SecretText(str):
    """A text that refers to environment variables, such as "https://host/feed?key=${KEY}", and their values.

    To all other code it is the text with the names. Only `reveal` fills in the values; the one caller is the
    HTTP client, when it sends a request.
    """

    _values: tuple[tuple[str, str], ...]

    def __new__(cls, text: str, values: Iterable[tuple[str, str]] = ()) -> SecretText:
        """Make the text. values: (name, value) of variables; a name without a value stays in the text."""
        made = super().__new__(cls, text)
        names = set(VARIABLE.findall(text))
        made._values = tuple(sorted((name, value) for name, value in values if name in names))
        return made

    def __getnewargs__(self) -> tuple[str, tuple[tuple[str, str], ...]]:  # type: ignore[override]
        return str(self), self._values

    def __str__(self) -> str:
        return "".join(self)

    def reveal(self) -> str:
        """Return the text with the values."""
        values = dict(self._values)
        return VARIABLE.sub(lambda found: values.get(found[1], found[0]), self)

    def conceal(self, text: str) -> str:
        """Return a text with the names in place of the values that occur in it, also percent-encoded ones."""
        for name, value in sorted(self._values, key=lambda pair: (-len(pair[1]), pair)):
            if len(value) >= MIN_SECRET_LENGTH:
                for form in (value, quote(value, safe=""), quote(value), quote_plus(value)):
                    text = text.replace(form, f"${{{name}}}")
        return text


def is_secret(text: str) -> bool:
    """Whether a text has secrets."""
    return isinstance(text, SecretText)


def reveal(text: str) -> str:
    """Return a text with the values of its variables, if it has any."""
    return text.reveal() if isinstance(text, SecretText) else text


def conceal(text: str, secrets: Iterable[str]) -> str:
    """Return a text without the secrets of some texts. secrets: those that are no SecretText have none."""
    for secret in secrets:
        if isinstance(secret, SecretText):
            text = secret.conceal(text)
    return text


def list_login_forms(user: str, password: str) -> tuple[str, ...]:
    """Return the forms in which SMTP and IMAP send a password, which a server may repeat."""
    encoded = (
        b64encode(form.encode("utf-8", "replace")).decode() for form in (password, f"\0{user}\0{password}")
    )
    return (password, *encoded) if password else ()
