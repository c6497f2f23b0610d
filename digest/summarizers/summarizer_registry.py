"""The summarizers by name, and how one is called.

A summarizer is one function `choose(candidates, length) -> indices`. It chooses sentences and never writes
any. A summarizer of your own is named by its dotted path ("mypackage.module:function"), or by the name under
which its package registers it as a plug-in.
"""

from __future__ import annotations

from collections.abc import Sequence

from digest.errors import ConfigError
from digest.runtime.plugins import load_function
from digest.summarizers.candidates import Candidate, Summarizer
from digest.summarizers.length import Length

SUMMARIZERS: dict[str, str] = {
    "news": "digest.summarizers.news:choose",
    "lead": "digest.summarizers.lead:choose",
    "lex-rank": "digest.summarizers.sumy_adapter:lex_rank",
    "text-rank": "digest.summarizers.sumy_adapter:text_rank",
    "lsa": "digest.summarizers.sumy_adapter:lsa",
    "luhn": "digest.summarizers.sumy_adapter:luhn",
    "kl": "digest.summarizers.sumy_adapter:kl",
    "sum-basic": "digest.summarizers.sumy_adapter:sum_basic",
    "edmundson": "digest.summarizers.sumy_adapter:choose_edmundson",
}
"""{name: dotted path}. A summarizer is imported when it is used, because sumy is slow to import."""


def find_summarizer(method: str) -> Summarizer:
    """Return a summarizer by its name or dotted path.

    Raises:
        ConfigError: the method cannot be loaded.
    """
    try:
        return load_function(SUMMARIZERS.get(method, method), "summary")
    except LookupError as error:
        advice = f"Take one of {', '.join(SUMMARIZERS)}, or module:function of your own."
        raise ConfigError("summary.method", str(error), advice) from error


def choose_sentences(method: str, candidates: Sequence[Candidate], length: Length) -> list[Candidate]:
    """Return the sentences that a method chooses, in the order it returns them.

    method: a key of SUMMARIZERS or a dotted path.

    Raises:
        ConfigError: the method cannot be loaded, or it is not one of SUMMARIZERS and failed, or it returned
            indices out of range or one of them twice.
    """
    choose = find_summarizer(method)
    try:
        chosen = list(choose(candidates, length))
    except Exception as error:
        if method in SUMMARIZERS:
            raise
        raise ConfigError("summary.method", f"{method} failed ({type(error).__name__}: {error})") from error
    if len(set(chosen)) < len(chosen) or not set(chosen) <= set(range(len(candidates))):
        problem = f"{method} returned an index twice, or one outside the {len(candidates)} candidates"
        raise ConfigError("summary.method", problem, "Return indices of the candidates, each at most once.")
    return [candidates[index] for index in chosen]
