"""Reads a Markdown leaflet, the project's own format.

Front matter in YAML, then CommonMark with tables and ``!!! note`` boxes; headings ``##`` to
``####`` make the tree of sections. The parser's tokens carry line numbers, so that every refusal
names its line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from viewer.leaflet.errors import MalformedLeafletError
from viewer.leaflet.front_matter import FrontMatter, read_front_matter
from viewer.leaflet.markdown_blocks import BlockReader, line_of
from viewer.leaflet.markdown_heading import Heading, key_from_title, parse_heading
from viewer.leaflet.markdown_inline import InlineReader
from viewer.leaflet.markdown_source import MarkdownSource, decode
from viewer.leaflet.model import Block, Leaflet, Provenance, Section

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.tree import SyntaxTreeNode

MAX_SECTIONS = 2_000
INTRODUCTION = "introduction"
# Blocks beyond the parser's own limit would vanish; it lies above what BlockReader refuses.
_PARSER_DEPTH = 40


def read_markdown(file: str, data: bytes) -> Leaflet:
    """The leaflet in these bytes; `file` is named in errors and in the provenance.

    Raises MalformedLeafletError, or UnreadableFileError where there are more bytes than allowed.
    """
    source = decode(file, data)
    head = read_front_matter(file, source.lines)
    parser = _parser()
    inline = InlineReader(source, parser)
    drafts = _drafts(source, inline, _parse(source, parser, head.lines))
    if not drafts:
        raise MalformedLeafletError(file, "", "the leaflet has no section and no text")
    _give_keys(source, drafts)
    keys = {draft.key for draft in drafts}
    for link in inline.key_links:
        if link.key not in keys:
            raise source.error(link.line, f"the link #{link.key[:60]} leads to no section")
    return _leaflet(head, _tree(drafts), file)


@dataclass(slots=True)
class _Draft:
    """A section while it is read: `depth` counts the ``#`` of its heading."""

    depth: int
    line: int
    title: str
    heading: Heading
    key: str = ""
    blocks: list[Block] = field(default_factory=list)
    children: list[_Draft] = field(default_factory=list)

    def section(self, level: int = 1) -> Section:
        return Section(
            self.key,
            self.title,
            level,
            codes=self.heading.codes,
            blocks=tuple(self.blocks),
            children=tuple(child.section(level + 1) for child in self.children),
        )


def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.admon import admon_plugin

    parser = MarkdownIt("commonmark", {"maxNesting": _PARSER_DEPTH})
    parser.enable("table").use(admon_plugin)
    # Link definitions would vanish from the text, underlined headings are easily made by mistake,
    # and inline text is parsed once its block is known.
    parser.disable(["reference", "lheading", "inline"])
    # Refused links are told with their line instead of being left as text.
    parser.validateLink = lambda url: isinstance(url, str)  # type: ignore[method-assign]
    return parser


def _parse(source: MarkdownSource, parser: MarkdownIt, skipped: int) -> list[SyntaxTreeNode]:
    """The top nodes of the body; blank lines stand for the front matter so that lines agree."""
    from markdown_it.tree import SyntaxTreeNode

    body = "\n".join(["", *source.lines[skipped:]])
    return list(SyntaxTreeNode(parser.parse("\n" * (skipped - 1) + body)).children)


def _drafts(
    source: MarkdownSource, inline: InlineReader, nodes: Iterable[SyntaxTreeNode]
) -> list[_Draft]:
    """The sections in reading order, without keys."""
    reader = BlockReader(source, inline)
    drafts: list[_Draft] = []
    for node in nodes:
        if node.type == "heading":
            drafts.append(_heading(source, inline, node))
            if len(drafts) > MAX_SECTIONS:
                raise source.error(
                    line_of(node), f"the leaflet has more than {MAX_SECTIONS:,} sections"
                )
        else:
            blocks = list(reader.blocks([node]))
            if blocks and not drafts:
                drafts.append(_Draft(2, line_of(node), "", Heading("")))
            if blocks:
                drafts[-1].blocks.extend(blocks)
    return drafts


def _heading(source: MarkdownSource, inline: InlineReader, node: SyntaxTreeNode) -> _Draft:
    line = line_of(node)
    depth = len(node.markup)
    if not 2 <= depth <= 4:
        raise source.error(line, f"a heading has ## to ####, not {node.markup}")
    try:
        heading = parse_heading(node.children[0].content if node.children else "")
    except ValueError as error:
        raise source.error(line, str(error)) from error
    title = inline.plain(heading.markdown, line)
    if not title:
        raise source.error(line, "a heading has no text")
    return _Draft(depth, line, title, heading)


def _give_keys(source: MarkdownSource, drafts: list[_Draft]) -> None:
    """Keys given in the source stand; the others are made of the title and differ from them."""
    line_of_key: dict[str, int] = {}
    for draft in drafts:
        draft.key = draft.heading.key
        if draft.key in line_of_key:
            raise source.error(
                draft.line,
                f"the section key {draft.key!r} stands already in line {line_of_key[draft.key]}",
            )
        if draft.key:
            line_of_key[draft.key] = draft.line
    for draft in drafts:
        if not draft.key:
            draft.key = key_from_title(draft.title or INTRODUCTION, line_of_key)
            line_of_key[draft.key] = draft.line


def _tree(drafts: list[_Draft]) -> Iterator[Section]:
    """The top sections: each heading belongs to the nearest one before it with fewer ``#``."""
    top: list[_Draft] = []
    open_drafts: list[_Draft] = []
    for draft in drafts:
        while open_drafts and open_drafts[-1].depth >= draft.depth:
            open_drafts.pop()
        (open_drafts[-1].children if open_drafts else top).append(draft)
        # The text before the first heading has no row in the tree, so nothing stands below it.
        if draft.title:
            open_drafts.append(draft)
    return (draft.section() for draft in top)


def _leaflet(head: FrontMatter, sections: Iterable[Section], file: str) -> Leaflet:
    return Leaflet(
        id=head.get("id"),
        title=head.get("title"),
        language=head.get("language"),
        kind=head.get("kind"),
        product=head.get("product") or head.get("title"),
        sections=tuple(sections),
        active_substance=head.get("active_substance"),
        atc=head.get("atc"),
        notice=head.get("notice"),
        provenance=Provenance(
            source=head.get("source"),
            holder=head.get("holder"),
            version=head.get("version"),
            date=head.get("date"),
            file=file,
        ),
    )
