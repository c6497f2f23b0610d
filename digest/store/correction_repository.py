"""What the reader said of stories."""

from __future__ import annotations

from sqlalchemy import delete, or_, select

from digest.models import Corrections
from digest.store.repository import Shelf, upsert
from digest.store.schema import CORRECTIONS


class CorrectionShelf(Shelf):
    """Stories and articles that the reader moved, joined or muted."""

    def corrections(self) -> Corrections:
        """What the reader said of stories, by subject."""
        with self.look() as connection:
            rows = connection.execute(select(CORRECTIONS).order_by(CORRECTIONS.c.subject)).all()
        return Corrections(
            moved=tuple((row.subject, row.origin, row.target) for row in rows if row.kind == "moved"),
            joined=tuple((row.subject, row.target) for row in rows if row.kind == "joined"),
            muted=tuple((row.subject, row.target) for row in rows if row.kind == "muted"),
        )

    def correct(self, kind: str, subject: str, origin: str = "", target: str = "") -> None:
        """Keep one correction. kind: "moved" (an article), "joined" or "muted" (a story, whose headline
        is the target then); a later word on the same subject takes the place of the earlier one.
        """
        row = {"kind": kind, "subject": subject, "origin": origin, "target": target}
        with self.step() as connection:
            upsert(connection, CORRECTIONS, [row], ("origin", "target"))

    def forget_corrections(self, story: str) -> int:
        """Take back everything that was said of a story. Returns how many corrections that were."""
        about = or_(
            CORRECTIONS.c.subject == story, CORRECTIONS.c.origin == story, CORRECTIONS.c.target == story
        )
        with self.step() as connection:
            return connection.execute(delete(CORRECTIONS).where(about)).rowcount
