"""What the field of air says of each room, rack and cooler: what rules and views read."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RoomField:
    """A room's answer, or why it has none.

    Attributes
    ----------
    refused, subject : str
        Why the room has no answer, and the thing to blame; empty where it has one.
    heat_kw, capacity_kw : float
        Heat given to its air, and what running units and rear doors can take.
    error_k : float
        Largest standard deviation of a rack's hottest band over the average; 0 in a steady field.
    imbalance_fraction : float
        Heat that the field does not account for, as a share of `heat_kw`.
    averaged : int
        Steps averaged where the flow did not come to rest.
    supply_index, return_index : float or None
        Supply heat index (share of the racks' heat gain that the air picked up before it reached them) and
        return heat index, 1 less that.
    assumed : tuple of str
        What the drawing did not say.
    """

    refused: str = ""
    subject: str = ""
    heat_kw: float = 0.0
    capacity_kw: float = 0.0
    cells: int = 0
    cell_m: float = 0.0
    error_k: float = 0.0
    imbalance_fraction: float = 0.0
    averaged: int = 0
    settled: bool = False
    seconds: float = 0.0
    supply_index: float | None = None
    return_index: float | None = None
    assumed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RackField:
    """A rack or other gear that breathes.

    Attributes
    ----------
    hottest_degc : float
        What the equipment of the hottest band breathes; limits are held against it.
    error_k : float
        How much that still wandered.
    supply_degc : float or None
        Coldest air that any unit of the room blows.
    recirculated_fraction : float or None
        Share of warm air in what it breathes: (inlet - supply) / (exhaust - supply).
    limit_degc, limit_id :
        Strictest upper limit of its contents, and whose it is.
    """

    room: str
    inlet_degc: float
    bands_degc: tuple[float, ...]
    hottest_degc: float
    exhaust_degc: float
    error_k: float
    flow_m3_s: float
    heat_kw: float
    supply_degc: float | None
    recirculated_fraction: float | None
    limit_degc: float | None
    limit_id: str


@dataclass(frozen=True, slots=True)
class CoolerField:
    """A cooler: the air it draws and blows, its heat, and how much more of its own air comes back than of the others'.

    Attributes
    ----------
    short_circuit_fraction : float or None
        (mean return of the room's units - its return) / (mean return - its supply): the share of cold air in what it
        draws beyond that in what all units draw, which is the room's oversupply and no fault of the unit.
    wanted_degc : float
        The set-point it should supply at; warmer air means that its capacity is used up.
    """

    room: str
    return_degc: float | None
    supply_degc: float | None
    heat_kw: float | None
    capacity_kw: float
    wanted_degc: float | None
    short_circuit_fraction: float | None
