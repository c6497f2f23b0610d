"""What a sender wrote, and what a mail only quotes."""

from __future__ import annotations

from pathlib import Path

import pytest

from digest.sources.folder.mail_quotes import read_own_text, remove_quotes, remove_quotes_from_html
from tests.support.folders import collect_article

OWN = "We sang there for years, and the choir of Ambel has just bought new chairs for it."
QUOTED = "The old hall should become a library, because its roof is sound and the rooms are large."


@pytest.mark.parametrize(
    "attribution",
    [
        "On Sun, 3 May 2026 at 09:00, Mia Falk <mia@post.example> wrote:",
        "On Sun, 3 May 2026 at 09:00, Mia Falk\n<mia@post.example> wrote:",
        "Mia Falk writes:",
        "Am 03.05.26 um 09:00 schrieb Mia Falk:",
        "Le dim. 3 mai 2026 à 09:00, Mia Falk <mia@post.example> a écrit :",
        "El dom, 3 may 2026 a las 9:00, Mia Falk (<mia@post.example>) escribió:",
        "Il giorno dom 3 mag 2026 alle ore 09:00 Mia Falk ha scritto:",
        "Em dom., 3 de mai. de 2026 às 09:00, Mia Falk escreveu:",
        "Op zo 3 mei 2026 om 09:00 schreef Mia Falk:",
        "Den sön 3 maj 2026 kl 09:00 skrev Mia Falk:",
        "W dniu 3.05.2026 o 09:00, Mia Falk napisała:",
        "3 мая 2026 г., Mia Falk написала:",
        "2026年5月3日 9:00 Mia Falk <mia@post.example>写道：",
        "2026年5月3日(日) 9:00 Mia Falk <mia@post.example>:",
        "вс, 3 мая 2026 г. в 09:00, Mia Falk <mia@post.example>:",
        "ne 3. 5. 2026 v 9:00 odesílatel Mia Falk <mia@post.example> napsal:",
        "su 3. toukok. 2026 klo 9.00 Mia Falk (mia@post.example) kirjoitti:",
        "ב-יום א׳, 3 במאי 2026 ב-9:00 מאת Mia Falk <mia@post.example>:",
        "Quoting Mia Falk <mia@post.example>:",
        "Mia Falk said:",
        "",
    ],
)
def test_quoted_lines_and_their_attribution_are_removed(attribution: str) -> None:
    quoted = f"{attribution}\n> {QUOTED}\n>\n> > Older still."
    assert remove_quotes(f"{OWN}\n\n{quoted}\n").strip() == OWN
    assert remove_quotes(f"{quoted}\n\n{OWN}\n").strip() == OWN
    assert remove_quotes(f"First.\n\n{quoted}\n{OWN}").split("\n\n") == ["First.", OWN]


@pytest.mark.parametrize(
    "attribution",
    [
        "On 03/05/2026 09:00, Mia Falk wrote:",
        "Mia Falk a écrit le 03/05/2026 :",
        "Am 03.05.26 schrieb Mia Falk:",
    ],
)
def test_lines_with_a_bar_below_an_attribution_are_quoted(attribution: str) -> None:
    quoted = f"{attribution}\n| {QUOTED}\n|\n| Older still."
    assert remove_quotes(f"{OWN}\n\n{quoted}\n").strip() == OWN
    assert remove_quotes(f"{quoted}\n\n{OWN}\n").strip() == OWN
    assert (
        remove_quotes(f"{OWN}\n\n| Hall | Chairs |\n| Ambel | 90 |")
        == f"{OWN}\n\n| Hall | Chairs |\n| Ambel | 90 |"
    )


@pytest.mark.parametrize(
    "footer",
    [
        "---\nYou receive this because you read the thread. Unsubscribe: https://post.example/x",
        "___\nDiese Liste abbestellen: https://post.example/x",
        "- - -\nPour vous désabonner : https://post.example/x",
    ],
)
def test_a_footer_below_a_short_rule_is_removed(footer: str) -> None:
    assert remove_quotes(f"{OWN}\n\n{footer}\n").strip() == OWN


@pytest.mark.parametrize(
    "separator",
    [
        "-----Original Message-----",
        "-----Ursprüngliche Nachricht-----",
        "----- Mensaje original -----",
        "-----Message d'origine-----",
        "-----Messaggio originale-----",
        "-----Oorspronkelijk bericht-----",
        "---- On Sun, 03 May 2026 09:00:00 +0000 Mia Falk wrote ----",
        " ---- Am So, 03 Mai 2026 09:00:00 +0200 Mia Falk schrieb ----".strip(),
        "--- 2026年5月3日 09:00 Mia Falk 写道 ---",
        "________________________________\nFrom: Mia\nSent: Sunday\nTo: Olaf\nSubject: Hall",
        "Von: Mia\nGesendet: Sonntag\nAn: Olaf\nBetreff: Halle",
        "De : Mia\nEnvoyé : dimanche\nÀ : Olaf\nObjet : Salle",
        "From: Mia\nDate: 3 May\nTo: Olaf",
    ],
)
def test_the_mail_below_a_separator_is_removed(separator: str) -> None:
    assert remove_quotes(f"{OWN}\n\n{separator}\n\n{QUOTED}\n").strip() == OWN


@pytest.mark.parametrize("note", ["", "FYI\n\n", "For your files, Olaf\n\n"])
@pytest.mark.parametrize(
    "separator",
    ["---------- Forwarded message ---------", "Begin forwarded message:", "-----Original Message-----"],
)
def test_a_forwarded_mail_is_kept_without_its_header(note: str, separator: str) -> None:
    text = remove_quotes(f"{note}{separator}\nFrom: Mia\nDate: 3 May\nTo: Olaf\nSubject: Hall\n\n{QUOTED}\n")
    assert QUOTED in text
    assert "From: Mia" not in text


@pytest.mark.parametrize(
    "end",
    [
        "-- \nOlaf Birk\nTel. 555 0100",
        "--\nOlaf Birk",
        "-=-=-=-=-=-=-\nGroups.io Links: You receive all messages sent to this group.\n-=-=-=-=-=-=-",
        "##############################\nTo unsubscribe from the CHOIR list: https://x.example/a",
        "Sent from my phone",
        "Von meinem Telefon gesendet",
        "Envoyé de mon téléphone",
        "_______________________________________________\nchoir mailing list\nchoir@lists.x.example",
        "-- \nYou received this message because you are subscribed to the choir.",
        "-- \nOlaf\n\n____________________\nZum Abmelden: https://x.example/a",
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
        f'<div class="moz-cite-prefix">Mia wrote:</div><blockquote type="cite">{QUOTED}</blockquote>',
        f'<div class="gmail_quote"><div class="gmail_attr">On Sunday Mia wrote:</div>{QUOTED}</div>',
        f'<div id="divRplyFwdMsg">From: Mia</div><div>{QUOTED}</div>',
        f'<div class="yahoo_quoted">{QUOTED}</div>',
        f'<div class="protonmail_quote">{QUOTED}</div>',
    ],
)
def test_quotes_are_removed_from_html(quote: str) -> None:
    page = remove_quotes_from_html(f"<html><body><p>{OWN}</p>{quote}</body></html>")
    assert OWN in page
    assert QUOTED not in page
    assert "Mia" not in page


def test_a_short_answer_in_html_does_not_become_its_quote() -> None:
    page = remove_quotes_from_html(f'<p>It stays a hall.</p><div class="gmail_quote">{QUOTED}</div>')
    assert QUOTED not in page


@pytest.mark.parametrize(
    "page",
    [
        f'<div class="gmail_quote">---------- Forwarded message ---------<br>From: Mia<p>{QUOTED}</p></div>',
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
        "From: Olaf <olaf@post.example>\nSubject: Re: Our hall\nDate: Sun, 3 May 2026 10:00:00 +0000\n"
        f"Content-Type: text/plain; charset=utf-8\n\nMia wrote:\n> {QUOTED}\n\n{OWN}\n\n-- \nOlaf\n"
    )
    assert collect_article(tmp_path, "a.eml", mail).text == OWN


@pytest.mark.parametrize(
    "header",
    [
        "-----Оригінальне повідомлення-----",
        "-----원본 메시지-----",
        "-----Αρχικό μήνυμα-----",
        "-----Orijinal İleti-----",
        "On Sun, 3 May 2026 at 09:00, Mia Falk <mia@post.example> wrote:",
        "Mia Falk <mia@post.example> schrieb am 03.05.2026 um 09:00:",
        "**From:** Mia\n**Sent:** Sunday\n**To:** Olaf\n**Subject:** Hall",
        "发件人：Mia\n发送时间：2026\n收件人：Olaf\n主题：大厅",
        "差出人: Mia\n送信日時: 2026\n宛先: Olaf\n件名: ホール",
        "Feladó: Mia\nElküldve: 2026\nCímzett: Olaf\nTárgy: Terem",
        "От: Mia\nОтправлено: воскресенье\nКому: Olaf\nТема: Зал",
        "من: Mia\nتاريخ الإرسال: الأحد\nإلى: Olaf\nالموضوع: قاعة",
    ],
)
def test_an_unmarked_mail_below_the_answer_is_removed(header: str) -> None:
    assert remove_quotes(f"{OWN}\n\n{header}\n\n{QUOTED}\n").strip() == OWN


@pytest.mark.parametrize(
    "end",
    [
        "—\nOlaf Birk\nTel. 555 0100",
        "____\nOlaf Birk\nTel. 555 0100",
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


@pytest.mark.parametrize(
    "attribution",
    [
        "On 5/3/26 9:00, Mia Falk wrote:",
        "On Sun, May 3, 2026 at 9:00 AM Mia Falk <mia@post.example>\nwrote:",
        "ne 3. 5. 2026 o 9:00 Mia Falk <mia@post.example> napísal(a):",
        "3.05.2026 9:00, Мия Фальк пишет:",
        "\u200fבתאריך 3 במאי 2026 ב-9:00 מאת \u202aMia\u202c <\u202amia@post.example\u202c>:\u202c",
        "في الأحد، ٣ مايو ٢٠٢٦ في ٩:٠٠ ص كتب Mia Falk <mia@post.example>:",
        "2026년 5월 3일 (일) 오전 9:00, Mia Falk <mia@post.example>님이 작성:",
        "在 2026/5/3 9:00, Mia Falk 写道:",
        "Þann sun. 3. maí 2026 kl. 09:00 skrifaði Mia Falk <mia@post.example>:",
    ],
)
def test_a_mail_below_an_attribution_is_removed_in_plain_text_and_html(attribution: str) -> None:
    assert remove_quotes(f"{OWN}\n\n{attribution}\n\n{QUOTED}\n").strip() == OWN
    line = attribution.replace("<", "&lt;").replace(">", "&gt;")
    assert read_own_text(f"<p>{OWN}</p><p>{line}</p><blockquote><p>{QUOTED}</p></blockquote>") == OWN
    assert read_own_text(f"<div>{OWN}<br><br>{line}<blockquote>{QUOTED}</blockquote></div>") == OWN
    assert read_own_text(f"<blockquote>{QUOTED}</blockquote><p>{OWN}</p>") == f"{QUOTED}\n\n{OWN}"


@pytest.mark.parametrize(
    "header",
    [
        "<b>From:</b> Mia<br><b>Sent:</b> Sunday<br><b>To:</b> Olaf<br><b>Subject:</b> Hall",
        "<b>Von:</b> Mia<br><b>Gesendet:</b> Sonntag<br><b>An:</b> Olaf<br><b>Betreff:</b> Halle",
        "<p>De : Mia</p><p>Envoyé : dimanche</p><p>À : Olaf</p><p>Objet : Salle</p>",
        "<b>От:</b> Mia<br><b>Дата:</b> 3 мая<br><b>Кому:</b> Olaf<br><b>Тема:</b> Зал",
        "-----Original Message-----<br>差出人: Mia<br>宛先: Olaf",
    ],
)
def test_the_header_of_a_quoted_mail_is_found_in_html(header: str) -> None:
    page = f'<div><p>{OWN}</p><div style="border-top:solid 1pt">{header}</div><p>{QUOTED}</p></div>'
    assert read_own_text(page) == OWN


@pytest.mark.parametrize(
    "end",
    [
        "Best regards,\nOlaf Birk\n+49 555 0100",
        "Mit freundlichen Grüßen\n\nOlaf Birk\nTel. 555 0100",
        "Cordialement,\nOlaf",
        "С уважением,\nОлаф Бирк\n+7 555 0100",
        "よろしくお願いします。\n\nビルク オラフ\n555-0100",
        "Olaf Birk\nChoir of Ambel\nolaf@post.example",
        "Kveðja\nOlaf Birk",
        "***\nOlaf Birk\n+49 555 0100",
    ],
)
def test_a_signature_without_a_mark_is_removed(end: str) -> None:
    assert remove_quotes(f"{OWN}\n\n{end}\n", "Olaf Birk").strip() == OWN
    lines = end.replace("\n", "<br>")
    assert read_own_text(f"<p>{OWN}</p><p>{lines}</p>", "Olaf Birk") == OWN


@pytest.mark.parametrize(
    "text",
    [
        f"{OWN}\n\nOlaf Birk\n\n{QUOTED}",
        f"Best regards to all of you, and welcome.\n\n{OWN}",
        f"{OWN}\n\nNine singers came\nTwo stayed at home",
        f"Olaf Birk\n\n{OWN}",
    ],
)
def test_the_name_of_the_sender_within_a_text_ends_nothing(text: str) -> None:
    assert remove_quotes(text, "Olaf Birk").strip() == text
