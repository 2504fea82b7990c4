"""Demand of a load on each basis."""

import pytest

from halls import item
from hallwright.engines.power.demand import demand_kw, missing_field
from hallwright.equipment.accelerator import Accelerator
from hallwright.equipment.base import Basis
from hallwright.settings import Settings

CARD = Accelerator(id="card", name="Card", form_factor="PCIe FHFL", tdp_kw=0.3, system_id="s")


def on(basis: Basis, factor: float = 1.0) -> Settings:
    return Settings(demand_basis=basis, design_factor=factor)


@pytest.mark.parametrize(
    ("settings", "fields", "cards", "expected"),
    [
        (on(Basis.NAMEPLATE, 0.8), {"nameplate_kw": 2.0, "design_kw": 1.5}, [], 2.0),
        (on(Basis.DESIGN, 0.8), {"nameplate_kw": 2.0, "design_kw": 1.5}, [], 1.5),  # a stated design load is final
        (on(Basis.DESIGN, 0.8), {"nameplate_kw": 2.0}, [], 1.6),
        (on(Basis.DESIGN, 0.8), {"nameplate_kw": 2.0}, [CARD, CARD], 0.8 * 2.6),
        (on(Basis.MEASURED), {"nameplate_kw": 2.0, "measured_kw": 1.1}, [CARD], 1.1),  # the meter saw the card too
        (on(Basis.MEASURED), {"nameplate_kw": 2.0}, [], None),
        (on(Basis.DESIGN), {}, [], None),
    ],
)
def test_system(settings, fields, cards, expected) -> None:  # type: ignore[no-untyped-def]
    found = demand_kw(item("system", "s", role="gpu", accelerator_slots=4, **fields), cards, settings)
    assert found == (None if expected is None else pytest.approx(expected))


def test_a_card_of_unknown_power_leaves_the_server_unknown() -> None:
    server = item("system", "s", role="gpu", nameplate_kw=1.0)
    assert demand_kw(server, [CARD.model_copy(update={"tdp_kw": None})], on(Basis.DESIGN)) is None
    assert missing_field(server, Basis.DESIGN) == "tdp_kw of its cards"
    assert missing_field(item("system", "s", role="gpu"), Basis.DESIGN) == "nameplate_kw"
    assert missing_field(item("switch", "w"), Basis.MEASURED) == "measured_kw"


def test_the_factor_is_for_vendor_maxima_of_it_only() -> None:
    assert demand_kw(item("crah", "c", sensible_kw=40.0, fan_kw=3.0), [], on(Basis.DESIGN, 0.5)) == 3.0
    assert demand_kw(item("switch", "w", nameplate_kw=2.0), [], on(Basis.DESIGN, 0.5)) == 1.0
