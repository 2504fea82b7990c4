"""The grid finds what a plain search finds, before and after changes."""

import random

from halls import item
from hallwright.floor.bodies import Shape, shapes_of
from hallwright.floor.grid import Grid
from hallwright.floor.shapes import boxes_meet


def random_shapes(dice: random.Random, id: str) -> tuple[Shape, ...]:
    x, y = dice.uniform(-20, 20), dice.uniform(-20, 20)
    if dice.random() < 0.3:
        return shapes_of(item("room", id, points_m=[[x, y], [x + 9, y + 4], [x, y + 8]]))
    return shapes_of(item("rack", id, x_m=x, y_m=y, rotation_deg=dice.choice((0.0, 90.0, 33.0))))


def test_near_finds_all_that_meets_the_box() -> None:
    dice = random.Random(1)
    shapes = {f"a{n}": random_shapes(dice, f"a{n}") for n in range(200)}
    grid = Grid(s for found in shapes.values() for s in found)
    for _ in range(50):
        change = {f"a{dice.randrange(220)}": random_shapes(dice, "x") if dice.random() < 0.7 else ()}
        before = set(grid.near((-100, -100, 100, 100)))
        changed = grid.with_changes(change)
        assert set(grid.near((-100, -100, 100, 100))) == before, "the older grid stays as it was"
        grid = changed
        shapes.update(change)
        x, y = dice.uniform(-20, 20), dice.uniform(-20, 20)
        box = (x, y, x + dice.uniform(0, 5), y + dice.uniform(0, 5))
        found = list(grid.near(box))
        assert len({id(s) for s in found}) == len(found), "each once"
        wanted = {s for found in shapes.values() for s in found if boxes_meet(box, s.box)}
        missed = wanted - set(found)
        assert all(len(s.points) == 2 for s in missed), "only an oblique line may have a box it does not fill"
