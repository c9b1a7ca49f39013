"""How a sentence shown to people is marked where it is written, far from any language."""

from __future__ import annotations


def N_(text: str) -> str:
    """`text` itself: marks it as a key of the message catalogues, translated where it is shown."""
    return text
