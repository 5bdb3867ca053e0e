"""`settings`: which settings hold on this machine, for this user, and who gave each."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from viewer.commands.command import DONE, Command, add_json_option
from viewer.commands.data import Data
from viewer.commands.known_lenses import known_lenses
from viewer.commands.output import print_columns, print_json, tell
from viewer.leaflet.errors import ResourceError
from viewer.rollout import Given, RollOut, load_rollout, settings_files


def _run(arguments: Namespace) -> int:
    rollout = load_rollout()
    faults = _faults(rollout)
    for fault in faults:
        tell(fault)
    if arguments.json:
        print_json(settings_data(rollout, faults))
        return DONE
    rows = [
        (name, _shown(given.value), given.source.value + " (locked)" * given.locked, given.place)
        for name, given in rollout.given.items()
    ]
    print_columns([("SETTING", "VALUE", "FROM", "WHERE"), *rows])
    return DONE


def _faults(rollout: RollOut) -> list[str]:
    """What is wrong with the settings, as the window says it at its start."""
    lenses: set[str] = set()
    with suppress(ResourceError):  # the program's own lenses are missing: no fault of a setting
        lenses = {lens.id for lens in known_lenses()}
    return [*rollout.faults, *(rollout.unknown_lenses(lenses) if lenses else ())]


def settings_data(rollout: RollOut, faults: Sequence[str]) -> Data:
    """Every setting with its source, the two files, and what is wrong with them."""
    user, machine = settings_files()
    return {
        "settings": {name: _given_data(given) for name, given in rollout.given.items()},
        "files": {
            "machine": _file_data(machine),
            "user": _file_data(user),
            "remembered": _file_data(rollout.store.path),
        },
        "faults": list(faults),
    }


def _file_data(path: Path) -> Data:
    # Path.exists would raise where its folder may not be looked into; that is among the faults.
    return {"path": str(path), "exists": os.path.exists(path)}  # noqa: PTH110


def _given_data(given: Given) -> Data:
    source = given.source.name.lower().replace("_", "-")
    return {"value": given.value, "source": source, "place": given.place, "locked": given.locked}


def _shown(value: object) -> str:
    import json

    return json.dumps(value, ensure_ascii=False)


SETTINGS = Command(
    "settings",
    "show which settings hold, and who gave each",
    add_json_option,
    _run,
    "What stands further up wins: the environment; the machine's file where it locks a setting;\n"
    "the user's file where it locks one; what was chosen in the window; the user's file; the\n"
    "machine's file; the default. Options of the command line hold for one start.",
)
