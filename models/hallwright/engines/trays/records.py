"""What the tray engine finds."""

from dataclasses import dataclass

from hallwright.equipment.base import Point


@dataclass(frozen=True, slots=True)
class TrayLoad:
    """What lies in a tray.

    Attributes
    ----------
    cables : int
        Fabric cables in its fullest cross-section.
    area_m2 : float
        Sum of their cross-sections there, as round ones.
    at : point or None
        Where on the plan that is; None where no cable lies in it.
    products : tuple of str
        Cable products in it, sorted; "" stands for cables without a product.
    assumed : bool
        The diameter of some is the project's assumption.
    power_m : float or None
        Least gap to power cables along a run side by side: 0 where they share it; None where there are none.
    power_tray : str
        The tray that carries those; empty where there are none.
    power_sides : tuple of str
        Feed sides of the power links whose stated route leads through it.
    """

    cables: int = 0
    area_m2: float = 0.0
    at: Point | None = None
    products: tuple[str, ...] = ()
    assumed: bool = False
    power_m: float | None = None
    power_tray: str = ""
    power_sides: tuple[str, ...] = ()
