"""Write the parts of a formula in MathML as plain text: fractions, roots, indices."""

from __future__ import annotations

from collections.abc import Sequence

from digest.text.inline_text import write_power, write_small

FORMULA_TAGS = frozenset(
    {"mfrac", "mmultiscripts", "mover", "mroot", "msqrt", "msub", "msubsup", "msup", "munder", "munderover"}
)
"""Elements in which the place of a part says what it is (https://www.w3.org/TR/mathml-core/)."""

# The parts of an element, in their order.
_PARTS = {
    "msub": ("base", "below"),
    "msup": ("base", "above"),
    "msubsup": ("base", "below", "above"),
    "munder": ("base", "below"),
    "mover": ("base", "above"),
    "munderover": ("base", "below", "above"),
}
_SEPARATOR = "mprescripts"


def write_formula(tag: str, parts: Sequence[tuple[str, str]]) -> str:
    """Return what stands in plain text for an element of a formula.

    tag: one of FORMULA_TAGS. parts: (tag, text) of what is in it. An element with too few or too many parts
    is written as they follow one another.

    >>> write_formula("mfrac", [("mrow", "a+b"), ("mn", "2")])
    '(a+b)/2'
    """
    texts = [text.strip() for _, text in parts]
    if tag == "msqrt":
        return f"√{_bracket(''.join(texts))}"
    if tag == "mmultiscripts":
        return _write_scripts([name for name, _ in parts], texts)
    if tag in ("mfrac", "mroot") and len(texts) == 2:
        first, second = texts
        if tag == "mfrac":
            return f"{_bracket(first)}/{_bracket(second)}"
        return f"{write_small(second, is_raised=True)}√{_bracket(first)}"
    roles = _PARTS.get(tag, ())
    if len(roles) != len(texts):
        return "".join(texts)
    found = dict(zip(roles, texts, strict=True))
    return _raise(_lower(found["base"], found.get("below", "")), found.get("above", ""))


def _write_scripts(tags: Sequence[str], texts: Sequence[str]) -> str:
    """Return a base with pairs of scripts behind it and, after a separator, before it."""
    cut = tags.index(_SEPARATOR) if _SEPARATOR in tags else len(tags)
    base, behind, before = "".join(texts[:1]), texts[1:cut], texts[cut + 1 :]
    lead = "".join(_raise("", above) for above in before[1::2])
    lead += "".join(_lower("", below) for below in before[::2])
    for below, above in zip(behind[::2], [*behind[1::2], ""], strict=False):
        base = _raise(_lower(base, below), above)
    return f"{lead}{base}"


def _raise(base: str, script: str) -> str:
    # An accent ("x¯") or an arrow stays beside its letter.
    is_accent = len(script) == 1 and not script.isalnum() and script not in "+−-"
    return f"{base}{script}" if is_accent or not script else write_power(base, script)


def _lower(base: str, script: str) -> str:
    small = write_small(script, is_raised=False)
    return f"{base}{small or (f'_{_bracket(script)}' if script else '')}"


def _bracket(text: str) -> str:
    return text if text.isalnum() or len(text) < 2 or text.replace(".", "").isdigit() else f"({text})"
