"""Tells what an XML file is by its first bytes: the namespace and name of its root element."""

from __future__ import annotations

import re

_BEFORE_ROOT = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(\[.*?\]\s*)?>", re.DOTALL)
_START = re.compile(r"<(?:([\w.-]+):)?([\w.-]+)((?:\s[^>]*)?)/?>?", re.DOTALL)
_NAMESPACE = r"\sxmlns{prefix}\s*=\s*(?:\"([^\"]*)\"|'([^']*)')"


def root_name(head: bytes) -> str:
    """The root element as "{namespace}name"; empty where the bytes do not begin an XML file."""
    text = _decoded(head)
    place = 0
    while found := _BEFORE_ROOT.match(text, place):
        place = found.end()
    start = _START.match(text, place)
    if not start:
        return ""
    prefix, name, attributes = start.groups()
    pattern = _NAMESPACE.format(prefix=f":{re.escape(prefix)}" if prefix else "")
    namespace = re.search(pattern, attributes)
    address = (namespace[1] or namespace[2] or "") if namespace else ""
    return f"{{{address}}}{name}" if address else name


def _decoded(head: bytes) -> str:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "replace")
    return head.removeprefix(b"\xef\xbb\xbf").decode("latin-1")
