"""What a Markdown leaflet becomes."""

from __future__ import annotations

import pytest

from viewer.leaflet.errors import LeafletError
from viewer.leaflet.markdown_reader import read_markdown
from viewer.leaflet.model import (
    Block,
    Cell,
    Code,
    Leaflet,
    ListItem,
    Note,
    NoteKind,
    Paragraph,
    Run,
    Table,
)

HEAD = "---\nid: sample\ntitle: Sample\nlanguage: en\nkind: smpc\n---\n"
HEAD_LINES = HEAD.count("\n")


def read(body: str) -> Leaflet:
    return read_markdown("sample.md", (HEAD + body).encode())


def blocks(body: str) -> tuple[Block, ...]:
    return read("## Heading\n" + body).sections[0].blocks


def refusal(body: str) -> tuple[int, str]:
    """The line of the body that is refused, counted from 1, and the reason."""
    with pytest.raises(LeafletError) as caught:
        read(body)
    error = caught.value
    assert error.file == "sample.md"
    assert not error.reason.endswith(".")
    return int(error.place.removeprefix("line ")) - HEAD_LINES, error.reason


def paragraph(text: str) -> Paragraph:
    return Paragraph((Run(text),))


def item(text: str, level: int = 1, marker: str = "•") -> ListItem:
    return ListItem((Run(text),) if text else (), level, marker)


class TestSections:
    def test_headings_make_a_tree_in_which_a_skipped_level_belongs_to_the_one_above(self) -> None:
        leaflet = read("## A\n### B\n#### C\n## D\n#### E\n### F\n")
        assert [(s.title, s.level) for s in leaflet.walk()] == [
            *(("A", 1), ("B", 2), ("C", 3)),
            *(("D", 1), ("E", 2), ("F", 2)),
        ]

    def test_a_deeper_first_heading_is_a_top_section(self) -> None:
        assert [(s.title, s.level) for s in read("### B\n## A\n").walk()] == [("B", 1), ("A", 1)]

    def test_key_and_codes_after_a_heading_are_taken_off_its_title(self) -> None:
        section = read("## In pregnancy {#pregnancy loinc=42228-7 ema=200000029811}\n").sections[0]
        assert (section.key, section.title) == ("pregnancy", "In pregnancy")
        assert section.codes == (Code("loinc", "42228-7"), Code("ema", "200000029811"))

    def test_several_codes_of_one_system_are_all_kept(self) -> None:
        codes = read("## A {#a loinc=1-1 loinc=2-2}\n").sections[0].codes
        assert codes == (Code("loinc", "1-1"), Code("loinc", "2-2"))

    def test_without_a_key_the_title_makes_one_that_no_other_section_has(self) -> None:
        leaflet = read("## Áge & Dose\n## Age, dose!\n## Other {#age-dose-2}\n## ???\n")
        keys = [section.key for section in leaflet.walk()]
        assert keys == ["age-dose", "age-dose-3", "age-dose-2", "section"]

    def test_text_before_the_first_heading_is_a_section_without_a_title(self) -> None:
        first, second = read("Before.\n\n## After\n").sections
        assert (first.key, first.title, first.blocks) == (
            "introduction",
            "",
            (paragraph("Before."),),
        )
        assert second.title == "After"

    def test_a_heading_below_the_introduction_stands_beside_it(self) -> None:
        assert [s.level for s in read("Before.\n\n### After\n").sections] == [1, 1]

    def test_the_looks_of_a_heading_are_left_out_but_not_its_text(self) -> None:
        assert read("## Take *no* **more** than `3` \\{a\\}\n").sections[0].title == (
            "Take no more than 3 {a}"
        )

    @pytest.mark.parametrize("heading", ["# A", "##### A", "###### A"])
    def test_other_heading_levels_are_refused(self, heading: str) -> None:
        assert refusal(f"## First\n\n{heading}\n") == (
            3,
            f"a heading has ## to ####, not {heading.split()[0]}",
        )

    @pytest.mark.parametrize("heading", ["##", "## {#key}", "## &#32;"])
    def test_a_heading_without_text_is_refused(self, heading: str) -> None:
        assert refusal(f"{heading}\n") == (1, "a heading has no text")

    def test_a_doubled_key_is_refused_naming_both_lines(self) -> None:
        line, reason = refusal("## A {#same}\n\n## B {#same}\n")
        assert line == 3
        assert f"line {HEAD_LINES + 1}" in reason

    @pytest.mark.parametrize(
        "attributes", ["{#a #b}", "{#a b}", "{#ä}", "{#-}", "{.class}", "{loinc=}", "{#a x='1'}"]
    )
    def test_attributes_that_mean_nothing_are_refused(self, attributes: str) -> None:
        assert refusal(f"## A {attributes}\n")[0] == 1

    def test_a_heading_inside_a_list_or_note_is_refused(self) -> None:
        assert refusal("- a\n\n  ## B\n") == (3, "a heading stands inside a list, quote or note")


class TestBlocks:
    def test_lists_keep_their_levels_and_markers(self) -> None:
        assert blocks("- a\n  1. b\n  2. c\n     * d\n- e\n") == (
            *(item("a"), item("b", 2, "1."), item("c", 2, "2.")),
            *(item("d", 3), item("e")),
        )

    def test_numbers_are_those_of_the_source(self) -> None:
        assert blocks("3) a\n4) b\n7) c\n") == (
            *(item("a", 1, "3)"), item("b", 1, "4)"), item("c", 1, "7)")),
        )

    def test_a_list_with_one_number_for_all_is_counted(self) -> None:
        assert blocks("1. a\n1. b\n1. c\n")[2] == item("c", 1, "3.")

    def test_a_further_paragraph_of_an_item_has_no_marker(self) -> None:
        assert blocks("- a\n\n  b\n\n- c\n") == (item("a"), item("b", 1, ""), item("c"))

    def test_an_item_that_begins_with_another_list_keeps_its_own_marker(self) -> None:
        assert blocks("- 1. a\n-\n") == (item(""), item("a", 2, "1."), item(""))

    def test_eight_levels_are_read_and_nine_are_refused_with_their_line(self) -> None:
        lines = ["  " * level + f"- {level}\n" for level in range(9)]
        assert blocks("".join(lines[:8]))[-1] == item("7", 8)
        assert refusal("## A\n" + "".join(lines))[0] == 10

    def test_a_table_has_header_cells_and_body_cells(self) -> None:
        (table,) = blocks("| Age | Dose |\n|---|--:|\n| 1 | **2** \\| 3 |\n| 4 |\n")
        assert table == Table(
            (
                (Cell((paragraph("Age"),), header=True), Cell((paragraph("Dose"),), header=True)),
                (Cell((paragraph("1"),)), Cell((Paragraph((Run("2", bold=True), Run(" | 3"))),))),
                (Cell((paragraph("4"),)), Cell(())),
            )
        )

    def test_table_cells_beyond_the_header_are_refused_because_they_would_vanish(self) -> None:
        line, reason = refusal("## A\n| a | b |\n|---|---|\n| 1 | 2 | 3 |\n")
        assert (line, reason) == (4, "this table row has 3 cells, but its header has 2")
        assert refusal("> a | b\n> -|-\n> 1 | 2 | 3\n")[0] == 3
        assert blocks("- x\n\n  a | b\n  -|-\n  1 | 2\n")[-1] == Table(
            (
                (Cell((paragraph("a"),), header=True), Cell((paragraph("b"),), header=True)),
                (Cell((paragraph("1"),)), Cell((paragraph("2"),))),
            )
        )

    def test_a_note_is_the_readers_and_a_warning_the_leaflets(self) -> None:
        assert blocks('!!! note "Editor"\n    One\n\n    - two\n\n!!! warning\n    Three\n') == (
            Note("Editor", (paragraph("One"), item("two")), NoteKind.READER),
            Note("Warning", (paragraph("Three"),), NoteKind.WARNING),
        )

    def test_a_note_without_a_label_is_called_readers_note(self) -> None:
        (note,) = blocks("!!! note\n    One\n")
        assert isinstance(note, Note)
        assert note.label == "Reader's note"

    @pytest.mark.parametrize(
        "box", ["!!! danger\n    a", '??? note "x"\n    a', "!!! note x\n    a", "!!! note\n  a"]
    )
    def test_other_boxes_and_empty_ones_are_refused(self, box: str) -> None:
        assert refusal(f"## A\n\n{box}\n")[0] == 3

    def test_the_text_of_a_note_can_never_slip_out_of_it(self) -> None:
        body = "!!! note\n    inside\n\n\n\n    still indented\n"
        assert refusal(body) == (6, "the text is indented but belongs to no list or note")

    def test_quotes_become_paragraphs_and_code_keeps_its_lines(self) -> None:
        assert blocks("> a\n> b\n>\n> c\n\n```text\nx  1\n  y\n```\n") == (
            *(paragraph("a b"), paragraph("c"), paragraph("x\u00a0 1\n\u00a0 y")),
        )

    @pytest.mark.parametrize(
        ("body", "line"),
        [
            ("## A\n\n<div>x</div>\n", 3),
            ("## A\na\nb <b>bold</b>\n", 3),
            ("## A\n<!-- hidden -->\n", 2),
            ("## A\n- x\n- ![a](b.png)\n", 3),
            ("## A\n\n---\n", 3),
            ("## A\n| a |\n|---|\n| x |\n| <i>y</i> |\n", 5),
        ],
    )
    def test_what_a_leaflet_cannot_hold_is_refused_with_its_line(
        self, body: str, line: int
    ) -> None:
        assert refusal(body)[0] == line


class TestText:
    def test_looks_nest(self) -> None:
        assert blocks("a **b *c*** `d` *e*\n") == (
            Paragraph(
                (
                    *(Run("a "), Run("b ", bold=True), Run("c", bold=True, italic=True)),
                    *(Run(" d "), Run("e", italic=True)),
                )
            ),
        )

    def test_line_ends_are_blanks_and_a_backslash_at_one_breaks_the_line(self) -> None:
        assert blocks("a\nb \\\nc  \nd\n") == (paragraph("a b\nc\nd"),)

    def test_blanks_are_single_across_looks_and_none_stands_at_an_end(self) -> None:
        (block,) = blocks("&#32;a&#32; **b&#32;** &#9;*&#32;c&#32;* &#32;\n")
        assert block == Paragraph((Run("a "), Run("b ", bold=True), Run("c", italic=True)))

    def test_no_break_spaces_and_soft_hyphens_stay(self) -> None:
        assert blocks("5\u00a0mg 6\u202fmg&nbsp;x ben\u00adzo\n") == (
            paragraph("5\u00a0mg 6\u00a0mg\u00a0x ben\u00adzo"),
        )

    def test_line_and_paragraph_separators_are_blanks(self) -> None:
        assert blocks("a\u2028b\u2029c\x85d &#x2028; e\n") == (paragraph("a b c d e"),)

    def test_less_than_and_ampersand_are_text(self) -> None:
        assert blocks("5 < 6 & 7 > 3\n") == (paragraph("5 < 6 & 7 > 3"),)

    @pytest.mark.parametrize(
        "link", ["#b", "https://example.org/a?b=c#d", "http://example.org", "mailto:a@example.org"]
    )
    def test_links_within_the_leaflet_to_the_web_and_to_mail_are_kept(self, link: str) -> None:
        leaflet = read(f"## A\n[x]({link})\n## B\n")
        assert leaflet.sections[0].blocks == (Paragraph((Run("x", link=link),)),)

    @pytest.mark.parametrize(
        "link",
        [
            *(
                "#nowhere",
                "file:///etc/passwd",
                "javascript:alert(1)",
                "other.md",
                "../x",
                "//host/x",
            ),
            *(
                "http:",
                "https://",
                "mailto:",
                "",
                "data:text/html,x",
                "\\\\server\\share",
                "#b 't'",
            ),
        ],
    )
    def test_any_other_link_is_refused_with_its_line(self, link: str) -> None:
        assert refusal(f"## A\ntext\n[x]({link})\n## B\n")[0] == 3

    @pytest.mark.parametrize("character", ["\u202e", "\u2066", "\x07", "\x9b", "\ufdd0", "\ufffc"])
    def test_characters_that_deceive_are_refused_with_their_line(self, character: str) -> None:
        expected = (3, f"the character U+{ord(character):04X} is not allowed in a leaflet")
        assert refusal(f"## A\na\nb{character}c\n") == expected

    def test_such_a_character_written_as_an_entity_is_refused_too(self) -> None:
        assert refusal("## A\n\na &#x202e; b\n")[0] == 3
        assert refusal("## A &#x202e; b\n")[0] == 1

    def test_definitions_of_links_are_text_and_do_not_vanish(self) -> None:
        assert blocks("[a]: https://example.org\n")[0] == paragraph("[a]: https://example.org")


def test_byte_order_mark_and_line_ends_of_other_systems_make_no_difference() -> None:
    body = "## A {#a}\n\ntext\nmore\n\n- x\n"
    plain = read(body)
    for text in ((HEAD + body).replace("\n", "\r\n"), (HEAD + body).replace("\n", "\r")):
        assert read_markdown("sample.md", b"\xef\xbb\xbf" + text.encode()) == plain
