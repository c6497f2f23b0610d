"""What a sender wrote, and what a mail only quotes."""

from __future__ import annotations

from pathlib import Path

import pytest

from digest.sources.folder.mail_quotes import remove_quotes, remove_quotes_from_html
from tests.support.folders import collect_article

OWN = "I am against it, and so is the whole choir of Ambel, which pays for the hall."
QUOTED = "The hall must be torn down this winter, because the town has no money."


@pytest.mark.parametrize(
    "attribution",
    [
        "On Sun, 3 May 2026 at 09:00, Ann Lorne <ann@x.example> wrote:",
        "On Sun, 3 May 2026 at 09:00, Ann Lorne\n<ann@x.example> wrote:",
        "Ann Lorne writes:",
        "Am 03.05.26 um 09:00 schrieb Ann Lorne:",
        "Le dim. 3 mai 2026 à 09:00, Ann Lorne <ann@x.example> a écrit :",
        "El dom, 3 may 2026 a las 9:00, Ann Lorne (<ann@x.example>) escribió:",
        "Il giorno dom 3 mag 2026 alle ore 09:00 Ann Lorne ha scritto:",
        "Em dom., 3 de mai. de 2026 às 09:00, Ann Lorne escreveu:",
        "Op zo 3 mei 2026 om 09:00 schreef Ann Lorne:",
        "Den sön 3 maj 2026 kl 09:00 skrev Ann Lorne:",
        "W dniu 3.05.2026 o 09:00, Ann Lorne napisała:",
        "3 мая 2026 г., Ann Lorne написала:",
        "2026年5月3日 9:00 Ann Lorne <ann@x.example>写道：",
        "2026年5月3日(日) 9:00 Ann Lorne <ann@x.example>:",
        "вс, 3 мая 2026 г. в 09:00, Ann Lorne <ann@x.example>:",
        "ne 3. 5. 2026 v 9:00 odesílatel Ann Lorne <ann@x.example> napsal:",
        "su 3. toukok. 2026 klo 9.00 Ann Lorne (ann@x.example) kirjoitti:",
        "ב-יום א׳, 3 במאי 2026 ב-9:00 מאת Ann Lorne <ann@x.example>:",
        "Quoting Ann Lorne <ann@x.example>:",
        "Ann Lorne said:",
        "",
    ],
)
def test_quoted_lines_and_their_attribution_are_removed(attribution: str) -> None:
    quoted = f"{attribution}\n> {QUOTED}\n>\n> > Older still."
    assert remove_quotes(f"{OWN}\n\n{quoted}\n").strip() == OWN
    assert remove_quotes(f"{quoted}\n\n{OWN}\n").strip() == OWN
    assert remove_quotes(f"First.\n\n{quoted}\n{OWN}").split("\n\n") == ["First.", OWN]


@pytest.mark.parametrize(
    "separator",
    [
        "-----Original Message-----",
        "-----Ursprüngliche Nachricht-----",
        "----- Mensaje original -----",
        "-----Message d'origine-----",
        "-----Messaggio originale-----",
        "-----Oorspronkelijk bericht-----",
        "________________________________\nFrom: Ann\nSent: Sunday\nTo: Ben\nSubject: Hall",
        "Von: Ann\nGesendet: Sonntag\nAn: Ben\nBetreff: Halle",
        "De : Ann\nEnvoyé : dimanche\nÀ : Ben\nObjet : Salle",
        "From: Ann\nDate: 3 May\nTo: Ben",
    ],
)
def test_the_mail_below_a_separator_is_removed(separator: str) -> None:
    assert remove_quotes(f"{OWN}\n\n{separator}\n\n{QUOTED}\n").strip() == OWN


@pytest.mark.parametrize("note", ["", "FYI\n\n", "For your files, Ben\n\n"])
@pytest.mark.parametrize(
    "separator",
    ["---------- Forwarded message ---------", "Begin forwarded message:", "-----Original Message-----"],
)
def test_a_forwarded_mail_is_kept_without_its_header(note: str, separator: str) -> None:
    text = remove_quotes(f"{note}{separator}\nFrom: Ann\nDate: 3 May\nTo: Ben\nSubject: Hall\n\n{QUOTED}\n")
    assert QUOTED in text
    assert "From: Ann" not in text


@pytest.mark.parametrize(
    "end",
    [
        "-- \nBen Kay\nTel. 555 0100",
        "--\nBen Kay",
        "Sent from my phone",
        "Von meinem Telefon gesendet",
        "Envoyé de mon téléphone",
        "_______________________________________________\nchoir mailing list\nchoir@lists.x.example",
        "-- \nYou received this message because you are subscribed to the choir.",
        "-- \nBen\n\n____________________\nZum Abmelden: https://x.example/a",
    ],
)
def test_signatures_and_footers_are_removed(end: str) -> None:
    assert remove_quotes(f"{OWN}\n\n{end}\n").strip() == OWN


@pytest.mark.parametrize(
    "text",
    [
        f"{OWN}\n\nThe mayor wrote in a letter: {QUOTED}",
        f"{OWN}\n\n--\n" + f"{QUOTED}\n" * 20,
        f"{OWN}\n\n____________________\n\n{QUOTED}",
        f"From: the desk\n\n{OWN}",
        f"> {OWN}\n> {QUOTED}",
        "3 > 2, said the teacher.",
    ],
)
def test_other_text_stays(text: str) -> None:
    assert remove_quotes(text).strip() == text.strip()


@pytest.mark.parametrize(
    "quote",
    [
        f'<blockquote type="cite">{QUOTED}</blockquote>',
        f'<div class="moz-cite-prefix">Ann wrote:</div><blockquote type="cite">{QUOTED}</blockquote>',
        f'<div class="gmail_quote"><div class="gmail_attr">On Sunday Ann wrote:</div>{QUOTED}</div>',
        f'<div id="divRplyFwdMsg">From: Ann</div><div>{QUOTED}</div>',
        f'<div class="yahoo_quoted">{QUOTED}</div>',
        f'<div class="protonmail_quote">{QUOTED}</div>',
    ],
)
def test_quotes_are_removed_from_html(quote: str) -> None:
    page = remove_quotes_from_html(f"<html><body><p>{OWN}</p>{quote}</body></html>")
    assert OWN in page
    assert QUOTED not in page
    assert "Ann" not in page


def test_a_short_answer_in_html_does_not_become_its_quote() -> None:
    page = remove_quotes_from_html(f'<p>I am against it.</p><div class="gmail_quote">{QUOTED}</div>')
    assert QUOTED not in page


@pytest.mark.parametrize(
    "page",
    [
        f'<div class="gmail_quote">---------- Forwarded message ---------<br>From: Ann<p>{QUOTED}</p></div>',
        f'<p>FYI</p><div id="appendonsend"></div><p>{QUOTED}</p>',
        f'<blockquote type="cite">{QUOTED}</blockquote>',
        f"<blockquote>{QUOTED}</blockquote>",
        "",
        "<!-- -->",
    ],
)
def test_forwarded_mails_and_other_html_stay(page: str) -> None:
    assert (QUOTED in remove_quotes_from_html(page)) == (QUOTED in page)


def test_an_answer_is_read_without_what_it_quotes(tmp_path: Path) -> None:
    mail = (
        "From: Ben <ben@x.example>\nSubject: Re: The hall of Ambel\nDate: Sun, 3 May 2026 10:00:00 +0000\n"
        f"Content-Type: text/plain; charset=utf-8\n\nAnn wrote:\n> {QUOTED}\n\n{OWN}\n\n-- \nBen\n"
    )
    assert collect_article(tmp_path, "a.eml", mail).text == OWN


@pytest.mark.parametrize(
    "header",
    [
        "-----Оригінальне повідомлення-----",
        "-----원본 메시지-----",
        "-----Αρχικό μήνυμα-----",
        "-----Orijinal İleti-----",
        "On Sun, 3 May 2026 at 09:00, Ann Lorne <ann@x.example> wrote:",
        "Ann Lorne <ann@x.example> schrieb am 03.05.2026 um 09:00:",
        "**From:** Ann\n**Sent:** Sunday\n**To:** Ben\n**Subject:** Hall",
        "发件人：Ann\n发送时间：2026\n收件人：Ben\n主题：大厅",
        "差出人: Ann\n送信日時: 2026\n宛先: Ben\n件名: ホール",
        "Feladó: Ann\nElküldve: 2026\nCímzett: Ben\nTárgy: Terem",
        "От: Ann\nОтправлено: воскресенье\nКому: Ben\nТема: Зал",
        "من: Ann\nتاريخ الإرسال: الأحد\nإلى: Ben\nالموضوع: قاعة",
    ],
)
def test_an_unmarked_mail_below_the_answer_is_removed(header: str) -> None:
    assert remove_quotes(f"{OWN}\n\n{header}\n\n{QUOTED}\n").strip() == OWN


@pytest.mark.parametrize(
    "end",
    [
        "—\nBen Kay\nTel. 555 0100",
        "____\nBen Kay\nTel. 555 0100",
        "发自我的iPhone",
        "Lähetetty iPhonesta",
        "Gesendet von Outlook für Android",
        "Надіслано з Galaxy",
        "-----------\nUm sich abzumelden, klicken Sie hier.",
        "______________________________\nСписок рассылки hall\nОтписаться: https://x.example",
        "______________________________\nhallメーリングリスト\nhttps://x.example/options",
    ],
)
def test_signatures_and_footers_of_all_languages_are_removed(end: str) -> None:
    assert remove_quotes(f"{OWN}\n\n{end}\n").strip() == OWN


@pytest.mark.parametrize(
    "text",
    [
        f"{OWN}\n\n—\n\nThe hall was built in 1920, when the choir had nine members and no roof.",
        f"{OWN}\n\nThe choir wrote this with an old iPhone.",
        f"When: Sunday\nWhere: Ambel\nWho: all of us\n\n{OWN}",
    ],
)
def test_text_that_looks_like_a_signature_or_a_header_stays(text: str) -> None:
    assert remove_quotes(text).strip() == text
