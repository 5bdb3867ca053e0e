"""Writes a reason, which begins small and has no full stop, as a sentence of its own."""

from __future__ import annotations


def sentence(reason: str) -> str:
    """With a capital at its start and a full stop at its end."""
    return f"{reason[:1].upper()}{reason[1:]}."
