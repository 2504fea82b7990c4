"""An empty hall: a room to start from."""

from hallwright.project import Project
from hallwright.templates.draft import Draft


def build() -> Project:
    """A plain slab room of 18 x 12 m with a double door; nothing in it."""
    hall = Draft("Untitled hall")
    hall.room("room", "Hall", 0.0, 0.0, 18.0, 12.0, height_m=4.2, uniform_load_kpa=17.0)
    hall.add("door", "door", "Door", x_m=15.6, y_m=12.0, rotation_deg=0.0, width_m=1.8, leaves=2)
    return hall.project()
