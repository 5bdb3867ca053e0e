"""The notices that go with the program: who made which part, under what terms.

What the LGPL asks of those who hand Qt on is here: that Qt is named, its licence in full, where its
source is, and how a changed Qt is put into the place of the one that came with the program
(LGPL 3.0, section 4).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from building.component import Component

_HEAD = """\
Leaflet Viewer is under the MIT licence. It comes with the software of others that is listed here,
each with its licence, and with its version where that is known. The licence texts follow the list.

Qt and Qt for Python
--------------------

The program uses Qt and Qt for Python (PySide6, Shiboken6) under the GNU Lesser General Public
License, version 3, as they were published, without any change. Their source can be had from

    {qt}
    {pyside}

in the folders of the versions that the list names.

They are files of their own in the program's folder, below "_internal", and loaded when the program
starts. You may put changed ones into their place: build Qt or Qt for Python {version} from its
source, or any later version that keeps its binary interface, and replace the files of the same
names in "_internal/PySide6" and "_internal/shiboken6". Nothing in the program checks or prevents
that. You may also run the program from its own source with any Qt for Python: its README tells how.
To find out how your changes work together with the program you may take it apart.

Components
----------
"""
_RULE = "=" * 98


def write_notices(components: Iterable[Component], file: Path) -> None:
    """Write the notices as plain text in UTF-8."""
    file.write_text("\n".join(_lines(tuple(components))) + "\n", encoding="utf-8")


def _lines(components: tuple[Component, ...]) -> Iterator[str]:
    sources = {each.name: each for each in components}
    qt, pyside = sources.get("Qt"), sources.get("PySide6_Essentials")
    yield _HEAD.format(
        qt=qt.source if qt else "",
        pyside=pyside.source if pyside else "",
        version=qt.version if qt else "",
    )
    for each in components:
        yield from _listed(each)
    shown: dict[str, list[str]] = {}
    for each in components:
        for text in each.texts:
            shown.setdefault(text.strip(), []).append(each.name)
    for text, names in shown.items():
        yield from ("", _RULE, ", ".join(names), _RULE, "", text)


def _listed(component: Component) -> Iterator[str]:
    licence = component.licence or "see its text below"
    yield f"{_named(component)}: {licence}"
    if component.source:
        yield f"    {component.source}"
    for part in component.parts:
        by = f", by {part.author}" if part.author else ""
        yield f"    with {_named(part)}: {part.licence or 'terms as above'}{by}"


def _named(component: Component) -> str:
    return f"{component.name} {component.version}".strip()
