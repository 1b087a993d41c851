"""What is given to a measuring script, as argparse's types: what makes no sense is refused in one line."""

from __future__ import annotations

from argparse import ArgumentTypeError

from coursekit.pages import LANGUAGES, Language


def count(text: str) -> int:
    """Return a whole number above 0."""
    if not (text.isascii() and text.isdigit() and int(text)):
        raise ArgumentTypeError(f"{text!r} is no whole number above 0")
    return int(text)


def counts(text: str) -> list[int]:
    """Return the whole numbers above 0 of a list such as "1,3,10"."""
    return [count(one) for one in text.split(",")]


def languages(text: str) -> list[Language]:
    """Return the languages of a list such as "zh,en", in the course's order."""
    named = text.split(",")
    if unknown := [one for one in named if one not in LANGUAGES]:
        raise ArgumentTypeError(f"there is no language {unknown[0]!r}")
    return [language for language in LANGUAGES if language in named]
