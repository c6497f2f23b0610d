"""Words and patterns of Greek."""

from __future__ import annotations

from digest.languages.language import Abbreviations, Language

LANGUAGE = Language(
    stop_words="""
        ένα ένας έχει έχουν ή ήταν αλλά αν από αυτά αυτές αυτή αυτοί αυτό αυτός για δεν είναι είχε εδώ
        εκεί ενώ επίσης η θα κάθε καθώς και κατά μέχρι μία μας με μετά μεταξύ μια μπορεί μόνο να ο οι
        ούτε παρά πιο ποιος πολύ που πρέπει πριν προς πως σας σε στ στα στη στην στις στο στον στους τα
        την της τι τις το τον του τους των χωρίς ως όλα όλοι όμως όπως όταν ότι
    """,
    abbreviations=Abbreviations(
        inner="αγ βλ δρ κ κκ λεωφ π.χ",
        numbered="άρθρ αρ σελ",
        final="μ.χ",
    ),
)
