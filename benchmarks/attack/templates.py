"""Hostile templates: ways out of the sandbox, and what never ends or fills the memory.

Templates have more time than other inputs, so the limit on their time is lowered to half a second here.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from functools import partial
from itertools import product
from pathlib import Path
from random import Random

from benchmarks.attack.cases import Case
from digest.editions.serialize import serialize_edition
from digest.errors import RenderError
from digest.rendering import RenderSettings, render_edition, render_limits
from digest.rendering.template_files import MAX_TEMPLATE
from tests.support.golden_edition import golden_edition

_SECONDS = 0.5
_CHARACTERS_PER_EXPRESSION = 2_000
_MAX_EXPRESSIONS = 100  # each is an input of its own, and the limit of a case is that of one input
_LEAKS = (
    "root:x:",
    "<class ",
    "<function",
    "<built-in",
    "<code ",
    "<frame ",
    "<module",
    "Loader",
    "object at 0x",
)

_OBJECTS = (
    "stylesheet", "script", "label", "reason", "hour_ticks", "range", "lipsum", "dict", "cycler", "joiner",
    "namespace", "title", "edition", "stories", "stories[0]", "namespace(a=1)", "cycler('a')", "joiner()",
    "('a'|safe)", "(stories|map('upper'))", "''.format", "self", "self.page", "1", "none", "undefined",
    "(title ~ '')", "loop", "caller", "varargs", "m", "t",
)  # fmt: skip
_ATTRIBUTES = (
    "__class__", "__class__.__mro__", "__globals__", "__init__", "__init__.__globals__", "__self__",
    "__func__", "__dict__", "__subclasses__", "__builtins__", "__code__", "__closure__",
    "__wrapped__", "__call__",
    "__reduce_ex__", "__getattribute__", "__doc__", "__module__", "func", "args", "keywords", "gi_frame",
    "gi_code", "f_globals", "tb_frame", "mro", "environment", "_environment", "_context", "_body_stream",
    "__context", "loader", "globals", "module", "_func", "_TemplateReference__context",
)  # fmt: skip
_WAYS = (
    "{{{{ {0}.{1} }}}}",
    "{{{{ {0}['{1}'] }}}}",
    "{{{{ {0}|attr('{1}') }}}}",
    "{{{{ [{0}]|map(attribute='{1}')|list }}}}",
    "{{{{ [{0}]|sort(attribute='{1}')|length }}}}",
    "{{{{ [{0}]|groupby('{1}') }}}}",
    "{{{{ '{{0.{1}}}'.format({0}) }}}}",
    "{{{{ ('{{0.{1}}}'|safe).format({0}) }}}}",
    "{{{{ '{{a.{1}}}'.format_map({{'a': {0}}}) }}}}",
    "{{{{ {0}|attr('{1}'|reverse|reverse) }}}}",
    "{{% set a = {0}.{1} %}}{{{{ a }}}}",
    "{{% for a in {0}.{1} %}}{{{{ a }}}}{{% endfor %}}",
)
_FRAMES = {
    "loop": "{{% for x in [1] %}}{}{{% endfor %}}",
    "caller": "{{% macro m() %}}{}{{% endmacro %}}{{% call m() %}}{{% endcall %}}",
    "varargs": "{{% macro m() %}}{}{{% endmacro %}}{{{{ m(1) }}}}",
    "m": "{{% macro m() %}}{{% endmacro %}}{}",
    "t": "{{% import 'other.j2' as t %}}{}",
    "self.page": "{{% block page %}}{{% endblock %}}{}",
}

_LOOP = "{% for i in range(100000) %}"
_GROW = "{% set n = namespace(s=START) %}{% for i in range(60) %}{% set n.s = STEP %}{% endfor %}{{ n.s }}"


def _grow(start: str, step: str) -> str:
    return _GROW.replace("START", start).replace("STEP", step)


ENDLESS_LOOP = _LOOP * 2 + "{% endfor %}" * 2
_ENDLESS = {
    "loops": ENDLESS_LOOP,
    "loops that write": _LOOP * 2 + "SIZE" + "{% endfor %}" * 2,
    "filtered loops": f"{_LOOP}{{% for j in range(100000) if false %}}{{% endfor %}}{{% endfor %}}",
    "macros": "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(60) }}",
    "a macro in itself": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "a file in itself": "{% include 'edition.org.j2' %}",
    "a file in itself twice": "{% include 'edition.org.j2' %}{% include 'edition.org.j2' %}",
    "a parent of itself": "{% extends 'edition.org.j2' %}",
    "sums": f"{_LOOP}{{% set x = range(100000)|sum %}}{{% endfor %}}",
    "a recursive loop": "{% for n in [60] recursive %}{{ loop([n - 1, n - 1]) if n }}{% endfor %}",
    "a width of %": "{{ '%1000000000d' % 1 }}",
    "widths of %": "{{ ('%99999d' * 1000) % ((1,) * 1000) }}",
    "a width of format": "{{ '{:1000000000d}'.format(1) }}",
    "widths of format": "{{ ('{0:99999d}' * 10000).format(1) }}",
    "a long value in %": "{{ ('%s' * 100000) % ((('x' * 10000),) * 100000) }}",
    "a long value in format": "{{ ('{0}' * 10000).format('x' * 1000000) }}",
    "a long list in format": "{{ ('{0}' * 10000).format([1] * 100000) }}",
    "a width of center": "{{ 'x'|center(1000000000) }}",
    "placeholder text": "{{ lipsum(n=100000) }}",
    "placeholder texts": f"{_LOOP}{{{{ lipsum() }}}}{{% endfor %}}",
    "a power": "{{ 10 ** (10 ** 10) }}",
    "a product": "{{ 'x' * 1000000000 }}",
    "a list": "{{ [1] * 1000000000 }}",
    "a list of a text": "{{ ['x' * 1000000] * 1000000 }}",
    "a dumped list": "{{ (['x' * 1000000] * 1000000)|tojson }}",
    "lists in lists": _grow("1", "[n.s, n.s]"),
    "sorted lists in lists": _grow("1", "[n.s, n.s]|sort"),
    "doubled lists": _grow("[1]", "n.s + n.s"),
    "doubled texts": _grow("'x'", "n.s ~ n.s"),
    "doubled wide texts": _grow("'水'", "n.s ~ n.s"),
    "doubled emoji": _grow("'😀'", "n.s ~ n.s"),
    "kept texts": _grow("[]", "n.s + [('😀' ~ i) * 1000000]"),
    "squares": _grow("9", "n.s * n.s"),
    "joined lists": _grow("['x']", "[n.s|join, n.s|join]"),
    "tripled replacements": _grow("'x'", "n.s|replace('x', 'xxx')"),
    "indented lines": "{{ ('x\\n' * 100000)|indent(1000) }}",
    "wrapped words": "{{ ('x ' * 500000)|wordwrap(1) }}",
    "links": "{{ ('https://a.example/b ' * 40000)|urlize }}",
    "stripped tags": "{{ ('<b ' * 300000)|striptags }}",
    "words": "{{ ('a ' * 400000)|wordcount }} {{ ('ab cd ' * 150000)|title }}",
    "a whole text": "{{ 'SIZE'|upper|urlize|striptags|wordwrap|length }}",
    "a long name": "{{ aSIZE }}",
    "brackets": "{{ OPEN1CLOSE }}",
    "signs": "{{ MINUS1 }}",
    "sums of signs": "{{ 1PLUS }}",
    "open blocks": "IFS",
    "raw": "{% raw %}SIZE",
    "comments": "{# SIZE",
    "filters": "{{ 1FILTERS }}",
}  # fmt: skip


def list_cases() -> Iterator[Case]:
    for name in _OBJECTS:
        yield Case(f"ways out of {name}", partial(_make_expressions, name), _try_to_leave)
    yield Case("a whole text that is too long", _make_long_template, _render_endless)
    for name, template in _ENDLESS.items():
        yield Case(name, partial(_make_template, template), _render_endless)


def _make_expressions(name: str, size: int, random: Random) -> list[str]:
    """A template for each way to each attribute; some of them, by the size and the seed."""
    frame = _FRAMES.get(name, "{}")
    every = [frame.format(way.format(name, attribute)) for way, attribute in product(_WAYS, _ATTRIBUTES)]
    count = min(size // _CHARACTERS_PER_EXPRESSION, _MAX_EXPRESSIONS, len(every))
    return random.sample(every, max(count, 1))


def _make_template(template: str, size: int, _: Random) -> str:
    """A template that is as long as it may be: a longer one is refused before it is compiled."""
    size = min(size, MAX_TEMPLATE - 1_000)
    repeated = {
        "SIZE": "a" * size,
        "OPEN": "(" * (size // 2),
        "CLOSE": ")" * (size // 2),
        "MINUS": "-" * size,
        "PLUS": " + 1" * (size // 4),
        "IFS": "{% if 1 %}" * (size // 10),
        "FILTERS": "|abs" * (size // 4),
    }
    for word, value in repeated.items():
        template = template.replace(word, value)
    return template


def _make_long_template(size: int, _: Random) -> str:
    return "a" * max(size, MAX_TEMPLATE + 1)


def _try_to_leave(templates: list[str]) -> str:
    shown = 0
    for template in templates:
        try:
            page = _render(template)
        except RenderError as error:
            page = str(error)
        else:
            shown += 1
        if found := [word for word in _LEAKS if word in page]:
            raise AssertionError(f"{template} shows {found[0]}")
    return f"{len(templates)} templates, {shown} rendered"


def _render_endless(template: str) -> str:
    return f"{len(_render(template))} characters"


def _render(template: str) -> str:
    render_limits.MAX_SECONDS = _SECONDS
    data = serialize_edition(golden_edition())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "edition.org.j2").write_text(template, "utf-8")
        (folder / "other.j2").write_text("{% macro x() %}{% endmacro %}", "utf-8")
        settings = RenderSettings(formats=("edition.org.j2",), templates=folder)
        (page,) = render_edition(data, settings).values()
    return page if isinstance(page, str) else page.decode("utf-8", "replace")
