"""What small words of a language tell whether a sentence can stand alone."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phrases:
    """The words of one language.

    pronoun: a start that points at something said before. connective: a start that answers something
    said before. person: the writer speaks, or speaks to the reader. speech: somebody speaks who is a mere
    pronoun. request: a start that asks something of the reader. appeal: what pages ask of their readers or
    say of themselves anywhere.
    """

    pronoun: re.Pattern[str]
    connective: re.Pattern[str]
    person: re.Pattern[str]
    speech: re.Pattern[str]
    request: re.Pattern[str]
    appeal: re.Pattern[str]


def compile_phrases(
    pronoun: str, connective: str, person: str, speech: str, request: str, appeal: str
) -> Phrases:
    """Each text as one pattern of whole words.

    A text holds regular expressions over lower case, one alternative or several on a line.
    """
    parts = (pronoun, connective, person, speech, request, appeal)
    joined = ("|".join(line.strip() for line in part.strip().splitlines()) for part in parts)
    return Phrases(*(re.compile(rf"(?<!\w)(?:{part})(?!\w)") for part in joined))
