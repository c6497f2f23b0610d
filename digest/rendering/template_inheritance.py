"""Compile templates with two additions: impossible inheritance is refused, and loops and "~" are watched.

Jinja itself ignores a block that the parent template does not have, and lets a template loop forever.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jinja2 import TemplateNotFound, nodes
from jinja2.compiler import CodeGenerator

from digest.errors import RenderError
from digest.rendering.template_errors import suggest_word
from digest.runtime.bundled_files import find_resource_folder

CODE_VERSION = 3
"""Part of the key of compiled templates: raised when the generated code changes."""


class CheckingCodeGenerator(CodeGenerator):
    """Compiles a template as Jinja does, with the additions named above."""

    def visit_For(self, node: nodes.For, frame: Any) -> None:  # noqa: N802, Jinja names it
        """Compile a loop whose items pass through `watch_loop` of the environment."""
        node.iter = nodes.Call(
            nodes.EnvironmentAttribute("watch_loop", lineno=node.lineno),
            [node.iter],
            [],
            None,
            None,
            lineno=node.lineno,
        ).set_environment(self.environment)
        super().visit_For(node, frame)

    def visit_Call(  # noqa: N802, Jinja names it
        self, node: nodes.Call, frame: Any, forward_caller: bool = False
    ) -> None:
        """Compile a call; that of `watch_loop` without the checks of calls that a template makes."""
        if isinstance(node.node, nodes.EnvironmentAttribute):
            self.write(f"environment.{node.node.name}(")
            self.visit(node.args[0], frame)
            self.write(")")
        else:
            super().visit_Call(node, frame, forward_caller=forward_caller)

    def visit_Concat(self, node: nodes.Concat, frame: Any) -> None:  # noqa: N802, Jinja names it
        """Compile "~" so that its result passes through `check_joined` of the environment."""
        self.write("environment.check_joined(")
        super().visit_Concat(node, frame)
        self.write(")")

    def visit_Template(self, node: nodes.Template, frame: Any = None) -> None:  # noqa: N802, Jinja names it
        """Compile a template. Raises RenderError when it extends itself, or a block overrides nothing."""
        try:
            parents = list(self._find_parents(node))
        except TemplateNotFound:
            parents = []  # reported on rendering, with the line that names the template
        # The PDF prints whatever edition.html.j2 the user has: what it changes there need not exist.
        if parents and parents[-1].find(nodes.Extends) is None and not self._is_shipped():
            known = {block.name for parent in parents for block in parent.find_all(nodes.Block)}
            self._refuse_unknown_blocks(node, known)
        super().visit_Template(node, frame)

    def _find_parents(self, node: nodes.Template) -> Iterator[nodes.Template]:
        """Yield the template that this one extends, the one that its parent extends, and so on."""
        assert self.environment.loader
        path, seen = self.filename, [self.name]
        while extends := _find_extends(node):
            name = extends.template.as_const()
            if name in seen:
                message = "it extends itself" + "".join(
                    f", by way of {each}" for each in seen[seen.index(name) + 1 :]
                )
                advice = f'To change what comes with the program, extend "default/{name}".'
                raise RenderError(f"{path}, line {extends.lineno}", message, advice)
            seen.append(name)
            text, path, _ = self.environment.loader.get_source(self.environment, name)
            node = self.environment.parse(text, name, path)
            yield node

    def _is_shipped(self) -> bool:
        """Whether the template comes with the program."""
        return Path(self.filename or "").is_relative_to(find_resource_folder("templates"))

    def _refuse_unknown_blocks(self, node: nodes.Template, known: set[str]) -> None:
        """Raise RenderError for the first block that no ancestor has: it would never be rendered."""
        for block in _find_outer_blocks(node):
            if block.name not in known:
                raise RenderError(
                    f"{self.filename}, line {block.lineno}",
                    f"there is no block {block.name} in what it extends, so this one is written nowhere",
                    suggest_word(block.name, known, "docs/templates.md names every block there is."),
                )


def _find_extends(template: nodes.Template) -> nodes.Extends | None:
    """Return the statement that extends a template by a constant name, or None."""
    found = (node for node in template.body if isinstance(node, nodes.Extends))
    return next((node for node in found if isinstance(node.template, nodes.Const)), None)


def _find_outer_blocks(node: nodes.Node) -> Iterator[nodes.Block]:
    """Yield the blocks that are not inside another block, in their order."""
    for child in node.iter_child_nodes():
        if isinstance(child, nodes.Block):
            yield child
        else:
            yield from _find_outer_blocks(child)
