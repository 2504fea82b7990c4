"""The exchanger of a CDU: its fit, its laws, and points that none can meet."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hallwright.catalogue import catalogue
from hallwright.engines.coolant.exchanger import Exchanger, fit
from hallwright.errors import OutOfRange

RATES = st.floats(5.0, 300.0)


@settings(deadline=None)
@given(RATES, RATES, st.floats(1.0, 15.0), st.floats(10.0, 3000.0), st.floats(0.0, 0.5))
def test_a_fit_meets_its_point_or_is_refused(
    hot: float, cold: float, approach: float, heat: float, fouling: float
) -> None:
    try:
        found = fit(heat, approach, hot, cold, fouling)
    except OutOfRange:
        assert heat / (min(hot, cold) * (approach + heat / hot)) > 0.99
        return
    assert heat * found.resistance_k_kw(hot, cold) == pytest.approx(approach, rel=1e-6)
    # both sides close on the same heat, and no temperatures cross: cold leaves below where hot enters
    assert heat / cold <= approach + heat / hot + 1e-9


@settings(deadline=None)
@given(RATES, RATES, RATES, st.floats(1.05, 3.0))
def test_more_flow_never_widens_the_approach_and_conducts_more(
    hot: float, cold: float, other: float, more: float
) -> None:
    found = Exchanger(80.0, 100.0, 300.0, 0.1)
    assert found.resistance_k_kw(hot, cold * more) <= found.resistance_k_kw(hot, cold) * (1 + 1e-9)
    assert found.ua(hot * more, other) > found.ua(hot, other)


def test_counter_flow_by_the_logarithmic_mean() -> None:
    """An independent sum: heat = UA times the logarithmic mean of both end differences."""
    hot, cold, heat, approach = 80.0, 130.0, 1368.0, 4.0
    found = fit(heat, approach, hot, cold)
    warm = (approach + heat / hot) - heat / cold
    mean = (warm - approach) / math.log(warm / approach)
    assert found.ua_rated * mean == pytest.approx(heat, rel=1e-9)


@settings(deadline=None)
@given(st.floats(50.0, 1500.0), st.floats(4.0, 20.0))
def test_cold_flow_wanted_gives_the_approach(heat: float, approach: float) -> None:
    found = fit(1368.0, 4.0, 80.0, 136.0, 0.1)
    cold = found.cold_wanted(80.0, approach, heat, 136.0)
    reached = heat * found.resistance_k_kw(80.0, cold)
    assert reached == pytest.approx(approach, rel=1e-6) if cold < 136.0 else reached >= approach * (1 - 1e-9)


@pytest.mark.parametrize(
    ("heat", "approach", "hot", "cold", "why"),
    [
        (1368.0, 4.0, 80.2, 26.3, "No exchanger"),  # 378 L/min on the facility side, as one exemplar has it
        (100.0, -2.0, 10.0, 10.0, "colder than"),
        (100.0, 0.0, 10.0, 10.0, "colder than"),
        (100.0, 4.0, 0.0, 10.0, "a flow on both sides"),
        (0.0, 4.0, 10.0, 10.0, "heat that it moves"),
        (math.nan, 4.0, 10.0, 10.0, "a flow"),
    ],
)
def test_points_that_none_can_meet_are_refused(heat: float, approach: float, hot: float, cold: float, why: str) -> None:
    with pytest.raises(OutOfRange, match=why):
        fit(heat, approach, hot, cold)


def test_without_flow_nothing_is_moved() -> None:
    found = fit(100.0, 4.0, 10.0, 12.0)
    assert found.resistance_k_kw(10.0, 0.0) == math.inf
    assert found.effectiveness(0.0, 5.0) == 0.0
    assert found.cold_wanted(10.0, 4.0, 0.0, 12.0) == 0.0


def test_every_cdu_of_the_catalogue_can_be_met() -> None:
    seen = 0
    for product in catalogue().values():
        fields = product.fields
        if product.kind == "cdu" and fields.get("facility_flow_l_min"):
            fit(
                float(str(fields["capacity_kw"])),
                float(str(fields["approach_k"])),
                float(str(fields["secondary_flow_l_min"])) / 60000.0 * 4008.0,
                float(str(fields["facility_flow_l_min"])) / 60000.0 * 4170.0,
                0.1,
            )
            seen += 1
    assert seen >= 10
