"""Compile templates once per process, however many editions it renders."""

from __future__ import annotations

from functools import cache
from types import CodeType

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket


class MemoryBytecodeCache(BytecodeCache):
    """Keeps the bytecode of templates in memory until their text changes.

    escape: the key of ESCAPES, which is compiled in. Compiling the default page takes ten times as
    long as rendering it.
    """

    def __init__(self, escape: str) -> None:
        self._escape = escape

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        return f"{self._escape} {super().get_cache_key(name, filename)}"

    def load_bytecode(self, bucket: Bucket) -> None:
        checksum, code = _get_cache().get(bucket.key, ("", None))
        if checksum == bucket.checksum:
            bucket.code = code

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code:
            _get_cache()[bucket.key] = (bucket.checksum, bucket.code)


@cache
def _get_cache() -> dict[str, tuple[str, CodeType | None]]:
    """Return {key of a template: (checksum of its text, code)}; a changed text replaces the old one."""
    return {}
