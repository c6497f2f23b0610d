"""Hostile values: one short piece repeated, for every kind of character that some pattern looks for."""

from __future__ import annotations

SHAPES = {
    "letters": "a",
    "capitals": "Ab ",
    "words": "word ",
    "digits": "9",
    "numbers": "1,",
    "dates": "12 jan ",
    "spaces": " ",
    "line ends": "\n",
    "blank lines": "\n \n",
    "stops": ".",
    "initials": "A.",
    "sentences": "Ab c. ",
    "commas": ", ",
    "dashes": " - ",
    "bars": " | ",
    "colons": "a: ",
    "quotes": "\"'",
    "open quotes": "“",
    "brackets": "[",
    "round brackets": "(a",
    "angles": "<",
    "tags": "<b>",
    "ends": "</p>",
    "comments": "<!--",
    "ampersands": "&",
    "entities": "&amp;",
    "at signs": "a@a.",
    "slashes": "/a",
    "addresses": "https://a.example/ ",
    "percent": "%41",
    "underscores": "_a*",
    "backticks": "`~",
    "hashes": "# ",
    "backslashes": "\\",
    "marks": "\u0301",
    "accents": "e\u0301\u0327",
    "wide": "水",
    "wide stops": "「。",
    "Thai": "ที่",
    "Arabic": "ال ",
    "emoji": "👩\u200d",
    "overrides": "\u202e",
    "by-line": "By Ann ",
    "ago": "2 hours ago ",
    "euros": "€ 5 ",
}
"""{name: the piece}"""


def repeat(piece: str, size: int) -> str:
    """The piece repeated until it has about this many characters."""
    return piece * max(size // len(piece), 1)
