"""Save and load the reader's corrections to stories."""

from __future__ import annotations

from typing import Literal

from sqlalchemy import delete, or_, select

from digest.models import Corrections
from digest.store.session import Session, upsert
from digest.store.table_definitions import CORRECTIONS


class CorrectionRepository:
    """The articles that the reader moved, and the stories that the reader joined or muted."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def load(self) -> Corrections:
        """Return all corrections, sorted by subject."""
        with self._session.read() as connection:
            rows = connection.execute(select(CORRECTIONS).order_by(CORRECTIONS.c.subject)).all()
        return Corrections(
            moved=tuple((row.subject, row.origin, row.target) for row in rows if row.kind == "moved"),
            joined=tuple((row.subject, row.target) for row in rows if row.kind == "joined"),
            muted=tuple((row.subject, row.target) for row in rows if row.kind == "muted"),
        )

    def save(
        self, kind: Literal["moved", "joined", "muted"], subject: str, origin: str = "", target: str = ""
    ) -> None:
        """Save one correction; it replaces an earlier one of the same kind and subject.

        Args:
            kind: "moved" (an article), "joined" or "muted" (a story).
            subject: the id of that article or story.
            origin: for "moved", the id of the story that contained the article.
            target: the id of the story that it now belongs to; for "muted", the headline of the story.
        """
        row = {"kind": kind, "subject": subject, "origin": origin, "target": target}
        with self._session.write() as connection:
            upsert(connection, CORRECTIONS, [row], ("origin", "target"))

    def delete(self, story: str) -> int:
        """Delete all corrections that involve a story; return how many there were."""
        names_story = or_(
            CORRECTIONS.c.subject == story, CORRECTIONS.c.origin == story, CORRECTIONS.c.target == story
        )
        with self._session.write() as connection:
            return connection.execute(delete(CORRECTIONS).where(names_story)).rowcount
