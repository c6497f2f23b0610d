"""How a value of an edition is written in each kind of file, so that it stays a value."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from urllib.parse import quote

# What Markdown (CommonMark and GitHub's) reads as markup wherever it stands, or as an entity, or as a
# heading, a list or a rule at the start of a line.
_MARKUP = re.compile(r"[\\`*_\[\]<>|~#]|&(?=#?\w+;)|^[-+=]")
_LIST_NUMBER = re.compile(r"^(\d+)(?=[.)])")
_LINE_END = re.compile(r"[\t\r\n]+")


def escape_markdown(value: object) -> object:
    """A value on one line, a backslash before everything in it that Markdown would read as markup."""
    from markupsafe import Markup

    if hasattr(value, "__html__"):
        return value
    line = _LINE_END.sub(" ", str(value))
    return Markup(_LIST_NUMBER.sub(r"\g<0>\\", _MARKUP.sub(r"\\\g<0>", line)))


def escape_text(value: object) -> object:
    """A value on one line."""
    from markupsafe import Markup

    return value if hasattr(value, "__html__") else Markup(_LINE_END.sub(" ", str(value)))


def escape_link(url: str) -> object:
    """An address as it can stand in a Markdown link: what would end it is percent-encoded."""
    from markupsafe import Markup

    return Markup(re.sub(r"""[\s<>()\[\]"'`\\]""", lambda found: quote(found[0]), url))


def shorten_link(url: str) -> str:
    """A sentence's address with the first words of the sentence only, where they find it alone."""
    page, fragment, words = url.partition("#:~:text=")
    return url if "-," in words else page + fragment + words.partition(",")[0]


def as_json(value: object) -> str:
    """A value as JSON, an element a line."""
    return json.dumps(value, ensure_ascii=False, indent=1)


def as_script(value: object) -> object:
    """A value as JSON that can stand in a script element: nothing in it ends one."""
    from markupsafe import Markup

    told = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Markup(told.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029"))


# {kind: what every value passes through}. HTML and XML need nothing beside Jinja's autoescape; with it
# switched on for the others, too, what is escaped once (a Markup) is not escaped again. JSON is written
# by the filter of that name.
ESCAPES: dict[str, Callable[[object], object] | None] = {
    "html": None,
    "markdown": escape_markdown,
    "text": escape_text,
    "json": None,
}

KINDS = {
    **dict.fromkeys((".html", ".htm", ".xhtml", ".xml", ".rss", ".atom", ".opml", ".svg"), "html"),
    **dict.fromkeys((".md", ".markdown"), "markdown"),
    ".json": "json",
}
"""{suffix of a template of the reader's own: how its values are written}; any other is plain text."""
