"""Canonical article URLs, stable article ids, and URLs of single sentences."""

from __future__ import annotations

import re
import unicodedata
from hashlib import blake2b
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit

SCHEMES = frozenset({"http", "https", "file"})
_DEFAULT_PORTS = {"http": 80, "https": 443}

# Parameters that record where a click came from and never select a page.
_TRACKING = """
    __hsfp __hssc __hstc __twitter_impression _bta_c _bta_tid _ga _gl _hsenc _hsmi _kx _openstat
    at_campaign at_custom1 at_custom2 at_custom3 at_custom4 at_medium cmpid dclid dicbo ef_id epik
    fb_action_ids fb_action_types fb_ref fb_source fbclid ftag gbraid gclid gclsrc guccounter
    guce_referrer guce_referrer_sig hsctatracking icid igsh igshid intcmp ito li_fat_id mc_cid mc_eid
    mkt_tok ml_subscriber ml_subscriber_hash msclkid ncid obclid ocid oly_anon_id oly_enc_id rb_clickid
    rdt_cid ref_src ref_url s_kwcid smid smtyp soc_src soc_trk sr_share srsltid taid tblci tpcc
    trk_contact trk_module trk_msg trk_sid ttclid twclid vero_conv vero_id wbraid wickedid wt_mc wt_zmc
    xtor yclid ysclid
"""
TRACKING_PARAMETERS = frozenset(_TRACKING.split())
TRACKING_PREFIXES = ("hsa_", "itm_", "matomo_", "mtm_", "ns_mchannel", "piwik_", "pk_", "stm_", "utm_")

# Parameters and parts of paths that tell visitors apart, not pages: {name}, and {name: form of its value}.
_SESSION = frozenset(
    ["aspsessionid", "cfid", "cftoken", "jsessionid", "phpsessid", "session_id", "sessionid"]
)
_SESSION_VALUES = {"s": re.compile("[0-9a-f]{32}"), "sid": re.compile("[0-9a-f]{32}")}
_SESSION_PATH = re.compile(r";jsessionid=[^/?#;]*", re.IGNORECASE)
# Services that send their visitors on to the address in a parameter: {host and path: parameters}.
_REDIRECTORS = (
    (re.compile(r"(?:www\.)?google\.[a-z.]{2,6}/url"), ("url", "q")),
    (re.compile(r"(?:l|lm|www)\.facebook\.com/l\.php"), ("u",)),
    (re.compile(r"l\.instagram\.com/"), ("u",)),
    (re.compile(r"(?:www\.)?youtube\.com/redirect"), ("q",)),
    (re.compile(r"(?:www\.)?bing\.com/news/apiclick\.aspx"), ("url",)),
    (re.compile(r"(?:html\.)?duckduckgo\.com/l/"), ("uddg",)),
    (re.compile(r"[a-z0-9]{1,20}\.safelinks\.protection\.outlook\.com/"), ("url",)),
    (re.compile(r"(?:www\.)?linkedin\.com/(?:redir/redirect|safety/go)"), ("url",)),
    (re.compile(r"slack-redir\.net/link"), ("url",)),
    (re.compile(r"vk\.com/away\.php"), ("to",)),
)
_TARGET = re.compile(r"[?&]([a-z]+)=(https?(?::|%3a)[^&#]*)", re.IGNORECASE)

# Characters that may stand unencoded in a path or query; the rest is percent-encoded.
_PATH_SAFE = "/%:@!$&'()*+,;=~-._[]|"
_QUERY_SAFE = _PATH_SAFE + "?{}^`"
_ABSOLUTE = re.compile("https?://[^/?#]", re.IGNORECASE)
# A URL in canonical form, apart from its query: nearly all that feeds contain. Unusual ports do not match.
_CANONICAL = re.compile(
    r"(https?://(?:[a-z0-9_-]+\.)*[a-z0-9_-]+(?::[1-9]\d{3}|:[1-5]\d{4})?/[a-zA-Z0-9/%:@!$&'()*+,;=~\-._|]*)"
    r"(?:\?([a-zA-Z0-9/%:@!$&'()*+,;=~\-._|?{}^`]*))?",
    re.ASCII,
)
# An address that normalizing leaves as it is: nearly all that are configured. No encoded characters, no parts
# of the path that begin with a dot or are empty.
_NORMALIZED = re.compile(
    r"https?://(?:[a-z0-9_-]+\.)*[a-z0-9_-]+(?::[1-9]\d{3}|:[1-5]\d{4})?"
    r"(?:/[a-zA-Z0-9:@!$&'()*+,=~\-_|][a-zA-Z0-9:@!$&'()*+,=~\-_|.]*)+/?"
    r"(?:\?[a-zA-Z0-9/:@!$&'()*+,;=~\-._|]+)?",
    re.ASCII,
)
# The schemes by which pages and lists make a browser open a reader: "feed://host/path", "feed:https://host/path".
_READER_SCHEME = re.compile(
    r"^(?:(feeds|feed|rss|itpc|pcast|podcast):(?=\S)(?://)?)+(?:(https?:)(?=//)|//)?", re.IGNORECASE
)
_WEB_SCHEME = re.compile(r"^https?(?=://)", re.IGNORECASE)
_IGNORED = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")
_CREDENTIALS = re.compile("(?<=//)[^/?#]*@")
_ENCODED = re.compile("%([0-9a-fA-F]{2})")
# What follows scheme and host, up to the query.
_ADDRESS_PATH = re.compile(r"(?:[^/?#]*//[^/?#]*)?([^?#]*)")
_NOT_IN_HOST = re.compile(r"[\s/?#@\\<>%]")
_ACCENTS = re.compile("[\u0300-\u036f]+")
_EDGE_WORDS = 4
_PREFIX_WORDS = 6

SHORT_ID = 8
"""Characters of an id that are shown to users and accepted by `digest story`."""


def canonicalize_url(url: str, base: str = "") -> str:
    """Return the absolute URL of an article in canonical form, or "" if it is not one.

    url: as found, possibly relative to base. Scheme and host become lower case and the host ASCII
    (punycode). The default port, credentials, tracking parameters, session ids and the fragment are removed;
    a fragment that is a route ("#!/…", "#/…") names a page of its own and stays. A link of a service that
    only sends its visitors on (google.com/url?…) becomes the address to which it leads. Nothing else changes,
    so the URL still leads to the same page. Only http, https and file URLs are returned.
    """
    if not url and not base:
        return ""
    if "=http" in url and (target := _find_redirect_target(url)):
        return canonicalize_url(target)
    if ";" in url:
        url = _SESSION_PATH.sub("", url)
    if usual := _CANONICAL.fullmatch(url):
        query = _drop_tracking(usual[2] or "")
        return f"{usual[1]}?{query}" if query else usual[1]
    try:
        found = _IGNORED.sub("", url.strip())
        parts = urlsplit(found if _ABSOLUTE.match(found) else urljoin(base.strip(), found))
        port = parts.port
    except ValueError:
        return ""
    scheme = parts.scheme.lower()
    if scheme not in SCHEMES:
        return ""
    path = quote(parts.path, safe=_PATH_SAFE)
    if scheme == "file":
        return urlunsplit((scheme, parts.netloc, path, "", "")) if path.strip("/") else ""
    host = _ascii_host(parts.hostname or "")
    if not host:
        return ""
    if port is not None and port != _DEFAULT_PORTS[scheme]:
        host = f"{host}:{port}"
    fragment = parts.fragment if parts.fragment.startswith(("!", "/")) else ""
    query = quote(_drop_tracking(parts.query), safe=_QUERY_SAFE)
    return urlunsplit((scheme, host, path or "/", query, quote(fragment, safe=_QUERY_SAFE)))


def resolve_feed_scheme(address: str) -> str:
    """Return the http or https address that a "feed:" address means; of others, the scheme in lower case.

    "feed://host/x" and "feed:host/x" mean "http://host/x", "feed:https://host/x" and "feeds://host/x" mean
    "https://host/x".
    """
    address = _READER_SCHEME.sub(
        lambda found: found[2] or ("https://" if found[1].lower() == "feeds" else "http://"),
        address.strip(),
        count=1,
    )
    return _WEB_SCHEME.sub(lambda found: found[0].lower(), address, count=1)


def normalize_address(url: str) -> str:
    """Return an address in a form in which equal addresses are equal (RFC 3986, 6.2); only for comparing.

    "HTTP://Host.example:80/%7eann" and "http://host.example/~ann" have one form. User name, password and
    query stay. Whatever is not an http or https address is returned unchanged.
    """
    if _NORMALIZED.fullmatch(url):
        return url
    address = resolve_feed_scheme(url)
    try:
        parts = urlsplit(address)
        host, port = _ascii_host(parts.hostname or ""), parts.port
    except ValueError:
        return url
    if parts.scheme not in _DEFAULT_PORTS or not host:
        return url
    user, at, _ = parts.netloc.rpartition("@")
    if port is not None and port != _DEFAULT_PORTS[parts.scheme]:
        host = f"{host}:{port}"
    encoded = (quote(part, safe=_QUERY_SAFE) for part in (parts.path, parts.query))
    path, query = (_ENCODED.sub(_normalize_octet, part) for part in encoded)
    path = urlsplit(urljoin("http://host/", f"/.{path}")).path  # "//x" alone would be a host
    return urlunsplit((parts.scheme, f"{user}{at}{host}", path, query, ""))


def _normalize_octet(found: re.Match[str]) -> str:
    """Decode an encoded character that needs no encoding; write the others in capitals."""
    character = chr(int(found[1], 16))
    return (
        character
        if character.isascii() and (character.isalnum() or character in "-._~")
        else found[0].upper()
    )


def encode_url(url: str) -> str:
    """Return an absolute http or https address in ASCII, as requests need it, or "" if its host is not valid.

    The host is in punycode, credentials and fragment are dropped, and characters that no address may contain
    are percent-encoded.
    """
    parts = urlsplit(url)
    host = _ascii_host(parts.hostname or "")
    if not host:
        return ""
    netloc = host if parts.port is None else f"{host}:{parts.port}"
    path, query = quote(parts.path, safe=_PATH_SAFE), quote(parts.query, safe=_QUERY_SAFE)
    return urlunsplit((parts.scheme, netloc, path or "/", query, ""))


def remove_credentials(url: str) -> str:
    """Return a URL without user name and password, safe to show."""
    if "@" not in url and url.isprintable():
        return url
    return _CREDENTIALS.sub("", _IGNORED.sub("", url), count=1)


def make_article_id(identity: str) -> str:
    """Return a stable id of 16 hex digits. identity: what identifies an article, such as its URL."""
    return blake2b(identity.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def make_sentence_url(url: str, sentence: str, text: str) -> str:
    """Return a URL that opens an article at one of its sentences.

    url: of the article. sentence: as in the article's text, apart from white space. The URL ends with a text
    fragment: up to eight words in full, otherwise the fewest first and last words, at least four, by which a
    browser finds this place and no earlier one. If the whole sentence also occurs earlier, the words before
    it are added. If the sentence is not in the text, or the URL is not http, https or file, the URL is
    returned unchanged. Cost: linear in the text. See https://wicg.github.io/scroll-to-text-fragment/
    """
    if url.partition(":")[0].lower() not in SCHEMES:
        return url
    words = sentence.split()
    quoted, whole = " ".join(words), " ".join(text.split())
    found = whole.find(quoted)
    if not words or found < 0:
        return url
    earlier = _fold(whole[:found])
    prefix = _find_prefix(whole[:found], earlier, _fold(quoted)) if _fold(quoted) in earlier else ""
    directive = ",".join(_encode_term(part) for part in _find_ends(words, "" if prefix else earlier))
    if prefix:
        directive = f"{_encode_term(prefix)}-,{directive}"
    return f"{url}{'' if '#' in url else '#'}:~:text={directive}"


def _ascii_host(host: str) -> str:
    if ":" in host:
        return f"[{host}]"
    labels = unicodedata.normalize("NFKC", host).lower().rstrip(".").split(".")
    # Not the "idna" codec: it follows the older standard, which maps "straße" to "strasse".
    encoded = [label if label.isascii() else f"xn--{label.encode('punycode').decode()}" for label in labels]
    return ".".join(encoded) if all(labels) and not _NOT_IN_HOST.search(host) else ""


def _drop_tracking(query: str) -> str:
    return "&".join([pair for pair in query.split("&") if pair and not _is_tracking(pair)]) if query else ""


def _is_tracking(pair: str) -> bool:
    name, _, value = pair.partition("=")
    name = name.lower()
    if name in TRACKING_PARAMETERS or name in _SESSION or name.startswith(TRACKING_PREFIXES):
        return True
    form = _SESSION_VALUES.get(name)
    return form is not None and form.fullmatch(value) is not None


def _find_redirect_target(url: str) -> str:
    """Return the address to which a link of a redirecting service leads, or "" for other links."""
    place = url.partition("://")[2].partition("?")[0].lower()
    names = next((names for pattern, names in _REDIRECTORS if pattern.fullmatch(place)), ())
    found = {name.lower(): target for name, target in reversed(_TARGET.findall(url))} if names else {}
    return next((unquote(found[name]) for name in names if name in found), "")


def _find_ends(words: list[str], earlier: str) -> list[str]:
    """Return a start and an end that distinguish a sentence from earlier text, or the whole sentence."""
    quoted = " ".join(words)
    if len(words) > 2 * _EDGE_WORDS:
        starts = (" ".join(words[:size]) for size in range(_EDGE_WORDS, len(words)))
        start = next((start for start in starts if _fold(start) not in earlier), quoted)
        # A browser stops at the first match of the end after the start.
        rest = _fold(quoted[len(start) :]).lstrip()
        for size in range(_EDGE_WORDS, len(words) - len(start.split())):
            end = " ".join(words[-size:])
            if rest.find(_fold(end)) == len(rest) - len(_fold(end)):
                return [start, end]
    return [quoted]


def _find_prefix(before: str, earlier: str, folded_sentence: str) -> str:
    """Return the fewest words before a sentence that distinguish it from its repetitions, or ""."""
    words = before.split()[-_PREFIX_WORDS:]
    for count in range(1, len(words) + 1):
        prefix = " ".join(words[-count:])
        if f"{_fold(prefix)} {folded_sentence}" not in earlier:
            return prefix
    return ""


def _fold(text: str) -> str:
    """Return a text as browsers compare it: without case and accents."""
    return _ACCENTS.sub("", unicodedata.normalize("NFD", text.casefold()))


def _encode_term(part: str) -> str:
    # "-" separates a prefix from the rest of a text fragment, and quote() does not encode it.
    return quote(part, safe="").replace("-", "%2D")


def find_path(address: str) -> str:
    """Return the path of a web address as it stands there, for a fifth of the cost of urlsplit()."""
    return _ADDRESS_PATH.match(address)[1]  # type: ignore[index]  # it matches every text


def find_host(address: str) -> str:
    """Return the host of a web address in lower case; "" for a path, a file and what is no address."""
    if "://" not in address:
        return ""
    try:
        parts = urlsplit(address)
        return (parts.hostname or "") if parts.scheme.lower() != "file" else ""
    except ValueError:
        return ""
