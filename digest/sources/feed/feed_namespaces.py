"""Name the elements of a feed by the meaning of their namespaces, as feedparser does."""

from __future__ import annotations

import re
from functools import lru_cache

ATOM = "http://www.w3.org/2005/Atom"
RSS_1 = "http://purl.org/rss/1.0/"
NETSCAPE = "http://my.netscape.com/rdf/simple/0.9/"
XHTML = "http://www.w3.org/1999/xhtml"
XLINK = "http://www.w3.org/1999/xlink"
XML = "http://www.w3.org/XML/1998/namespace"

# Namespaces whose elements have no prefix: RSS, Atom and early drafts of it.
_PLAIN = f"""
    {ATOM} {RSS_1} {NETSCAPE} http://purl.org/atom/ns# http://purl.org/rss/1.0/modules/rss091# http://purl.org/pie/
    http://blogs.law.harvard.edu/tech/rss http://backend.userland.com/rss http://purl.org/echo/
    http://example.com/necho http://example.com/newformat# uri/of/echo/namespace#
    """.split()
_PREFIXED = {
    "admin": "http://webns.net/mvcb/",
    "ag": "http://purl.org/rss/1.0/modules/aggregation/",
    "annotate": "http://purl.org/rss/1.0/modules/annotate/",
    "audio": "http://media.tangent.org/rss/1.0/",
    "blogchannel": "http://backend.userland.com/blogChannelModule",
    "cc": "http://creativecommons.org/ns#license http://web.resource.org/cc/",
    "co": "http://purl.org/rss/1.0/modules/company",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "cp": "http://my.theinfo.org/changed/1.0/rss/",
    "creativecommons": "http://cyber.law.harvard.edu/rss/creativeCommonsRssModule.html"
    " http://backend.userland.com/creativeCommonsRssModule",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "email": "http://purl.org/rss/1.0/modules/email/",
    "ev": "http://purl.org/rss/1.0/modules/event/",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
    "fm": "http://freshmeat.net/rss/fm/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "georss": "http://www.georss.org/georss",
    "gml": "http://www.opengis.net/gml",
    "icbm": "http://postneo.com/icbm/",
    "image": "http://purl.org/rss/1.0/modules/image/",
    "itunes": "http://www.itunes.com/DTDs/PodCast-1.0.dtd http://example.com/DTDs/PodCast-1.0.dtd",
    "l": "http://purl.org/rss/1.0/modules/link/",
    "media": "http://search.yahoo.com/mrss http://search.yahoo.com/mrss/",
    "pingback": "http://madskills.com/public/xml/rss/module/pingback/",
    "prism": "http://prismstandard.org/namespaces/1.2/basic/",
    "psc": "http://podlove.org/simple-chapters",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "ref": "http://purl.org/rss/1.0/modules/reference/",
    "reqv": "http://purl.org/rss/1.0/modules/richequiv/",
    "search": "http://purl.org/rss/1.0/modules/search/",
    "slash": "http://purl.org/rss/1.0/modules/slash/",
    "soap": "http://schemas.xmlsoap.org/soap/envelope/",
    "ss": "http://purl.org/rss/1.0/modules/servicestatus/",
    "str": "http://hacks.benhammersley.com/rss/streaming/",
    "sub": "http://purl.org/rss/1.0/modules/subscription/",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
    "szf": "http://schemas.pocketsoap.com/rss/myDescModule/",
    "taxo": "http://purl.org/rss/1.0/modules/taxonomy/",
    "thr": "http://purl.org/rss/1.0/modules/threading/",
    "ti": "http://purl.org/rss/1.0/modules/textinput/",
    "trackback": "http://madskills.com/public/xml/rss/module/trackback/",
    "wfw": "http://wellformedweb.org/commentAPI/",
    "wiki": "http://purl.org/rss/1.0/modules/wiki/",
    "xhtml": XHTML,
    "xlink": XLINK,
    "xml": XML,
}
_PREFIXES = {uri.lower(): prefix for prefix, uris in _PREFIXED.items() for uri in uris.split()}
_PREFIXES |= dict.fromkeys(map(str.lower, (*_PLAIN, "")), "")
_DECLARATION = re.compile(r"""xmlns(?::([^\s=<>"'/:]+))?\s*=\s*(?:"([^"]*)"|'([^']*)')""")


class UnsupportedFeedError(Exception):
    """The feed contains something that only feedparser can read."""


@lru_cache(maxsize=1024)
def find_prefix(namespace: str) -> str | None:
    """Return the usual prefix of a namespace, "" for RSS and Atom, or None if feedparser knows none."""
    lower = namespace.lower()
    return "" if "backend.userland.com/rss" in lower else _PREFIXES.get(lower)


@lru_cache(maxsize=1024)
def _find_known_name(tag: str) -> tuple[str, str]:
    """Return the name of an element and "", or its local name and its namespace if that is unknown."""
    namespace, _, local = tag.rpartition("}")
    prefix = find_prefix(namespace[1:])
    if prefix is None:
        return local.lower(), namespace[1:]
    return f"{prefix}:{local.lower()}" if prefix else local.lower(), ""


class FeedNames:
    """The names of the elements of one feed. feedparser goes by the prefix if it does not know the namespace.

    xml: the document. Raises UnsupportedFeedError if a prefix in it has several meanings: two namespaces, or
    one although it is the usual prefix of another one that is declared. Declarations quoted in a text count,
    too, which may reject a feed without need. Cost: linear.
    """

    def __init__(self, xml: str) -> None:
        self.namespaces: set[str] = set()
        self._prefixes: dict[str, str] = {}
        declared: dict[str, str] = {}
        defaults: set[str] = set()
        found = _DECLARATION.findall(xml)
        self.xlink_declarations = sum(XLINK in uris for uris in found)
        for prefix, *quoted in set(found):
            uri = "".join(quoted)
            if "&" in uri or len(uri.split()) > 1:
                raise UnsupportedFeedError
            self.namespaces.add(uri.lower())
            if not prefix:
                defaults.add(uri)
            else:
                self._add_prefix(prefix.lower(), uri, declared)
        for uri in (*declared.values(), *defaults):
            prefix = find_prefix(uri)
            prefix = self._prefixes.get(uri, "") if prefix is None else prefix
            if declared.get(prefix, uri) != uri or (uri in defaults and uri in self._prefixes):
                raise UnsupportedFeedError

    def _add_prefix(self, prefix: str, uri: str, declared: dict[str, str]) -> None:
        known = find_prefix(uri)
        # feedparser reads rdf:about by its prefix.
        if declared.setdefault(prefix, uri) != uri or (prefix == "rdf" and known != prefix):
            raise UnsupportedFeedError
        if known is None and self._prefixes.setdefault(uri, prefix) != prefix:
            raise UnsupportedFeedError

    def find_name(self, tag: str) -> str:
        """Return the name of an element by its tag: "dc:creator", "title" (no prefix for RSS and Atom)."""
        name, namespace = _find_known_name(tag)
        prefix = self._prefixes.get(namespace) if namespace else None
        return f"{prefix}:{name}" if prefix else name
