"""Remove from a mail what its sender did not write: quoted mails, signatures, footers of lists.

Programs mark quoted text in a handful of ways: a line that attributes it ("On Monday, A. Lorne wrote:") above
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
    r"|kirjoitti|napisał|napisała|napisał\(a\)|napsal|napsala|napsal\(a\)|пишет|написал|написала"
    r"|написал\(а\)|írta"
    r"|yazdı|έγραψε|a scris|viết|написав|написала"
)
_ATTRIBUTION = re.compile(rf"(?=.{{0,250}}\b(?:{_WROTE})\b).{{8,300}}:\s*$", re.IGNORECASE)
_CJK_ATTRIBUTION = re.compile(r"^.{0,200}\d.{0,200}(?:写道|寫道|のメール|さんは書きました|작성)[:：]?\s*$")

_ORIGINAL = re.compile(
    r"^[-_*\s]{2,20}(?:original (?:message|appointment)|ursprüngliche nachricht|original-nachricht"
    r"|message d['’]origine|mensaje original|messaggio originale|mensagem original|oorspronkelijk bericht"
    r"|ursprungligt meddelande|oprindelig meddelelse|opprinnelig melding|alkuperäinen viesti"
    r"|wiadomość oryginalna|původní zpráva|исходное сообщение|orijinal mesaj|eredeti üzenet"
    r"|原始邮件|元のメッセージ)"
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
    r"^\*?(from|von|de|da|van|från|fra|od|lähettäjä|от|to|an|à|a|para|aan|till|til|do|кому|cc|kopie"
    r"|copie|sent|gesendet"
    r"|envoyé|enviado(?: el)?|inviato|verzonden|skickat|sendt|wysłano|date|datum|fecha|data|dato|дата"
    r"|subject|betreff"
    r"|objet|asunto|oggetto|assunto|onderwerp|ämne|emne|temat|тема|reply-to|antwort an)\*?\s?:\*?\s+\S",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(r"^--[ \u00a0]?$")
_RULE = re.compile(r"^[ \t]*(?:[_=~-][ \t]?){10,}$")
_FOOTER = re.compile(
    r"mailing[ -]?list|mailingliste|unsubscribe|abmelden|abbestellen|désabonner|désinscri|darse de baja"
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
_QUOTED = re.compile(r"^[ \t]?(?:>|\|[ \t]?>)")

MAX_SIGNATURE_LINES = 12
"""Below more lines, "--" is a rule in the text and not the start of a signature."""

MAX_FOOTER_LINES = 8
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
    for place, line in enumerate(lines):
        if _ORIGINAL.match(line) or _FORWARDED.match(line):
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
        # A line that begins with "<ann@" or "wrote" goes on from the one above.
        begins = not joined[:1].islower() and not joined.startswith("<")
        above = "".join(kept[-size - 1 : -size])
        is_whole = begins and len(kept) >= size and (size == 1 or not above.strip())
        if is_whole and (_ATTRIBUTION.match(joined) or _CJK_ATTRIBUTION.match(joined)):
            del kept[-size:]
            return


def _cut_signature(lines: Sequence[str]) -> list[str]:
    last = max((place for place, line in enumerate(lines) if _SIGNATURE.match(line)), default=-1)
    if last > 0 and sum(bool(line.strip()) for line in lines[last:]) <= MAX_SIGNATURE_LINES:
        lines = lines[:last]
    return [line for line in lines if not _SENT_FROM.match(line.strip())]
