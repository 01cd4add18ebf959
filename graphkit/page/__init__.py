"""What every HTML file we write shares: the shell, styles and scripts, and how they are put into one safe page.

A page asks for nothing but itself. Its policy names the digests of its scripts and styles and allows nothing else;
data lies in a JSON element and becomes text, never markup.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

__all__ = ["environment", "json_script", "policy", "vis_network"]

#: Scripts and styles of every page, in order.
SCRIPTS = ("dom.js", "state.js", "theme.js", "marks.js", "search.js", "searchbox.js", "facets.js", "export.js")
STYLES = ("base.css", "parts.css")


def environment(package: str, scripts: Sequence[str], styles: Sequence[str]) -> Environment:
    """Return a template environment that escapes by default, for a page of a package.

    Templates may extend ``shell.html.j2``, which takes its scripts, styles and policy from here.

    Args:
        package: where the templates, scripts and styles of the page lie.
        scripts: their names, in order; they come after those that all pages share.
        styles: the same for styles.
    """
    script = _joined("graphkit.page", SCRIPTS) + _joined(package, scripts)
    style = _joined("graphkit.page", STYLES) + _joined(package, styles)
    loader = ChoiceLoader([PackageLoader(package, ""), PackageLoader("graphkit.page", "")])
    made = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    made.globals |= {"script": Markup(script), "style": Markup(style), "policy": policy}  # noqa: S704
    return made


def _joined(package: str, names: Sequence[str]) -> str:
    return "".join(_read(package, name) + "\n" for name in names)


@cache
def _read(package: str, name: str) -> str:
    return (files(package) / name).read_text(encoding="utf-8").replace("\r\n", "\n")


def policy(scripts: Sequence[str], styles: Sequence[str]) -> str:
    """Return a content security policy that allows exactly these scripts and styles, and pictures made in the page.

    >>> policy(["let a;"], [])[:52]
    "default-src 'none'; script-src 'sha256-81WALLbUROF1p"
    """
    parts = [
        "default-src 'none'",
        f"script-src {_digests(scripts)}",
        f"style-src {_digests(styles)}",
        "img-src data: blob:",
        "base-uri 'none'",
        "form-action 'none'",
    ]
    return "; ".join(parts)


def _digests(texts: Sequence[str]) -> str:
    digests = (base64.b64encode(hashlib.sha256(str(text).encode()).digest()).decode() for text in texts)
    return " ".join(f"'sha256-{digest}'" for digest in digests) or "'none'"


def json_script(value: Any) -> Markup:
    r"""Return a value as the content of a JSON script element: nothing in it can end the element.

    >>> print(json_script({"a": "</script>"}))
    {"a":"\u003c/script\u003e"}
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False, default=str)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)  # noqa: S704


def vis_network() -> Markup:
    """Return the script of vis-network that pyvis bundles."""
    path = files("pyvis") / "templates" / "lib" / "vis-9.1.2" / "vis-network.min.js"
    return Markup(path.read_text(encoding="utf-8").replace("\r\n", "\n"))  # noqa: S704
