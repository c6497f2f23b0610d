"""What a template takes from the one it extends; Jinja itself passes over a block that is not there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jinja2 import TemplateNotFound, nodes
from jinja2.compiler import CodeGenerator

from digest.errors import RenderError
from digest.render.template_errors import suggest


class LineageChecks(CodeGenerator):
    """Compiles a template as Jinja does, unless what it says of the one it extends cannot be meant."""

    def visit_Template(self, node: nodes.Template, frame: Any = None) -> None:  # noqa: N802, Jinja names it
        """Compile a template. Raises RenderError when it extends itself, or a block overrides nothing."""
        try:
            parents = list(self.find_parents(node))
        except TemplateNotFound:
            parents = []  # told when the page is written, with the line that names it
        if parents and parents[-1].find(nodes.Extends) is None:
            known = {block.name for parent in parents for block in parent.find_all(nodes.Block)}
            self.refuse_strays(node, known)
        super().visit_Template(node, frame)

    def find_parents(self, node: nodes.Template) -> Iterator[nodes.Template]:
        """The template that this one extends, the one that extends, and so on."""
        assert self.environment.loader
        path, seen = self.filename, [self.name]
        while extends := find_extends(node):
            name = extends.template.as_const()
            if name in seen:
                told = "it extends itself" + "".join(
                    f", by way of {each}" for each in seen[seen.index(name) + 1 :]
                )
                advice = f'To change what comes with the program, extend "default/{name}".'
                raise RenderError(f"{path}, line {extends.lineno}", told, advice)
            seen.append(name)
            text, path, _ = self.environment.loader.get_source(self.environment, name)
            node = self.environment.parse(text, name, path)
            yield node

    def refuse_strays(self, node: nodes.Template, known: set[str]) -> None:
        """Refuse the first block that no template above has: it would be written nowhere."""
        for block in find_outer_blocks(node):
            if block.name not in known:
                raise RenderError(
                    f"{self.filename}, line {block.lineno}",
                    f"there is no block {block.name} in what it extends, so this one is written nowhere",
                    suggest(block.name, known, "docs/templates.md names every block there is."),
                )


def find_extends(template: nodes.Template) -> nodes.Extends | None:
    """What a template extends by name, whatever the edition holds; None when there is no such thing."""
    found = (node for node in template.body if isinstance(node, nodes.Extends))
    return next((node for node in found if isinstance(node.template, nodes.Const)), None)


def find_outer_blocks(node: nodes.Node) -> Iterator[nodes.Block]:
    """The blocks that stand in no other block, in their order."""
    for child in node.iter_child_nodes():
        if isinstance(child, nodes.Block):
            yield child
        else:
            yield from find_outer_blocks(child)
