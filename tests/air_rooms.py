"""Small rooms of air for the tests of the solver, and random ones."""

import random

from hallwright.engines.air.inputs import (
    AirInputs,
    Cooler,
    CoolerPort,
    Face,
    Opening,
    Partition,
    Rack,
    Tile,
    even_bands,
    opposite,
)

HEIGHTS = (0.0, 0.8, 1.4, 2.2)


def rack(id: str, x: float, y: float, front: Face, kw: float, rise_k: float = 12.0, deep_m: float = 1.2) -> Rack:
    """A rack 0.6 m wide that warms its air by `rise_k`."""
    size = (0.6, deep_m) if front[1] == "y" else (deep_m, 0.6)
    flow = kw * 1000.0 / (1.19 * 1006.0 * rise_k)
    return Rack(id, ((x, y, 0.0), (x + size[0], y + size[1], 2.2)), front, even_bands(HEIGHTS, flow, kw * 1000.0))


def raised_floor(kw: float = 6.0, share: float = 1.1) -> AirInputs:
    """Two racks face a row of tiles; a ceiling grille takes the warm air away."""
    racks = (rack("a", 1.0, 0.8, "+y", kw), rack("b", 1.6, 0.8, "+y", kw))
    supply = share * sum(r.flow_m3_s for r in racks)
    tiles = tuple(Tile(f"t{n}", (x, 2.0, x + 0.6, 2.6), supply / 2, 18.0) for n, x in enumerate((1.0, 1.6)))
    grille = Opening("grille", ((0.4, 0.2, 3.0), (1.4, 0.8, 3.0)), "-z", -supply)
    return AirInputs((3.2, 3.6, 3.0), racks, tiles, openings=(grille,))


def in_row(capacity_kw: float | None = None) -> AirInputs:
    """A rack and an in-row cooler side by side in a closed room."""
    one = rack("a", 1.0, 1.0, "-y", 5.0)
    ports = CoolerPort(one.flow_m3_s * 1.2, "+y"), CoolerPort(one.flow_m3_s * 1.2, "-y")
    capacity = None if capacity_kw is None else capacity_kw * 1000.0
    unit = Cooler("c", ((1.6, 1.0, 0.0), (2.2, 2.2, 2.2)), *ports, 18.0, capacity)
    return AirInputs((3.2, 3.4, 2.8), (one,), coolers=(unit,))


def random_room(seed: int) -> AirInputs:
    """A small hall: some racks, tiles or a unit, openings that take and bring air, sometimes a panel."""
    pick = random.Random(seed)
    x, y, z = (round(pick.uniform(*span), 1) for span in ((3.0, 4.6), (3.2, 4.6), (2.6, 3.4)))
    front: Face = pick.choice(("-y", "+y"))
    racks = tuple(
        rack(f"r{n}", 0.4 + 0.6 * n + 0.2 * (n > 1), 1.0, front, pick.uniform(2.0, 9.0), pick.uniform(8.0, 16.0))
        for n in range(pick.randint(1, 3))
    )
    need = sum(r.flow_m3_s for r in racks)
    supply = need * pick.uniform(0.7, 1.3)
    degc = pick.uniform(15.0, 24.0)
    tiles: tuple[Tile, ...] = ()
    coolers: tuple[Cooler, ...] = ()
    openings: list[Opening] = []
    if pick.random() < 0.5:
        cold_y = 0.2 if front == "-y" else 2.4
        tiles = tuple(Tile(f"t{n}", (0.4 + 0.6 * n, cold_y, 1.0 + 0.6 * n, cold_y + 0.6), supply / 3, degc)
                      for n in range(3))  # fmt: skip
        openings.append(Opening("out", ((0.4, y - 0.8, z), (1.6, y - 0.2, z)), "-z", -supply))
    else:
        box = ((x - 0.6, 1.0, 0.0), (x, 2.2, 2.0))
        coolers = (
            Cooler("c", box, CoolerPort(supply, opposite(front)), CoolerPort(supply, front), degc,
                   pick.choice((None, 40_000.0))),
        )  # fmt: skip
    fresh = 0.1 * supply
    openings.append(Opening("in", ((0.0, 0.2, 2.2), (0.0, 0.8, 2.6)), "+x", fresh, degc + 4.0))
    openings.append(Opening("relief", ((x, y - 0.8, 2.2), (x, y - 0.2, 2.6)), "-x", -fresh))
    panels = (Partition("p", ((0.4, 2.2, 2.2), (1.6, 2.2, z))),) if pick.random() < 0.5 else ()
    return AirInputs((x, y, z), racks, tiles, coolers, tuple(openings), panels)


def rows_of_racks(rows: int, racks: int, cell_m: float | None = None, kw: float = 10.0) -> AirInputs:
    """Rows on a raised floor, two to a cold aisle of tiles, each fifth rack of twice the load; four perimeter units."""
    placed, tiles = [], []
    for r in range(rows):
        y = 2.0 + r // 2 * 4.8 + (2.4 if r % 2 else 0.0)
        for n in range(racks):
            placed.append(rack(f"{r}-{n}", 3.0 + 0.6 * n, y, "-y" if r % 2 else "+y", kw * (2 if n % 5 == 0 else 1)))
            if r % 2 == 0:
                tiles += [(f"{r}-{n}-{m}", 3.0 + 0.6 * n, y + 1.2 + 0.6 * m) for m in range(2)]
    supply = 1.05 * sum(r.flow_m3_s for r in placed)
    long, wide = round(6.0 + 0.6 * racks, 1), round(2.8 + 2.4 * rows, 1)
    corners = [(x, y) for x in (0.2, long - 1.0) for y in (0.8, wide - 2.8)]
    return AirInputs(
        (long, wide, 3.2),
        tuple(placed),
        tuple(Tile(id, (x, y, x + 0.6, y + 0.6), supply / len(tiles), 20.0) for id, x, y in tiles),
        tuple(
            Cooler(f"crah {n}", ((x, y, 0.0), (x + 0.8, y + 2.0, 2.0)), CoolerPort(supply / 4, "+z"))
            for n, (x, y) in enumerate(corners)
        ),
        cell_m=cell_m,
    )
