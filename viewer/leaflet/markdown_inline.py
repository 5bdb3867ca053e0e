"""The text inside a Markdown block: inline tokens become runs."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from viewer.leaflet.markdown_source import MarkdownSource
from viewer.leaflet.model import Run
from viewer.leaflet.runs import RunBuilder, refused_character, with_blanks_kept

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_WEB_ADDRESS = re.compile(r"https?://[^\s/?#]|mailto:[^\s?]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class KeyLink:
    """A link to a section of the same leaflet, and the line that it stands in."""

    line: int
    key: str


@dataclass(slots=True)
class InlineReader:
    """Reads inline Markdown; `key_links` are those met so far, to be checked at the end."""

    source: MarkdownSource
    parser: MarkdownIt
    key_links: list[KeyLink] = field(default_factory=list)

    def runs(self, markdown: str, line: int) -> tuple[Run, ...]:
        """The runs of Markdown text that begins in this line. Raises MalformedLeafletError."""
        tokens: list[Token] = []
        self.parser.inline.parse(markdown, self.parser, {}, tokens)
        builder = RunBuilder()
        bold = italic = 0
        link = ""
        for token in tokens:
            match token.type:
                case "text" | "text_special" | "code_inline":
                    self._check(token.content, line)
                    builder.add(token.content, Run("", bold > 0, italic > 0, link=link))
                case "softbreak":
                    builder.add(" ", Run("", bold > 0, italic > 0, link=link))
                    line += 1
                case "hardbreak":
                    builder.break_line()
                    line += 1
                case "strong_open" | "strong_close":
                    bold += token.nesting
                case "em_open" | "em_close":
                    italic += token.nesting
                case "link_open":
                    link = self._target(token, line)
                case "link_close":
                    link = ""
                case _:
                    raise self.source.error(line, _refusal(token.type))
        return builder.runs()

    def plain(self, markdown: str, line: int) -> str:
        """The text of a heading, which has no links. Raises MalformedLeafletError."""
        runs = self.runs(markdown, line)
        if any(run.link for run in runs):
            raise self.source.error(line, "a heading holds a link")
        return "".join(run.text for run in runs)

    def verbatim(self, text: str, line: int) -> tuple[Run, ...]:
        """The runs of a code block: its lines as they stand."""
        builder = RunBuilder()
        for number, row in enumerate(with_blanks_kept(text).split("\n"), line):
            self._check(row, number)
            builder.add(row, Run(""))
            builder.break_line()
        return builder.runs()

    def _check(self, text: str, line: int) -> None:
        if refused := refused_character(text):
            raise self.source.error(line, f"the character {refused} is not allowed in a leaflet")

    def _target(self, token: Token, line: int) -> str:
        target = str(token.attrGet("href") or "")
        if token.attrGet("title"):
            raise self.source.error(line, "a link has a title, which is not shown anywhere")
        if target.startswith("#"):
            from urllib.parse import unquote

            key = unquote(target[1:])
            self.key_links.append(KeyLink(line, key))
            return f"#{key}"
        if not _WEB_ADDRESS.match(target) or refused_character(target):
            raise self.source.error(
                line,
                f"the link to {target[:80]!r} is neither a section (#key) nor an http, https or"
                " mailto address",
            )
        return target


def _refusal(token_type: str) -> str:
    if token_type == "html_inline":
        return "raw HTML is not allowed (write &lt; for the character <)"
    if token_type == "image":
        return "images are not supported in a Markdown leaflet"
    return f"{token_type.replace('_', ' ')} is not supported in a leaflet"
