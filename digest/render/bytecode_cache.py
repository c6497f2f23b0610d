"""Templates compiled once for all editions that a program writes, however often it writes."""

from __future__ import annotations

from functools import cache
from types import CodeType

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket


class CompiledTemplates(BytecodeCache):
    """Keeps in memory what templates were compiled to, until their text changes.

    escape: how values are written, which is compiled in. To compile the default page takes ten times as
    long as to fill it.
    """

    def __init__(self, escape: str) -> None:
        self._escape = escape

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        return f"{self._escape} {super().get_cache_key(name, filename)}"

    def load_bytecode(self, bucket: Bucket) -> None:
        checksum, code = kept_code().get(bucket.key, ("", None))
        if checksum == bucket.checksum:
            bucket.code = code

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code:
            kept_code()[bucket.key] = (bucket.checksum, bucket.code)


@cache
def kept_code() -> dict[str, tuple[str, CodeType | None]]:
    """{key of a template: checksum of its text, code}; a changed text takes the place of the old one."""
    return {}
