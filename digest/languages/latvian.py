"""Words and patterns of Latvian."""

from __future__ import annotations

from digest.languages.language import Abbreviations, Language

LANGUAGE = Language(
    abbreviations=Abbreviations(
        inner="akad doc dr ģen inž k-dze kgs piem prof red st sv t.i t.s",
        numbered="lpp nr p tālr",
        final="g gs milj mljrd tūkst u.c utt",
    ),
    ordinal_stop=True,
)
