"""A page that stands alone: a template with its own style and script, and a policy that admits nothing else."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING

from yusuan.writers.html import printable

if TYPE_CHECKING:
    from collections.abc import Callable

    from jinja2 import Template
    from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Page:
    """A template and what stands in it besides its content."""

    template: Template
    style: Markup
    script: Markup

    @property
    def policy(self) -> str:
        """Nothing from elsewhere, and of what is here only the page's own style and script."""
        return (
            f"default-src 'none'; style-src '{_digest(self.style)}'; "
            f"script-src '{_digest(self.script)}'; img-src data:; base-uri 'none'; form-action 'none'"
        )

    def with_style(self, rules: str) -> Page:
        """The same page with more rules of its own."""
        return replace(self, style=self.style + self.style.__class__(f"\n{rules}"))

    def render(self, **content: object) -> str:
        """The page with its content; every text of it printable and escaped."""
        own = {"style": self.style, "script": self.script, "policy": self.policy}
        return self.template.render(**content, **own)


@lru_cache
def page(package: str, name: str) -> Page:
    """The page of a package: `name.html.jinja`, `name.css` and `name.js` beside its modules."""
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    folder = resources.files(package)

    def read(file: str) -> str:
        return folder.joinpath(file).read_text("utf-8")

    environment = Environment(
        loader=FunctionLoader(read),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return Page(
        environment.get_template(f"{name}.html.jinja"),
        _embedded(read, f"{name}.css"),
        _embedded(read, f"{name}.js"),
    )


def _finalize(value: object) -> object:
    from markupsafe import Markup

    if isinstance(value, str) and not isinstance(value, Markup):
        return printable(value.replace("\r\n", "\n"))
    return value


def _embedded(read: Callable[[str], str], name: str) -> Markup:
    """One of the page's own files, without indents and comments."""
    from markupsafe import Markup

    lines = (line.strip() for line in read(name).splitlines())
    text = "\n".join(line for line in lines if line and not line.startswith("//"))
    return Markup(text)  # noqa: S704  our own file


def _digest(text: str) -> str:
    """The name by which a policy admits a style or script."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
