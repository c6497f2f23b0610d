"""Keep compiled templates in memory and in a folder: compiling takes ten times as long as rendering.

A file in the folder is used only if nobody else can have written it (see `runtime.private_files`) and the
checksum at its beginning is that of its code and of everything that the code was made from. Any other file is
ignored and replaced.
"""

from __future__ import annotations

import marshal
import re
from collections.abc import Iterator
from functools import cache
from hashlib import blake2b
from importlib.util import MAGIC_NUMBER
from pathlib import Path
from types import CodeType

import jinja2
from jinja2.bccache import Bucket

from digest.rendering.template_inheritance import CODE_VERSION
from digest.runtime.private_files import read_private_file, write_private_file
from digest.runtime.version import __version__

_EXTENDS = re.compile(r"""\{%[-+]?\s*extends\s+(?:"([^"]*)"|'([^']*)')""")
_CHECKSUM_BYTES = 32


class TemplateCache(jinja2.BytecodeCache):
    """The compiled code of templates, by their names and texts.

    escape: the key of ESCAPES, which is compiled in. folder: a private folder, or None to keep code in memory
    only.
    """

    def __init__(self, escape: str, folder: Path | None) -> None:
        self._escape = escape
        self._folder = folder

    def get_bucket(
        self, environment: jinja2.Environment, name: str, filename: str | None, source: str
    ) -> Bucket:
        """Return the place of a template's code; Jinja calls this before it compiles one."""
        kinds = [
            (key, str(getattr(function, "jinja_pass_arg", "")))
            for key, function in sorted(environment.filters.items())
        ]
        made_from = [source, *_read_ancestors(environment, source), repr(kinds), self._escape]
        made_by = f"{__version__} {CODE_VERSION} {jinja2.__version__} {MAGIC_NUMBER.hex()}"
        return super().get_bucket(environment, name, filename, "\0".join([made_by, *made_from]))

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        key = blake2b(f"{self._escape} {name} {filename}".encode(), digest_size=16).hexdigest()
        return f"template-{key}"

    def load_bytecode(self, bucket: Bucket) -> None:
        checksum, code = _get_memory().get(bucket.key, ("", None))
        if checksum == bucket.checksum:
            bucket.code = code
        elif self._folder and (content := read_private_file(self._folder / bucket.key)):
            checked, marshaled = content[:_CHECKSUM_BYTES], content[_CHECKSUM_BYTES:]
            # Checked before unmarshaling, which a damaged file could crash.
            if checked == _sum_up(bucket.checksum, marshaled):
                bucket.code = marshal.loads(marshaled)
                _get_memory()[bucket.key] = (bucket.checksum, bucket.code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code:
            _get_memory()[bucket.key] = (bucket.checksum, bucket.code)
            if self._folder:
                marshaled = marshal.dumps(bucket.code)
                write_private_file(self._folder / bucket.key, _sum_up(bucket.checksum, marshaled) + marshaled)


def _read_ancestors(environment: jinja2.Environment, source: str) -> Iterator[str]:
    """Yield the texts of the templates that this one extends; the compiler compares its blocks to theirs."""
    assert environment.loader
    seen = set()
    while (extends := _EXTENDS.search(source)) and (name := extends[1] or extends[2]) not in seen:
        seen.add(name)
        try:
            source, _, _ = environment.loader.get_source(environment, name)
        except jinja2.TemplateNotFound:
            return
        yield source


def _sum_up(checksum: str, marshaled: bytes) -> bytes:
    return blake2b(checksum.encode() + marshaled, digest_size=_CHECKSUM_BYTES).digest()


@cache
def _get_memory() -> dict[str, tuple[str, CodeType | None]]:
    """Return {key of a template: (checksum of what it was made from, code)}, one for the whole process."""
    return {}
