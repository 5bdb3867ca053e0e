"""The lenses there are on this machine: the program's, the user's, and those of further folders."""

from __future__ import annotations

from viewer import paths
from viewer.commands.output import tell
from viewer.highlight.lens import Lens
from viewer.rollout import further_folders


def known_lenses() -> tuple[Lens, ...]:
    """All of them in their order. Files at fault are told and left out.

    Raises ResourceError where the installation is damaged.
    """
    from viewer.highlight.lens_file import load_lenses

    folders = (
        paths.resource_folder() / "lenses",
        paths.user_lens_folder(),
        *further_folders("lenses"),
    )
    lenses, errors = load_lenses(folders, lens_colours())
    for error in errors:
        tell(f"a lens is left out: {error}")
    return tuple(lenses)


def lens_colours() -> frozenset[str]:
    """The colour names that a lens file may use: those that every theme knows.

    Raises ResourceError where the installation is damaged.
    """
    from viewer.render.theme_file import load_themes

    themes = load_themes(paths.resource_folder() / "themes")
    return frozenset.intersection(*(frozenset(theme.lenses) for theme in themes))
