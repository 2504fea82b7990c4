"""Project settings of the fabric checks."""

from typing import Annotated

from pydantic import Field

from hallwright.equipment.base import Record, Word, choice, number

FACTS = "general knowledge, unverified: training 1:1, storage 1:1 to 2:1, front-end 2:1 to 4:1, management 4:1 or more"


class FabricSettings(Record):
    """Oversubscription limits, failure limits and cable lengths."""

    oversubscription_max: float = number(
        "ratio",
        "Largest oversubscription of a compute switch",
        1.0,
        ge=1.0,
        le=100.0,
        source="assumed: non-blocking",
    )
    storage_oversubscription_max: float = number(
        "ratio", "Largest oversubscription of a storage switch", 2.0, ge=1.0, le=100.0, source=FACTS
    )
    front_oversubscription_max: float = number(
        "ratio", "Largest oversubscription of a front-end switch", 4.0, ge=1.0, le=100.0, source=FACTS
    )
    management_oversubscription_max: float = number(
        "ratio", "Largest oversubscription of a management switch", 8.0, ge=1.0, le=1000.0, source=FACTS
    )
    redundant_fabrics: Annotated[tuple[Word, ...], Field(max_length=20)] = choice(
        "Fabrics in which no single switch may cut a system off",
        ("compute", "storage"),
        source="assumed: out-of-band management may lose a switch",
    )
    cut_off_systems_max: int = number(
        "count", "Systems that the loss of one switch may cut off", 0, le=100000, source="assumed: none"
    )
    share_left_min_fraction: float = number(
        "fraction",
        "Bandwidth that must be left with one switch lost",
        0.5,
        le=1.0,
        source="assumed: half",
    )
    uplink_switches_min: int = number(
        "count", "Switches over which a switch spreads its uplinks", 2, ge=1, le=1000, source="assumed: two"
    )
    nic_use_min_fraction: float = number(
        "fraction",
        "Share of its network ports' rate that a system must have linked",
        1.0,
        le=1.0,
        source="assumed: every compute and storage port is used",
    )
    cable_slack_fraction: float = number(
        "fraction",
        "Slack added to the length of a route",
        0.1,
        le=1.0,
        source="assumed",
    )
    cable_service_loop_m: float = number(
        "length_m",
        "Service loop at each end of a cable that leaves its rack",
        0.5,
        le=10.0,
        source="general knowledge, unverified: 1 to 3 m a link for slack and vertical runs; low end",
    )
    cable_in_rack_extra_m: float = number(
        "length_m", "Length added to a cable within one rack, for both bends", 0.5, le=5.0, source="assumed"
    )
    cable_overhead_m: float = number(
        "length_m",
        "Height above the floor at which a cable runs where no tray leads",
        2.7,
        gt=0.0,
        le=30.0,
        source="assumed",
    )
    tray_entry_max_m: float = number(
        "length_m", "Farthest a cable goes from its rack to a tray, on the plan", 1.5, le=20.0, source="assumed"
    )
    cable_stock_lengths_m: Annotated[tuple[float, ...], Field(min_length=1, max_length=100)] = Field(
        (0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 7.0, 10.0, 15.0, 20.0, 25.0, 30.0, 40.0, 50.0, 75.0, 100.0),
        description="Lengths in which cables are bought, rising; longer ones are cut to the metre",
        json_schema_extra={"unit": "length_m", "source": "assumed: usual lengths of cable makers"},
    )

    def oversubscription_limit(self, fabric: str) -> float:
        """Largest oversubscription of a switch in that fabric; one of no known kind is held to the compute limit."""
        return {
            "storage": self.storage_oversubscription_max,
            "front": self.front_oversubscription_max,
            "management": self.management_oversubscription_max,
        }.get(fabric, self.oversubscription_max)
