"""Leave out the articles that the include and exclude phrases of a source reject."""

from __future__ import annotations

from digest.models import Article, LeftOut, Source


def find_rejection(article: Article, source: Source) -> LeftOut | None:
    """Return why a source's phrases reject an article: it has one of exclude, or none of include; else None.

    Cost: linear in the length of the text for each phrase.
    """
    if not (source.include or source.exclude):
        return None
    from digest.text import find_phrase  # late: most sources have no phrases

    include = [phrase for phrase in source.include if phrase.strip()]
    text = f"{article.title}\n{article.text}"
    if excluded := find_phrase(text, source.exclude):
        detail = f"contains “{excluded}”"
    elif include and not find_phrase(text, include):
        detail = "contains none of the phrases of include"
    else:
        return None
    return LeftOut(article.id, article.title, article.source, "excluded", detail, article.url)
