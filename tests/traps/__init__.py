"""Traps: halls with one fault each; one file a domain, each with a dict ``TRAPS``. `traps.write` writes them."""

from collections.abc import Callable

from hallwright.project import Project

Trap = tuple[Callable[[Project], Project], tuple[str, ...]]  # the fault, and the lines that mend it
