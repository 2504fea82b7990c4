"""The ledger: what leaves the hall is the same sum, kept along edits or added up."""

import random

import pytest

from halls import good_hall
from hallwright.edits.change import set_fields
from hallwright.engines.cooling.ledger import rejected_by
from hallwright.engines.cooling.parts import AirPart
from hallwright.evaluate import evaluate


def test_rejected_heat_is_that_of_plants_dry_coolers_and_the_open_air() -> None:
    rng = random.Random(3)
    report = evaluate(good_hall())
    for _ in range(40):
        id = rng.choice(["s1", "s2", "s3", "lf1"])
        values = {"nameplate_kw": round(rng.uniform(0.1, 9.0), 3)}
        report = evaluate(set_fields(report.project, [id], values), report)
        cooling = report.results.cooling
        assert cooling is not None
        open_air = sum(
            s.room_kw for b in cooling.kept.bodies.values() for s in b.streams if s.exhaust is None and not s.flow_m3_s
        )
        units = cooling.inputs.parts[AirPart]
        plants = sum(rejected_by(k, r, units.get(k)) for k, r in cooling.records.items())
        assert cooling.rejected_kw == pytest.approx(open_air + plants, rel=1e-12)
        assert cooling.ledger.rejected_kw == cooling.rejected_kw
        assert report.totals.cooling_kw == cooling.rejected_kw
