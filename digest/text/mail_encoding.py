"""Choose how a text travels in a mail, and count the bytes that it takes there."""

from __future__ import annotations

from binascii import b2a_qp
from typing import Literal, NamedTuple

BASE64_LINE = 57
"""So many bytes of a text make one line of base64: 76 characters and a line break (RFC 2045)."""


class TransferEncoding(NamedTuple):
    """The shorter of the two encodings of a text. size: in bytes as it is sent, line breaks included."""

    name: Literal["quoted-printable", "base64"]
    size: int


def choose_transfer_encoding(text: str) -> TransferEncoding:
    """Return the encoding in which a text is shorter in a mail, and its size.

    Quoted-printable takes three bytes for each byte of another script than Latin (six for a Cyrillic letter)
    and for each "=" of HTML; base64 takes four for three of any. Cost: linear.
    """
    encoded = text.encode("utf-8", "replace")
    quoted = b2a_qp(encoded, istext=True)
    quoted_size = len(quoted) + quoted.count(b"\n")
    packed_size = (len(encoded) + 2) // 3 * 4 + -(-len(encoded) // BASE64_LINE) * 2
    if quoted_size <= packed_size:
        return TransferEncoding("quoted-printable", quoted_size)
    return TransferEncoding("base64", packed_size)
