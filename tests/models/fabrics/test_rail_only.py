import pytest

from hallwright.errors import OutOfRange
from hallwright.fabrics.rail_only import plain_switches, rail_only


@pytest.mark.parametrize(
    ("endpoints", "ports", "factor"), [(64, 64, 1), (2048, 64, 3), (16384, 64, 5), (32768, 256, 3), (262144, 128, 5)]
)
def test_switches_per_endpoint_by_tiers(endpoints: int, ports: int, factor: int) -> None:
    assert plain_switches(endpoints, ports) == factor * endpoints // ports


def test_rails_share_switches_where_a_switch_holds_several() -> None:
    assert rail_only(1024, 8, 256).switches == 4  # two rails of 128 each
    assert rail_only(1024, 8, 255).switches == 8
    assert rail_only(1024, 8, 128).switches == 8
    assert rail_only(1024, 8, 64).switches == 8 * 6  # 4 leaves and 2 spines a rail


def test_it_never_takes_more_than_the_full_network() -> None:
    for gpus in (512, 1024, 4096, 16384):
        found = rail_only(gpus, 64, 64)
        assert 0.0 <= found.reduction < 1.0


def test_refusals() -> None:
    for wrong in ((0, 8, 64), (100, 8, 64), (64, 8, 1), (10**8, 8, 64)):
        with pytest.raises(OutOfRange):
            rail_only(*wrong)
    with pytest.raises(OutOfRange):
        plain_switches(0, 64)
