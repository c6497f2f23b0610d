"""A file of articles that the workers of a grouping read from, each article by its id."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import FileIO
from pathlib import Path

import numpy as np

from digest.models import Article


@dataclass(frozen=True, slots=True)
class ArticleFile:
    """Articles in a folder that all workers see: the reader of a grouping in shards."""

    folder: str

    @staticmethod
    def write(folder: Path, articles: Iterable[Article]) -> ArticleFile:
        """Write articles, one after the other, each id once."""
        ids, ends = [], [0]
        with (folder / "articles").open("wb") as file:
            for article in articles:
                ids.append(article.id)
                ends.append(ends[-1] + file.write(pickle.dumps(article, pickle.HIGHEST_PROTOCOL)))
        order = np.argsort(np.array(ids, str), kind="stable")
        np.save(folder / "ids.npy", np.array(ids, str)[order])
        np.save(folder / "places.npy", np.array([ends[:-1], ends[1:]], np.int64)[:, order])
        return ArticleFile(str(folder))

    def __call__(self, ids: Sequence[str]) -> list[Article]:
        """Return the articles with these ids, in their order."""
        if not ids:
            return []
        folder = Path(self.folder)
        rows = np.searchsorted(np.load(folder / "ids.npy", mmap_mode="r"), np.array(ids, str))
        places = np.load(folder / "places.npy", mmap_mode="r")[:, rows].T.tolist()
        # Not mapped into memory: the pages around scattered articles are nearly all of the file.
        with (folder / "articles").open("rb", buffering=0) as file:
            return [_read_article(file, start, end) for start, end in places]


def _read_article(file: FileIO, start: int, end: int) -> Article:
    file.seek(start)
    article: Article = pickle.loads(file.read(end - start))
    return article
