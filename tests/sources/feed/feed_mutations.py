"""Change feeds at random, in the ways in which feeds differ: for comparing two parsers."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable
from typing import Any

from lxml import etree

_NAMESPACES = {
    "": "",
    "atom": "http://www.w3.org/2005/Atom",
    "cc": "http://web.resource.org/cc/",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
    "georss": "http://www.georss.org/georss",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "media": "http://search.yahoo.com/mrss/",
    "old": "http://purl.org/atom/ns#",
    "psc": "http://podlove.org/simple-chapters",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rss1": "http://purl.org/rss/1.0/",
    "slash": "http://purl.org/rss/1.0/modules/slash/",
    "xhtml": "http://www.w3.org/1999/xhtml",
    "own": "https://own.example/namespace",
}
_NAMES = """
    abstract author body category channel cloud comments content contributor copyright created creator date
    description div docs email enclosure encoded entry feed fullitem generator group guid homepage icon id
    image info issued item items keywords language lastBuildDate license link links logo managingEditor
    media_content modified name origLink owner p point pubDate published rating rights rss source source_id
    span subject subtitle summary svg tagline tags textInput thumbnail title updated uri url webMaster where
    width
    """.split()  # noqa: SIM905
_ATTRIBUTES = """
    HREF about base domain href isPermaLink label lang lastmod medium mode rel scheme src term text title type
    uri url
    {http://www.w3.org/XML/1998/namespace}base {http://www.w3.org/XML/1998/namespace}lang
    {http://www.w3.org/1999/02/22-rdf-syntax-ns#}about {https://own.example/namespace}href
    """.split()  # noqa: SIM905
_VALUES = """
    alternate enclosure self text html xhtml text/plain text/html TEXT/HTML application/octet-stream text/xml
    application/xhtml+xml image/png base64 escaped true false en de_AT ../up/ http:///slashes.example/a Word
    https://other.example/b/ javascript:void(0)
    """.split()  # noqa: SIM905
_TEXTS = (
    *(
        "",
        "  ",
        "Plain words",
        "<p>Words in <b>bold</b></p>",
        "A &amp; B &lt; C &eacute; &frac12; &nope;",
        "</p>",
    ),
    *(
        "CafÃ© \x93quoted\x94",
        "Größe 東京",
        "ann@harbor.example (Ann)",
        "Ann <ann@harbor.example>",
        "UGxhaW4gd29yZHM=",
    ),
    *(
        "https://harbor.example/?a=1&amp;b=2&c;=3",
        "https:////harbor.example/x",
        "relative/path?q=1",
        "one, two,,three",
    ),
    *(
        "Mon, 02 Mar 2026 08:00:00 GMT",
        "2026-03-02T08:00:00Z",
        "true",
        "\u00a0padded\u2003",
        "<div>Only</div>",
        "<x>y</x>",
    ),
)
_FRAGMENTS = (
    "<author><name>Ann</name><email>ann@harbor.test</email></author>",
    "<author>Eve &lt;eve@harbor.test&gt;</author>",
    "<author><uri>https://harbor.example/bo</uri></author>",
    "<contributor><name>Cy</name></contributor>",
    "<itunes:owner><itunes:name>Owen</itunes:name></itunes:owner>",
    "<dc:creator>Dee</dc:creator>",
    "<image><title>Picture</title><url>https://harbor.example/p.png</url><odd/>"
    "<link>https://harbor.example/p</link><description>Of a boat</description></image>",
    "<textInput><title>Find</title><description>Words</description><name>q</name></textInput>",
    "<source><title>Wire</title><id>https://wire.example/</id><author><name>Ed</name></author></source>",
    "<media:group><media:title>Boat</media:title><media:content url='/b.jpg' medium='image'>"
    "<media:description>A boat</media:description></media:content></media:group>",
    "<itunes:category text='News'><itunes:category text='Local'/></itunes:category>",
    "<category domain='https://harbor.example/tags'>Boats</category>",
    "<media:keywords>one, two</media:keywords>",
    "<content type='xhtml'><xhtml:div><xhtml:p>Words <xhtml:br/>again</xhtml:p></xhtml:div></content>",
    "<content:encoded>&lt;p&gt;Words&lt;/p&gt;</content:encoded>",
    "<summary>Some &lt;em&gt;words&lt;/em&gt;</summary>",
    "<link rel='enclosure' type='image/jpeg' href='/boat.jpg'/>",
)


def mutate_feed(xml: str, seed: int, changes: int) -> str:
    """Return a feed with this many random changes; the same for the same seed."""
    chance = random.Random(seed)
    original = etree.fromstring(xml.encode())
    shared = {key: uri for key, uri in _NAMESPACES.items() if key not in ("", "old", "rss1")}
    root = etree.Element(original.tag, original.attrib, nsmap={**shared, **original.nsmap})
    root.text, root[:] = original.text, original[:]
    for _ in range(changes):
        elements = [element for element in root.iter() if isinstance(element.tag, str)]
        root = chance.choice(_CHANGES)(chance.choice(elements), chance).getroottree().getroot()
    return _change_namespaces(etree.tostring(root, encoding="unicode"), chance)


def _place(added: Any, element: Any, chance: random.Random) -> Any:
    """Insert an element in another one, mostly in one that has children."""
    if not len(element) and chance.random() < 0.8:
        element = element.getparent() if element.getparent() is not None else element
    element.insert(chance.randint(0, len(element)), added)
    return element


def _drop(element: Any, chance: random.Random) -> Any:
    parent = element.getparent()
    if parent is None:
        return element
    parent.remove(element)
    return parent


def _duplicate(element: Any, chance: random.Random) -> Any:
    parent = element.getparent()
    if parent is not None and len(element) < 20:
        parent.insert(chance.randint(0, len(parent)), copy.deepcopy(element))
    return element


def _move(element: Any, chance: random.Random) -> Any:
    targets = [target for target in element.getroottree().getroot().iter() if isinstance(target.tag, str)]
    target = chance.choice(targets)
    if element.getparent() is not None and not any(
        above is element for above in (target, *target.iterancestors())
    ):
        return _place(element, target, chance)
    return target


def _rename(element: Any, chance: random.Random) -> Any:
    if element.getparent() is not None:
        element.tag = _make_tag(chance)
    return element


def _insert(element: Any, chance: random.Random) -> Any:
    added = etree.Element(_make_tag(chance), nsmap={key: uri for key, uri in _NAMESPACES.items() if key})
    added.text = chance.choice(_TEXTS)
    if chance.random() < 0.5:
        _change_attribute(added, chance)
    return _place(added, element, chance)


def _insert_fragment(element: Any, chance: random.Random) -> Any:
    """Insert elements that belong together, without a namespace or in that of the element."""
    prefixes = " ".join(f'xmlns:{key}="{uri}"' for key, uri in _NAMESPACES.items() if key)
    namespace = etree.QName(element).namespace or ""
    added = etree.fromstring(f'<x xmlns="{namespace}" {prefixes}>{chance.choice(_FRAGMENTS)}</x>')[0]
    return _place(added, element, chance)


def _wrap(element: Any, chance: random.Random) -> Any:
    parent = element.getparent()
    if parent is not None:
        wrapper = etree.Element(_make_tag(chance))
        parent.replace(element, wrapper)
        wrapper.append(element)
    return element


def _change_attribute(element: Any, chance: random.Random) -> Any:
    name = chance.choice(_ATTRIBUTES)
    if name in element.attrib and chance.random() < 0.4:
        del element.attrib[name]
    else:
        element.set(name, chance.choice([*_VALUES, "", " "]))
    return element


def _change_text(element: Any, chance: random.Random) -> Any:
    text = chance.choice(_TEXTS)
    element.text = etree.CDATA(text) if chance.random() < 0.3 else text
    return element


def _change_tail(element: Any, chance: random.Random) -> Any:
    if element.getparent() is not None:
        element.tail = chance.choice(_TEXTS)
    return element


def _add_markup(element: Any, chance: random.Random) -> Any:
    name = chance.choice(
        ["b", "div", "p", "{http://www.w3.org/1999/xhtml}div", "{http://www.w3.org/1999/xhtml}p"]
    )
    added = etree.SubElement(element, name)
    added.text, added.tail = chance.choice(_TEXTS), chance.choice(_TEXTS)
    return element


def _make_tag(chance: random.Random) -> str:
    namespace = _NAMESPACES[chance.choice(list(_NAMESPACES))]
    name = chance.choice(_NAMES)
    return f"{{{namespace}}}{name}" if namespace else name


def _change_namespaces(xml: str, chance: random.Random) -> str:
    """Replace one namespace by another now and then."""
    if chance.random() < 0.85:
        return xml
    before, after = (chance.choice([*_NAMESPACES.values()][1:]) for _ in range(2))
    return xml.replace(f'"{before}"', f'"{after}"', chance.choice([1, -1]))


_CHANGES: tuple[Callable[[Any, random.Random], Any], ...] = (
    _drop,
    _duplicate,
    _move,
    _rename,
    _insert,
    _insert,
    _insert_fragment,
    _insert_fragment,
    _insert_fragment,
    _wrap,
    _change_attribute,
    _change_attribute,
    _change_text,
    _change_text,
    _change_tail,
    _add_markup,
)
