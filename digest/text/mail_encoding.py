"""Choose how a text travels in a mail, and count the bytes that it takes there."""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import b2a_qp
from hashlib import blake2b
from typing import Literal, NamedTuple

BASE64_LINE = 57
"""So many bytes of a text make one line of base64: 76 characters and a line break (RFC 2045)."""


EMBEDDED_IMAGE = re.compile(r'(?<=src=")data:image/jpeg;base64,([A-Za-z0-9+/=]+)(?=")')
"""A picture inside the HTML of a mail. Mail programs show it only as an attachment (RFC 2392)."""


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


def detach_images(html: str, host: str) -> tuple[str, dict[str, bytes]]:
    """Return the HTML of a mail that refers to its pictures by content ids, and {content id: JPEG}.

    host: that of the sender. The same picture has the same id. Cost: linear.
    """
    images: dict[str, bytes] = {}

    def refer(found: re.Match[str]) -> str:
        content = b64decode(found[1])
        content_id = f"{blake2b(content, digest_size=8).hexdigest()}@{host}"
        images[content_id] = content
        return f"cid:{content_id}"

    return EMBEDDED_IMAGE.sub(refer, html), images
