"""Records of the power engine: what it says of every element, load and link."""

from dataclasses import dataclass

OK, ONE_SIDE, THROTTLED, LOST = range(4)  # states of a load, from best to worst
STATES = ("ok", "one side", "throttled", "lost")


@dataclass(frozen=True, slots=True)
class ElementFlow:
    """An element of the chain now, and at worst over every single failure elsewhere.

    Attributes
    ----------
    sides : str
        Feed sides it can be supplied from, such as "A" or "AB".
    path : tuple of str
        Identifiers from its source down to itself, along the feeds in use; empty when dead.
    feeds : int
        Things that feed it.
    alive, in_loop : bool
        Has a path to a running source; lies on a loop of feeds.
    standby : bool
        Carried by a generator now.
    sources_met : tuple of str
        Utility feeds that run in parallel at this element; empty when there are fewer than two.
    out_kw, in_kw, loss_kw, kva, amps : float
        Given, taken, lost [kW]; apparent power taken [kVA]; current of its worst input line [A].
    lines_a : tuple of float
        Currents of L1, L2, L3 where loads of a stated phase hang on it; else empty.
    limit_kw, limit_a : float or None
        Rating of what it gives [kW] and of the current it takes, without pause [A].
    worst_kw, worst_kw_failure, worst_a, worst_a_failure :
        Largest load over every single failure of another element, and which; "" when none is above normal.
    bank_a, bank_worst_a, bank_worst_failure, bank_limit_a :
        The most loaded breaker bank of a rack PDU [A]; limit None without banks.
    unknown : int
        Loads below it whose demand is unknown; the figures leave them out.
    lost, one_side, throttled : int
        Loads that its own failure takes away, leaves with fewer feeds, or slows.
    ride_s : float or None
        How long its battery carries what it takes now [s]; None = not known, or without battery.
    wait_s, wait_failure :
        The longest that its input stays away over every single failure after which it comes back [s], and which;
        None without a battery.
    """

    sides: str
    path: tuple[str, ...]
    feeds: int
    alive: bool
    in_loop: bool
    standby: bool
    sources_met: tuple[str, ...]
    out_kw: float
    in_kw: float
    loss_kw: float
    kva: float
    amps: float
    lines_a: tuple[float, ...]
    limit_kw: float | None
    limit_a: float | None
    worst_kw: float
    worst_kw_failure: str
    worst_a: float
    worst_a_failure: str
    bank_a: float
    bank_worst_a: float
    bank_worst_failure: str
    bank_limit_a: float | None
    unknown: int
    lost: int
    one_side: int
    throttled: int
    ride_s: float | None = None
    wait_s: float | None = None
    wait_failure: str = ""

    @property
    def utilisation(self) -> float | None:
        """Load as a fraction of the tighter limit; None without a rating."""
        return _tighter(self.out_kw, self.limit_kw, self.amps, self.limit_a)

    @property
    def worst_utilisation(self) -> float | None:
        """The same at worst over every single failure."""
        return _tighter(self.worst_kw, self.limit_kw, self.worst_a, self.limit_a)


def _tighter(kw: float, limit_kw: float | None, amps: float, limit_a: float | None) -> float | None:
    found = [value / limit for value, limit in ((kw, limit_kw), (amps, limit_a)) if limit]
    return max(found) if found else None


@dataclass(frozen=True, slots=True)
class LoadFlow:
    """A load now, and at worst over every single failure.

    Attributes
    ----------
    demand_kw : float or None
        On the project's basis, cards included [kW]; None when unknown.
    drawn_kw : float
        Taken now [kW].
    sides : str
        Feed sides of its cords together.
    cord_sides : tuple of str
        Side of each feed, in the order of its links.
    cords, live_cords : int
        Inlets connected, and energised.
    supplies, required, minimum : int
        Supplies energised now; needed for full power; needed to run at all.
    required_stated : bool
        The number needed is stated, or follows from the rating of a supply.
    supply_kw : float or None
        Rating of one supply [kW].
    paths : tuple of tuple of str
        Way from the source to this load over each feed that is alive.
    state, worst_state : int
        OK, ONE_SIDE, THROTTLED or LOST; now, and at worst over every single failure.
    worst_failure : str
        The nearest failure that causes it; "" when none changes anything.
    single_points : tuple of str
        Every element whose failure alone takes it away, nearest first.
    short_supplies : int
        Fewest supplies that a single failure leaves energised while at least one cord lives.
    short_failure : str
        That failure.
    shelves, shelf_kw : int, float
        On a busbar: shelves that live now, and what they give together [kW]; else 0.
    short_shelves, short_shelf_kw, short_shelf_failure : int, float, str
        The same in the single failure that leaves least of it alive, and that failure; "" = none leaves less.
    """

    demand_kw: float | None
    drawn_kw: float
    sides: str
    cord_sides: tuple[str, ...]
    cords: int
    live_cords: int
    supplies: int
    required: int
    minimum: int
    required_stated: bool
    supply_kw: float | None
    paths: tuple[tuple[str, ...], ...]
    state: int
    worst_state: int
    worst_failure: str
    single_points: tuple[str, ...]
    short_supplies: int
    short_failure: str
    shelves: int = 0
    shelf_kw: float = 0.0
    short_shelves: int = 0
    short_shelf_kw: float = 0.0
    short_shelf_failure: str = ""

    @property
    def state_name(self) -> str:
        """State now, in words."""
        return STATES[self.state]


@dataclass(frozen=True, slots=True)
class LinkFlow:
    """A power link: its most loaded cable, now and at worst over every single failure.

    Attributes
    ----------
    kw : float
        Through all its cables [kW].
    amps, worst_a, worst_failure :
        Current of its most loaded cable [A].
    limit_a : float or None
        What that cable's breaker and inlet allow without pause [A]; None when none is stated.
    unknown : int
        Loads behind it whose demand is unknown.
    voltage_v, wanted_v : float
        Of the outlet, and of the inlet it feeds [V]; 0 = not stated.
    mixed_current : bool
        Joins direct and alternating current.
    points_shared, points_missing : int
        Its points that another link uses too, and those that do not exist.
    breaker_a, inlet_a : float
        Breaker it hangs on, and the smallest inlet behind it [A]; 0 = not stated.
    path : tuple of str
        Identifiers from the source to what its most loaded cable feeds; empty when that comes from something dead.
    """

    kw: float
    amps: float
    limit_a: float | None
    worst_a: float
    worst_failure: str
    unknown: int
    voltage_v: float
    wanted_v: float
    mixed_current: bool
    points_shared: int
    points_missing: int
    breaker_a: float
    inlet_a: float
    path: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Failure:
    """What a single failure does to loads: how many it takes away, leaves with fewer feeds, or slows."""

    lost: int
    one_side: int
    throttled: int


@dataclass(frozen=True, slots=True)
class Totals:
    """The hall as a whole [kW].

    ``source_kw`` = ``it_kw`` + ``other_kw`` + ``loss_kw``. ``pue`` is source over IT power for what hangs on the
    modelled chain; None without IT load. ``unknown`` counts loads of unknown demand, which are left out.
    """

    it_kw: float
    other_kw: float
    loss_kw: float
    source_kw: float
    pue: float | None
    unknown: int
