"""Remove from a mail what its sender did not write: quoted mails, signatures, footers of lists.

Programs mark quoted text in a handful of ways: a line that attributes it ("On Monday, M. Falk wrote:") above
lines that begin with ">", a separator ("-----Original Message-----"), the header of the quoted mail, or an
element of their own in HTML. Kept libraries for this were tried and not taken, see docs/decisions.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import lxml.html

from digest.text import split_words

# The verb of an attribution, in the languages of mail programs; the name may stand before or after it.
_WROTE = (
    r"wrote|writes|schrieb|a écrit|ecrit|escribió|escribio|ha scritto|scrisse|escreveu|schreef"
    r"|geschreven|skrev"
    r"|said|menulis|napisao je|пише|kirjoitti|napisał|napisała|napisał\(a\)|napsal|napsala|napsal\(a\)"
    r"|пишет|написал|написала|написал\(а\)|írta"
    r"|yazdı|έγραψε|a scris|viết|написав|написала"
)
_ATTRIBUTION = re.compile(rf"(?=.{{0,250}}\b(?:{_WROTE})\b).{{8,300}}:\s*$", re.IGNORECASE)
# In any language, such a line above quoted ones attributes them if it gives an address, or a day and an hour.
_ATTRIBUTION_FORM = re.compile(
    r"(?=.{0,250}(?:\S@\S|\d{4}.{1,60}\d[:.]\d\d|\d[:.]\d\d.{1,60}\d{4})).{8,300}[:：]\s*$"
)
_CJK_ATTRIBUTION = re.compile(r"^.{0,200}\d.{0,200}(?:写道|寫道|のメール|さんは書きました|작성)[:：]?\s*$")
_ATTRIBUTIONS = (_ATTRIBUTION, _ATTRIBUTION_FORM, _CJK_ATTRIBUTION)

_ORIGINAL = re.compile(
    r"^[-_*\s]{2,20}(?:original (?:message|appointment)|urspr(?:ü|ue?)ngliche nachricht|original-nachricht"
    r"|message d['’]origine|mensaje original|messaggio originale|mensagem original|oorspronkelijk bericht"
    r"|ursprungligt meddelande|oprindelig meddelelse|opprinnelig melding|alkuperäinen viesti"
    r"|wiadomość oryginalna|původní zpráva|исходное сообщение|orijinal mesaj|eredeti üzenet"
    r"|original ?-?meddelelse|originele bericht|mesaj original|missatge original|izvorna poruka"
    r"|pôvodná správa|orijinal ileti|özgün ileti|pesan asli|tin nhắn gốc|αρχικό μήνυμα"
    r"|оригинальное сообщение|оригінальне повідомлення|الرسالة الأصلية|הודעה מקורית"
    r"|原始邮件|原始郵件|邮件原件|元のメッセージ|원본 ?메시지)"
    r"[-_*\s]{0,20}$",
    re.IGNORECASE,
)
_FORWARDED = re.compile(
    r"^[-_*\s]{0,20}(?:begin forwarded message|forwarded message|weitergeleitete nachricht"
    r"|anfang der weitergeleiteten (?:nachricht|e-mail)|message (?:transféré|réexpédié)"
    r"|début du message (?:transféré|réexpédié)|mensaje reenviado|inicio del mensaje reenviado"
    r"|messaggio inoltrato"
    r"|inizio messaggio inoltrato|mensagem (?:encaminhada|reencaminhada)|doorgestuurd bericht"
    r"|begin doorgestuurd bericht|vidarebefordrat meddelande|wiadomość przekazana|пересылаемое сообщение)"
    r"[-_*\s:]{0,20}$",
    re.IGNORECASE,
)
_HEADER = re.compile(
    r"^\*{0,2}(from|von|de|da|van|från|fra|od|lähettäjä|от|to|an|à|a|para|aan|till|til|do|кому|cc|kopie"
    r"|copie|sent|gesendet"
    r"|envoyé|enviado(?: el)?|inviato|verzonden|skickat|sendt|wysłano|date|datum|fecha|data|dato|дата"
    r"|subject|betreff"
    r"|objet|asunto|oggetto|assunto|onderwerp|ämne|emne|temat|тема|reply-to|antwort an"
    r"|enviad[ao] em|odesláno|komu|předmět|odoslané|predmet|poslano|za|отправлено|відправлено|надіслано|від"
    r"|feladó|elküldve|címzett|tárgy|lähetetty|vastaanottaja|aihe|από|στάλθηκε|προς|θέμα"
    r"|kimden|gönderme tarihi|gönderildi|tarih|kime|konu|de la|trimis|către|subiect|từ|đã gửi|tới|đến|chủ đề"
    r"|dari|terkirim|dikirim|kepada|ke|perihal|subjek|من|تاريخ الإرسال|إلى|الموضوع|מאת|נשלח|אל|נושא"
    r"|发件人|发送时间|日期|收件人|抄送|主题|寄件者|寄件日期|收件者|主旨|差出人|送信日時|日時|宛先|件名"
    r"|보낸 ?사람|보낸 ?날짜|날짜|받는 ?사람|제목)\*{0,2}\s?[:：]\*{0,2}\s*\S",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(r"^--[ \u00a0]?$")
# Typed by hand: only a few short lines below these are a signature.
_LOOSE_SIGNATURE = re.compile(r"^(?:[—–]|_{2,}|-{3,})[ \u00a0]?$")
_RULE = re.compile(r"^[ \t]*(?:[_=~-][ \t]?){4,}$")
_FOOTER = re.compile(
    r"mailing[ -]?list|mailingliste|unsubscribe|abmelden|abzumelden|cancelar la suscripción"
    r"|отписаться|рассылк|відписатися|розсилк"
    r"|odhlásit|leiratkoz|dezabona|abonelikten|διαγραφή|berhenti berlangganan|hủy đăng ký|mailman"
    r"|取消订阅|取消訂閱|退订|邮件列表|郵件列表|メーリングリスト|配信停止|수신 ?거부|구독 ?취소"
    r"|إلغاء الاشتراك"
    r"|abbestellen|désabonner|désinscri|darse de baja"
    r"|lista de correo"
    r"|liste de diffusion|disiscriv|cancelar a (?:inscrição|subscrição)|afmelden|uitschrijven"
    r"|avregistrera|wypisa[ćc]"
    r"|listinfo|/listinfo/|list-unsubscribe|you received this message because|google groups|@lists?\.",
    re.IGNORECASE,
)
_SENT_FROM = re.compile(
    r"^(?:sent (?:from|with) (?:my|outlook|yahoo|proton|mail)|get outlook for|(?:von|gesendet von"
    r"|gesendet mit) mein\w* "
    r"|von meinem .{1,40} gesendet|gesendet mit der|envoyé de(?:puis)? (?:mon|ma|outlook)"
    r"|enviado desde (?:mi|outlook)"
    r"|inviato da(?:l mio)? |enviado d[oe] meu|verzonden (?:vanaf|met) mijn|skickat från min|sendt fra min"
    r"|wysłane z |отправлено с )",
    re.IGNORECASE,
)
# The name of the program or device that a mail was written with, as its last line.
_SENT_WITH = re.compile(
    r"iPhon|iPad|Android|Galaxy|Outlook|BlackBerry|Huawei|Xiaomi|sent via mobile", re.IGNORECASE
)
# Some programs put the initials of the quoted sender before the mark.
_QUOTED = re.compile(r"^[ \t]?(?:[>＞]|\|[ \t]?>|[A-Z]{2,3}>)")

MAX_SIGNATURE_LINES = 12
"""Below more lines, "--" is a rule in the text and not the start of a signature."""

MAX_FOOTER_LINES = 8
MAX_LOOSE_LINES, MAX_LOOSE_LENGTH = 6, 60
"""Lines below a mark of a signature that may also separate paragraphs, and characters in each."""

MIN_HEADERS = 3
"""Header lines in a row that begin a quoted mail."""

MIN_OWN_WORDS = 8
"""A sender who writes less above a whole mail forwards it: then that mail is what there is to read."""

_QUOTE_ELEMENTS = (
    "//blockquote[@type='cite'] | //*[contains(concat(' ', @class, ' '), ' gmail_quote ')]"
    " | //*[contains(concat(' ', @class, ' '), ' protonmail_quote ')]"
    " | //*[contains(@class, 'yahoo_quoted')] | //*[contains(@class, 'moz-cite-prefix')]"
    " | //*[contains(@class, 'gmail_attr')]"
)
_SIGNATURE_ELEMENTS = (
    "//*[contains(@class, 'moz-signature')] | //*[contains(@class, 'gmail_signature')]"
    " | //*[@id='Signature'] | //*[contains(@class, 'protonmail_signature_block')]"
)
_REST_IS_QUOTED = "//*[@id='divRplyFwdMsg' or @id='appendonsend' or contains(@class, 'OutlookMessageHeader')]"


def remove_quotes(text: str) -> str:
    """Return the lines of a plain-text mail that its sender wrote, in order.

    Lines that begin with ">" are quoted unless the mail has no others. A forwarded mail is kept, without its
    header, if little is written above it. Cost: linear.
    """
    lines = text.split("\n")
    lines = _cut_footer(lines)
    own, quoted = _cut_at_separator(lines)
    if quoted and len(split_words("\n".join(_drop_quoted_lines(own)))) < MIN_OWN_WORDS:
        own = [*own, *_drop_header(quoted)]
    written = _drop_quoted_lines(own)
    if not split_words("\n".join(written)):
        return text
    return "\n".join(_cut_signature(written))


def remove_quotes_from_html(page: str) -> str:
    """Return the HTML of a mail without the elements in which mail programs put quoted mails and signatures.

    Forwarded mails stay; a mail of which nothing would be left is returned as it is. Cost: linear.
    """
    if not page.strip():
        return page
    try:
        tree = lxml.html.document_fromstring(page)
    except (lxml.etree.ParserError, ValueError):
        return page
    for element in tree.xpath(f"{_QUOTE_ELEMENTS} | {_SIGNATURE_ELEMENTS}"):
        if not _is_forwarded(element):
            _remove(element)
    for element in tree.xpath(_REST_IS_QUOTED):
        above = " ".join(element.xpath("./preceding::text()"))
        if len(split_words(above)) >= MIN_OWN_WORDS:
            for follower in list(element.itersiblings()):
                _remove(follower)
        _remove(element)
    if not split_words(tree.text_content()):
        return page
    return str(lxml.html.tostring(tree, encoding="unicode"))


def _is_forwarded(element: lxml.html.HtmlElement) -> bool:
    first = next((text for text in element.itertext() if text.strip()), "")
    return _FORWARDED.match(first.strip()) is not None


def _remove(element: lxml.html.HtmlElement) -> None:
    if element.getparent() is not None:
        element.drop_tree()


def _cut_footer(lines: Sequence[str]) -> list[str]:
    """Cut the footer that a list adds below a rule."""
    last = max((place for place, line in enumerate(lines) if line.strip()), default=-1)
    for place in range(max(last - MAX_FOOTER_LINES, 0), last + 1):
        is_start = _RULE.match(lines[place]) or _SIGNATURE.match(lines[place])
        if is_start and _FOOTER.search("\n".join(lines[place : last + 1])):
            return _cut_footer(lines[:place])
    return list(lines)


def _cut_at_separator(lines: Sequence[str]) -> tuple[list[str], list[str]]:
    """Split lines where a whole mail follows: at a separator, or at the header of the mail."""
    last_quoted = max((place for place, line in enumerate(lines) if _QUOTED.match(line)), default=-1)
    for place, line in enumerate(lines):
        is_attribution = line.rstrip()[-1:] == ":" and place > last_quoted
        is_attribution = is_attribution and bool(_ATTRIBUTION.match(line) and _ATTRIBUTION_FORM.match(line))
        if is_attribution or _ORIGINAL.match(line) or _FORWARDED.match(line):
            return list(lines[:place]), list(lines[place + 1 :])
        if _HEADER.match(line) and _count_headers(lines[place : place + 8]) >= MIN_HEADERS:
            above = place - 1 if place and _RULE.match(lines[place - 1]) else place
            return list(lines[:above]), list(lines[place:])
    return list(lines), []


def _count_headers(lines: Sequence[str]) -> int:
    count = 0
    for line in lines:
        if not _HEADER.match(line):
            break
        count += 1
    return count


def _drop_header(lines: Sequence[str]) -> list[str]:
    """Drop the header at the start of a forwarded mail."""
    place = 0
    while place < len(lines) and (not lines[place].strip() or _HEADER.match(lines[place])):
        place += 1
    return list(lines[place:])


def _drop_quoted_lines(lines: Sequence[str]) -> list[str]:
    """Drop lines that begin with ">", and the lines above them that attribute them."""
    kept: list[str] = []
    for line in lines:
        if not _QUOTED.match(line):
            kept.append(line)
            continue
        while kept and not kept[-1].strip():
            kept.pop()
        _drop_attribution(kept)
        kept.append("")
    _drop_attribution(kept)
    return kept


def _drop_attribution(kept: list[str]) -> None:
    """Drop an attribution at the end of these lines; programs wrap it into two."""
    while kept and not kept[-1].strip():
        kept.pop()
    for size in (1, 2, 3):
        joined = " ".join(line.strip() for line in kept[-size:])
        # A line that begins with "<mia@" or "wrote" goes on from the one above.
        begins = not joined[:1].islower() and not joined.startswith("<")
        above = "".join(kept[-size - 1 : -size])
        is_whole = len(kept) >= size and ((begins and size == 1) or not above.strip())
        if is_whole and any(form.match(joined) for form in _ATTRIBUTIONS):
            del kept[-size:]
            return


def _cut_signature(lines: Sequence[str]) -> list[str]:
    last = max((place for place, line in enumerate(lines) if _SIGNATURE.match(line)), default=-1)
    if last > 0 and sum(bool(line.strip()) for line in lines[last:]) <= MAX_SIGNATURE_LINES:
        lines = lines[:last]
    lines = [line for line in lines if not _SENT_FROM.match(line.strip())]
    filled = [place for place, line in enumerate(lines) if line.strip()]
    if len(filled) > 1 and _is_loose(lines[filled[-1]]) and _SENT_WITH.search(lines[filled[-1]]):
        lines = lines[: filled.pop()]
    marks = [place for place in filled if _LOOSE_SIGNATURE.match(lines[place])]
    below = [lines[place] for place in filled if marks and place > marks[-1]]
    if marks and marks[-1] > 0 and len(below) <= MAX_LOOSE_LINES and all(map(_is_loose, below)):
        lines = lines[: marks[-1]]
    return list(lines)


def _is_loose(line: str) -> bool:
    """Return whether a line is too short for a sentence and has no stop, as in a signature."""
    return len(line.strip()) <= MAX_LOOSE_LENGTH and line.strip()[-1:] not in tuple(".!?…。！？।")
