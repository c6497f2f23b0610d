"""The Jinja environment of all templates: a sandbox from which no path leads to the program or the system.

Jinja's own sandbox refuses names that begin with an underscore. This one also lists the attributes that each
kind of value has; a function has none (those of a functools.partial lead to its arguments, and so to the
environment).
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from jinja2 import Template, TemplateRuntimeError, runtime, utils
from jinja2.environment import TemplateModule
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from digest.rendering.render_limits import (
    RenderMeter,
    check_format,
    check_method,
    check_nesting,
    check_operation,
    check_written,
    write_placeholder_text,
)
from digest.rendering.template_inheritance import CheckingCodeGenerator

_TEXT = """
    capitalize casefold center count endswith find format index isalnum isalpha isascii isdecimal isdigit
    islower isnumeric isspace istitle isupper join ljust lower lstrip partition removeprefix removesuffix
    replace rfind rindex rjust rpartition rsplit rstrip split splitlines startswith strip striptags swapcase
    title unescape upper zfill
"""
_DICT_METHODS = frozenset(dir(dict))
_LOOP = "changed cycle depth depth0 first index index0 last length nextitem previtem revindex revindex0"
_LOOP_NAMES = frozenset(_LOOP.split())

ATTRIBUTES: tuple[tuple[type, frozenset[str]], ...] = (
    (str, frozenset(_TEXT.split())),
    (dict, frozenset({"get", "items", "keys", "values"})),
    (list, frozenset({"count", "index"})),
    (runtime.LoopContext, _LOOP_NAMES),
    (runtime.Macro, frozenset({"arguments", "caller", "catch_kwargs", "catch_varargs", "name"})),
    (runtime.BlockReference, frozenset({"super"})),
    (utils.Cycler, frozenset({"current", "next", "reset"})),
)
"""(type of a value, the names of its attributes), for values that the program and Jinja give to templates."""

_OPEN_TYPES = (date, datetime, time, timedelta, Decimal, utils.Namespace, TemplateModule)
"""Values all of whose public attributes are data, or names that a template has given."""


class TemplateSandbox(ImmutableSandboxedEnvironment):
    """A Jinja environment without a way out.

    meter: limits what a template costs; None for templates that come with the program.
    """

    code_generator_class = CheckingCodeGenerator
    intercepted_binops = frozenset({"+", "*", "**", "%"})

    def __init__(self, meter: RenderMeter | None = None, **options: Any) -> None:
        super().__init__(**options)
        self.meter = meter
        self.globals["lipsum"] = write_placeholder_text

    def guard_filters(self) -> None:
        """Limit the arguments of all filters; called when all are known."""
        if meter := self.meter:
            self.filters = {
                name: meter.guard_filter(name, function) for name, function in self.filters.items()
            }

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return what a template writes as obj.attribute.

        Nearly all of it is fields of the edition: without looking for a method of that name first, which is
        an exception for each, a page takes two thirds of the time. Most of the rest is the state of loops and
        the macros of imported templates.
        """
        kind = type(obj)
        if kind is dict and attribute not in _DICT_METHODS:
            try:
                return obj[attribute]
            except KeyError:
                pass
        elif kind is runtime.LoopContext and attribute in _LOOP_NAMES:
            return getattr(obj, attribute)
        elif kind is TemplateModule and attribute in obj.__dict__ and attribute[0] != "_":
            return obj.__dict__[attribute]
        return super().getattr(obj, attribute)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Whether a template may read an attribute. Jinja calls this for each, from filters, too."""
        if not super().is_safe_attribute(obj, attr, value):
            return False
        for kind, names in ATTRIBUTES:
            if isinstance(obj, kind):
                return attr in names
        if isinstance(obj, tuple):  # or a named one, as of the filter groupby
            return attr in ("count", "index", *getattr(obj, "_fields", ()))
        if isinstance(obj, _OPEN_TYPES):
            return True
        # The values of the reader's own plug-ins, such as dataclasses and named tuples.
        package = type(obj).__module__.partition(".")[0]
        is_own = package not in sys.stdlib_module_names and package not in ("digest", "jinja2", "markupsafe")
        return is_own and not callable(obj) and not isinstance(obj, Template)

    def wrap_str_format(self, value: Any) -> Callable[..., str] | None:
        wrapped = super().wrap_str_format(value)
        if not (wrapped and self.meter):
            return wrapped
        write, text = wrapped, value.__self__

        def write_checked(*args: Any, **kwargs: Any) -> str:
            check_format(text, (*args, *kwargs.values()))
            return write(*args, **kwargs)

        return write_checked

    def call(self, /, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:
        """Call a function, a method or a macro for a template."""
        if self.meter is None:
            return super().call(__context, __obj, *args, **kwargs)
        self.meter.check_time()
        args = check_method(__obj, args)
        return self.meter.check_value(super().call(__context, __obj, *args, **kwargs))

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        if self.meter is None:
            return super().call_binop(context, operator, left, right)
        check_operation(operator, left, right)
        return self.meter.check_value(super().call_binop(context, operator, left, right))

    def get_template(self, *args: Any, **kwargs: Any) -> Template:
        if self.meter:
            self.meter.check_time()
        return super().get_template(*args, **kwargs)

    def concat(self, pieces: Any) -> str:
        """Join the parts of a page, a block or a macro."""
        return self.meter.join(pieces) if self.meter else "".join(pieces)

    def watch_loop(self, items: Any) -> Any:
        """Return the items of a loop; compiled templates call this."""
        return self.meter.watch_loop(items) if self.meter else items

    def check_joined(self, text: Any) -> Any:
        """Return the result of "~"; compiled templates call this."""
        return self.meter.check_value(text) if self.meter else text

    def check_output(self, value: Any) -> Any:
        """Return a value that is written into a page, unless it is a function or has no end."""
        if isinstance(value, str):
            return value
        if callable(value) and not isinstance(value, runtime.Undefined):
            name = getattr(value, "name", getattr(value, "__name__", "it"))
            raise TemplateRuntimeError(f"{name} is a function: call it with () to write its result")
        check_nesting(value)
        check_written(value)
        return value
