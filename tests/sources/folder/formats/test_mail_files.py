"""Mails as files: headers that are not encoded as the standard wants."""

from __future__ import annotations

from pathlib import Path

import pytest

from digest.sources.folder.formats.mail_files import read_headers
from tests.support.folders import collect_article

BODY = "The tide mill of Ambel grinds rye again this week, and the miller wants to sell it at the quay."


@pytest.mark.parametrize(
    ("subject", "encoding"),
    [
        ("Re: Écluse fermée", "utf-8"),
        ("Odp: Śluza zamknięta", "utf-8"),
        ("Re: Мельница у моста", "utf-8"),
        ("水車小屋のお知らせ", "utf-8"),
        ("Απ: Ο μύλος της γέφυρας", "utf-8"),
        ("Re: הטחנה ליד הגשר", "utf-8"),
        ("AW: Mühle geöffnet", "windows-1252"),
        ("Мельница у моста снова мелет рожь", "koi8-r"),
    ],
)
def test_headers_with_letters_that_are_not_encoded(tmp_path: Path, subject: str, encoding: str) -> None:
    mail = f"From: Zoë Łuk <zoe@post.example>\nSubject: {subject}\n\n{BODY}\n"
    if encoding != "utf-8":
        mail = mail.replace("Zoë Łuk", "Mia")
    body = mail.encode(encoding)
    assert read_headers(body).subject == subject
    assert collect_article(tmp_path / "a", "a.eml", body).title == subject
    mailbox = b"From a@post.example Sun May  3 10:00:00 2026\n" + body
    assert collect_article(tmp_path / "b", "b.mbox", mailbox).title == subject
