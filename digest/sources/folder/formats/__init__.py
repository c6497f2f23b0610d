"""Read files that contain articles: one reader for each file format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.text.lazy_names import import_on_use

if TYPE_CHECKING:
    from digest.sources.folder.formats.file_formats import read_contents
    from digest.sources.folder.formats.suffixes import COMPRESSED_FORMATS, FORMATS, is_supported

__all__ = [
    "COMPRESSED_FORMATS",
    "FORMATS",
    "is_supported",
    "read_contents",
]

__getattr__ = import_on_use(
    __name__,
    {"file_formats": "read_contents", "suffixes": "COMPRESSED_FORMATS FORMATS is_supported"},
)
