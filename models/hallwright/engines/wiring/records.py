"""What the wiring engine finds."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WiringRecord:
    """A system or switch whose links differ from what the rule of its fabric makes.

    Attributes
    ----------
    fabric : str
        Identifier of the rule.
    swapped, crossed : int
        Its ports that lead to a leaf of another rail or unit, and to a switch of another plane.
    doubled : int
        Its links beyond those that the rule gives it to the same thing.
    least, most : int
        Its links to the higher switches of the rule that it reaches least and most; equal where it reaches all alike.
    wrong : tuple of str
        The things at the other ends.
    """

    fabric: str
    swapped: int = 0
    crossed: int = 0
    doubled: int = 0
    least: int = 0
    most: int = 0
    wrong: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PeerRecord:
    """A bundle between switches of one tier that is just what the rule of a fabric makes, such as a dragonfly's.

    Attributes
    ----------
    fabric : str
        Identifier of the rule.
    """

    fabric: str


Record = WiringRecord | PeerRecord
