"""Escape the values of an edition for each kind of file, so that text cannot become markup."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from urllib.parse import quote

# What Markdown (CommonMark and GitHub's) reads as markup anywhere, or as an entity, or as a
# heading, a list or a rule at the start of a line.
_MARKUP = re.compile(r"[\\`*_\[\]<>|~#]|&(?=#?\w+;)|^[-+=]")
_LIST_NUMBER = re.compile(r"^(\d+)(?=[.)])")
_LINE_END = re.compile(r"[\t\r\n]+")


def escape_markdown(value: object) -> object:
    """Write a value on one line, with a backslash before everything that Markdown would read as markup."""
    from markupsafe import Markup

    if hasattr(value, "__html__"):
        return value
    line = _LINE_END.sub(" ", str(value))
    return Markup(_LIST_NUMBER.sub(r"\g<0>\\", _MARKUP.sub(r"\\\g<0>", line)))


def escape_text(value: object) -> object:
    """Write a value on one line."""
    from markupsafe import Markup

    return value if hasattr(value, "__html__") else Markup(_LINE_END.sub(" ", str(value)))


def escape_link(url: str) -> object:
    """Percent-encode what would end a URL inside a Markdown link."""
    from markupsafe import Markup

    return Markup(re.sub(r"""[\s<>()\[\]"'`\\]""", lambda found: quote(found[0]), url))


def shorten_link(url: str) -> str:
    """Keep only the first words of a text fragment, where they are unique on the page."""
    page, fragment, words = url.partition("#:~:text=")
    return url if "-," in words else page + fragment + words.partition(",")[0]


def format_json(value: object) -> str:
    """Write a value as JSON, one element per line."""
    return json.dumps(value, ensure_ascii=False, indent=1)


def format_script_json(value: object) -> object:
    """Write a value as JSON that is safe inside a script element."""
    from markupsafe import Markup

    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029"))


def format_yaml(text: str) -> object:
    """Write a text as a quoted value of YAML, as in front matter."""
    from markupsafe import Markup

    return Markup(json.dumps(text, ensure_ascii=False))


def format_tag(words: str) -> str:
    """Write words as one tag, Port-Ellis; "" if no letter is left, because numbers are no tags."""
    tag = re.sub(r"[^\w]+", "-", words).strip("-_")
    return tag if any(letter.isalpha() for letter in tag) else ""


# {kind: what every value passes through}. HTML and XML need nothing besides Jinja's autoescape. Autoescape
# is on for the others, too, so that a value that is escaped already (a Markup) is not escaped again. JSON is
# written by the filter of that name.
ESCAPES: dict[str, Callable[[object], object] | None] = {
    "html": None,
    "markdown": escape_markdown,
    "text": escape_text,
    "json": None,
}

ESCAPES_BY_SUFFIX = {
    **dict.fromkeys((".html", ".htm", ".xhtml", ".xml", ".rss", ".atom", ".opml", ".svg"), "html"),
    **dict.fromkeys((".md", ".markdown"), "markdown"),
    ".json": "json",
}
"""{suffix of a reader's own template: key of ESCAPES}; any other suffix is plain text."""
