"""A long leaflet's HTML in slices that make the same document when they are added one by one.

PySide holds the interpreter while Qt makes a document of HTML: 0.1 s for 1 MB, in which the
window is deaf on whatever thread it happens. Between two slices others get their turn.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

SLICE = 10_000
"""Characters of HTML that make a slice: about 1 ms."""
_ELEMENT = re.compile("<(/?)(?:p|div|ul|ol|table|h[1-6])\\b")
_BODY = re.compile("<body[^>]*>")
_END = "</body></html>"
# Qt joins the first paragraph that is added to the one before: this one, which has no text.
_JOINT = '<p style="-qt-paragraph-type:empty"><br/></p>'


def html_slices(html: str, least: int = SLICE) -> Iterator[str]:
    """Each slice as HTML of its own, of `least` characters, to be added behind the one before.

    `html` is what `viewer.render.html` writes: every element is closed and all text escaped. A
    slice ends between two elements of the body, but not behind a table, whose gap belongs to it.
    """
    body = _BODY.search(html)
    if body is None:
        yield html
        return
    head, start, depth = html[: body.end()], body.end(), 0
    joint = ""
    for element in _ELEMENT.finditer(html, start):
        at = element.start()
        if element[1]:
            depth -= 1
            continue
        if depth == 0 and at - start >= least and _may_begin(html, at):
            yield f"{head}{joint}{html[start:at]}{_END}"
            start, joint = at, _JOINT
        depth += 1
    yield f"{head}{joint}{html[start:]}"


def _may_begin(html: str, at: int) -> bool:
    """Whether a slice may begin with the element there: a paragraph or heading, no table's gap."""
    return html[at + 1] in "ph" and not html.endswith("</table>", 0, at)
