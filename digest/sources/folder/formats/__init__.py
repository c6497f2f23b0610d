"""The formats of files that hold articles: one reader each."""

from digest.sources.folder.formats.file_formats import (
    FORMATS,
    PACKED,
    is_known,
    read_contents,
)

__all__ = [
    "FORMATS",
    "PACKED",
    "is_known",
    "read_contents",
]
