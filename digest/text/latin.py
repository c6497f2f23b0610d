"""The short way for text in Latin letters, which is most of what a day brings.

UTF-8 writes in bytes below 128 what is ASCII and nothing else, so a table of bytes changes or drops the
ASCII characters of a text, at a nanosecond each, and leaves letters with accents as they are.
"""

from __future__ import annotations

import re

# All that is neither ASCII nor a Latin letter which every normal form (NFC, NFKC) leaves as it is.
_OTHER = re.compile(
    "[^\x00-\x7f\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u0131\u0134-\u013e\u0141-\u0148\u014a-\u017e\u0180-\u01c3"
    "\u01cd-\u01f0\u01f4-\u024f\u1e00-\u1e99\u1e9c-\u1eff]"
)


def is_latin(text: str) -> bool:
    """Return whether a text holds nothing but ASCII and Latin letters in their usual form."""
    return text.isascii() or _OTHER.search(text) is None


def make_table(change: dict[str, str]) -> bytes:
    """Return the table for translate() that puts one ASCII character in the place of another."""
    table = bytearray(range(256))
    for char, replacement in change.items():
        table[ord(char)] = ord(replacement)
    return bytes(table)


def translate(text: str, table: bytes | None, drop: bytes = b"") -> str:
    """Return a text with its ASCII characters changed by a table of make_table(), those to drop left out.

    Cost: linear, a nanosecond a character.
    """
    return text.encode("utf-8").translate(table, drop).decode("utf-8")
