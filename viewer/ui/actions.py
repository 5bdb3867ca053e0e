"""Every action of the program: its name, keys and place in the menus, in one table.

Menus, tool bar, go-to palette, the guide's table of keys and the test that no two actions share
a key all read this table. The lens switches (Ctrl+1 to Ctrl+9) follow from the lens files and
are added beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto


class ActionId(Enum):
    OPEN = auto()
    IMPORT = auto()
    PRINT_SECTION = auto()
    PRINT = auto()
    PROVENANCE = auto()
    QUIT = auto()
    COPY = auto()
    COPY_WITH_SOURCE = auto()
    SELECT_ALL = auto()
    FIND = auto()
    SEARCH = auto()
    ZOOM_IN = auto()
    ZOOM_OUT = auto()
    ZOOM_RESET = auto()
    THEME = auto()
    FULL_SCREEN = auto()
    ENLARGE = auto()
    READING_NOTES = auto()
    LIBRARY = auto()
    NEXT_PANE = auto()
    PREVIOUS_PANE = auto()
    GO_TO = auto()
    BACK = auto()
    FORWARD = auto()
    NEXT_SECTION = auto()
    PREVIOUS_SECTION = auto()
    TOPIC_INDICATIONS = auto()
    TOPIC_DOSAGE = auto()
    TOPIC_CONTRAINDICATIONS = auto()
    TOPIC_INTERACTIONS = auto()
    TOPIC_PREGNANCY = auto()
    TOPIC_DRIVING = auto()
    TOPIC_SIDE_EFFECTS = auto()
    TOPIC_OVERDOSE = auto()
    TOPIC_STORAGE = auto()
    OTHER_LANGUAGE = auto()
    NEXT_PASSAGE = auto()
    PREVIOUS_PASSAGE = auto()
    DIM = auto()
    OWN_TERM = auto()
    CLEAR = auto()
    USER_GUIDE = auto()
    COPY_DIAGNOSTICS = auto()
    ABOUT = auto()


class Menu(Enum):
    """The menus in their order, then submenus; a value is the title with its mnemonic."""

    FILE = "&File"
    EDIT = "&Edit"
    VIEW = "&View"
    GO = "&Go"
    HIGHLIGHT = "&Highlight"
    HELP = "He&lp"
    TOPIC = "&Topic"


SUBMENUS = {Menu.TOPIC: Menu.GO}
"""Menus that stand inside another, where the table names the first of their actions."""


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One action. `text` has its mnemonic; `keys` are in Qt's portable form, the first is shown.

    `standard` names the `QKeySequence.StandardKey` whose platform keys are added. `says` is a
    sentence for tool tips and the guide. `group` starts a new group of the menu.
    """

    id: ActionId
    menu: Menu
    text: str
    says: str
    keys: tuple[str, ...] = ()
    standard: str = ""
    checkable: bool = False
    group: bool = False

    @property
    def name(self) -> str:
        """The text without mnemonic and dots."""
        return self.text.replace("&", "").rstrip("…")

    @property
    def full_name(self) -> str:
        """The name with its submenu before it, as the palette shows it."""
        if self.menu in SUBMENUS:
            return f"{self.menu.value.replace('&', '')}: {self.name}"
        return self.name


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic that has an action: `key` is a section's topic, `text` has its mnemonic."""

    id: ActionId
    key: str
    text: str

    @property
    def name(self) -> str:
        return self.text.replace("&", "")


LENS_KEYS = tuple(f"Ctrl+{number}" for number in range(1, 10))
"""Keys of the first nine lenses of the lens bar."""

_A, _M = ActionId, Menu
TOPICS = (
    Topic(_A.TOPIC_INDICATIONS, "indications", "&Indications"),
    Topic(_A.TOPIC_DOSAGE, "dosage", "&Dosage"),
    Topic(_A.TOPIC_CONTRAINDICATIONS, "contraindications", "&Contraindications"),
    Topic(_A.TOPIC_INTERACTIONS, "interactions", "I&nteractions"),
    Topic(_A.TOPIC_PREGNANCY, "pregnancy", "&Pregnancy"),
    Topic(_A.TOPIC_DRIVING, "driving", "D&riving"),
    Topic(_A.TOPIC_SIDE_EFFECTS, "side-effects", "&Side effects"),
    Topic(_A.TOPIC_OVERDOSE, "overdose", "&Overdose"),
    Topic(_A.TOPIC_STORAGE, "storage", "S&torage"),
)
"""The topics of Alt+1 to Alt+9, in their order."""


def _topic_specs() -> Iterator[ActionSpec]:
    for number, topic in enumerate(TOPICS, 1):
        says = f"Go to the section on {topic.name.lower()}"
        yield ActionSpec(topic.id, Menu.TOPIC, topic.text, says, (f"Alt+{number}",))


ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec(_A.OPEN, _M.FILE, "&Open…", "Open a leaflet from a file", ("Ctrl+O",), "Open"),
    ActionSpec(
        _A.IMPORT,
        _M.FILE,
        "&Import…",
        "Take files, folders or archives into the library",
        ("Ctrl+I",),
    ),
    ActionSpec(
        _A.PRINT_SECTION,
        _M.FILE,
        "&Print section…",
        "Print the section you are reading",
        ("Ctrl+P",),
        "Print",
        group=True,
    ),
    ActionSpec(
        _A.PRINT,
        _M.FILE,
        "P&rint…",
        "Print sections with a passage, the selection or the whole leaflet",
        ("Ctrl+Shift+P",),
    ),
    ActionSpec(
        _A.PROVENANCE, _M.FILE, "Pro&venance…", "Show where the leaflet came from", group=True
    ),
    ActionSpec(_A.QUIT, _M.FILE, "&Quit", "Close the program", ("Ctrl+Q",), "Quit", group=True),
    ActionSpec(_A.COPY, _M.EDIT, "&Copy", "Copy the selected text", ("Ctrl+C",), "Copy"),
    ActionSpec(
        _A.COPY_WITH_SOURCE,
        _M.EDIT,
        "Copy &with source",
        "Copy the selected text, or the section, with product, section, source and date",
        ("Ctrl+Shift+C",),
    ),
    ActionSpec(
        _A.SELECT_ALL,
        _M.EDIT,
        "Select &all",
        "Select the whole leaflet",
        ("Ctrl+A",),
        "SelectAll",
    ),
    ActionSpec(
        _A.FIND,
        _M.EDIT,
        "&Find…",
        "Find words in the open leaflet",
        ("Ctrl+F",),
        "Find",
        group=True,
    ),
    ActionSpec(
        _A.SEARCH,
        _M.EDIT,
        "&Search the library…",
        "Search all leaflets of the library",
        ("Ctrl+Shift+F",),
    ),
    ActionSpec(
        _A.ZOOM_IN, _M.VIEW, "Zoom &in", "Make the text larger", ("Ctrl++", "Ctrl+="), "ZoomIn"
    ),
    ActionSpec(_A.ZOOM_OUT, _M.VIEW, "Zoom &out", "Make the text smaller", ("Ctrl+-",), "ZoomOut"),
    ActionSpec(_A.ZOOM_RESET, _M.VIEW, "Zoom &100 %", "Show the text at 100 %", ("Ctrl+0",)),
    ActionSpec(
        _A.ENLARGE,
        _M.VIEW,
        "&Enlarge table or image…",
        "Show the nearest table or image in a view of its own",
        ("Ctrl+E",),
        group=True,
    ),
    ActionSpec(_A.THEME, _M.VIEW, "Next &theme", "Switch to the next theme", group=True),
    ActionSpec(
        _A.FULL_SCREEN,
        _M.VIEW,
        "&Full screen",
        "Fill the screen with the window",
        ("F11",),
        "FullScreen",
        checkable=True,
    ),
    ActionSpec(
        _A.READING_NOTES,
        _M.VIEW,
        "&Reading notes…",
        "Show what could not be carried over from the leaflet's file",
        group=True,
    ),
    ActionSpec(
        _A.LIBRARY,
        _M.VIEW,
        "&Library",
        "List the leaflets of the library",
        ("Ctrl+Shift+L",),
        group=True,
    ),
    ActionSpec(_A.NEXT_PANE, _M.VIEW, "Next &pane", "Move to the next pane", ("F6",), group=True),
    ActionSpec(
        _A.PREVIOUS_PANE, _M.VIEW, "Pre&vious pane", "Move to the previous pane", ("Shift+F6",)
    ),
    ActionSpec(
        _A.GO_TO,
        _M.GO,
        "&Go to…",
        "Go to a section, a leaflet or a command by its name",
        ("Ctrl+K",),
    ),
    ActionSpec(
        _A.BACK,
        _M.GO,
        "&Back",
        "Go back to where you were",
        ("Alt+Left",),
        "Back",
        group=True,
    ),
    ActionSpec(_A.FORWARD, _M.GO, "&Forward", "Go forward again", ("Alt+Right",), "Forward"),
    ActionSpec(
        _A.NEXT_SECTION,
        _M.GO,
        "&Next section",
        "Go to the next section",
        ("Ctrl+PgDown",),
        group=True,
    ),
    ActionSpec(
        _A.PREVIOUS_SECTION,
        _M.GO,
        "P&revious section",
        "Go to the previous section",
        ("Ctrl+PgUp",),
    ),
    *_topic_specs(),
    ActionSpec(
        _A.OTHER_LANGUAGE,
        _M.GO,
        "Other &language",
        "Open the same leaflet in the next language of the library",
        ("Ctrl+L",),
        group=True,
    ),
    ActionSpec(
        _A.NEXT_PASSAGE,
        _M.GO,
        "Ne&xt passage",
        "Go to the next passage of the lenses that are on",
        ("F3",),
        group=True,
    ),
    ActionSpec(
        _A.PREVIOUS_PASSAGE,
        _M.GO,
        "Pre&vious passage",
        "Go to the previous passage",
        ("Shift+F3",),
    ),
    ActionSpec(
        _A.OWN_TERM,
        _M.HIGHLIGHT,
        "Own &terms…",
        "Highlight words of your own: commas between them, * ends a stem",
        ("Ctrl+T",),
        group=True,
    ),
    ActionSpec(
        _A.DIM,
        _M.HIGHLIGHT,
        "&Dim sections without a passage",
        "Dim the sections where no lens that is on has a passage",
        ("Ctrl+D",),
        checkable=True,
    ),
    ActionSpec(
        _A.CLEAR,
        _M.HIGHLIGHT,
        "&Clear",
        "Close find, end the selection; once more, switch all lenses off",
        ("Esc",),
    ),
    ActionSpec(
        _A.USER_GUIDE, _M.HELP, "User &guide", "Open the user guide", ("F1",), "HelpContents"
    ),
    ActionSpec(
        _A.COPY_DIAGNOSTICS,
        _M.HELP,
        "Copy &diagnostics",
        "Copy versions, settings and the last errors; no word of a leaflet",
        group=True,
    ),
    ActionSpec(_A.ABOUT, _M.HELP, "&About Leaflet Viewer", "Version, and what the program is not"),
)


def action_spec(action: ActionId) -> ActionSpec:
    """The row of an action."""
    return next(spec for spec in ACTIONS if spec.id is action)


def key_table(lens_names: Iterable[str]) -> str:
    """The guide's table of keys, in Markdown; `lens_names` in the order of the lens bar."""
    rows = [("Key", "What it does")]
    rows += [(" or ".join(spec.keys), spec.says) for spec in ACTIONS if spec.keys]
    rows += [
        (key, f"Lens on or off: {name}") for key, name in zip(LENS_KEYS, lens_names, strict=False)
    ]
    width = max(len(key) for key, _ in rows)
    lines = [f"| {key.ljust(width)} | {text} |" for key, text in rows]
    lines.insert(1, f"|{'-' * (width + 2)}|---|")
    return "\n".join(lines) + "\n"
