"""Read files that contain articles: one reader for each file format."""

from digest.sources.folder.formats.file_formats import (
    COMPRESSED_FORMATS,
    FORMATS,
    is_supported,
    read_contents,
)

__all__ = [
    "COMPRESSED_FORMATS",
    "FORMATS",
    "is_supported",
    "read_contents",
]
