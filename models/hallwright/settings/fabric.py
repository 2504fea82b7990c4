"""Project settings of the fabric checks."""

from typing import Annotated

from pydantic import AfterValidator, Field

from hallwright.equipment.base import Record, Word, choice, number

FACTS = "general knowledge, unverified: training 1:1, storage 1:1 to 2:1, front-end 2:1 to 4:1, management 4:1 or more"


class Job(Record):
    """A training job: how it is laid over the accelerators of its systems, and what a step sends.

    Systems work on it whose field *job* holds its name. Accelerators are numbered in the order of their systems'
    identifiers: tensor ranks first, then pipeline stages, then replicas.
    """

    name: Annotated[Word, Field(min_length=1)] = choice("Name, as systems state it")
    tensor: int = number("count", "Accelerators that share each layer", 1, ge=1, le=4096)
    pipeline: int = number("count", "Pipeline stages", 1, ge=1, le=4096)
    expert: int = number("count", "Accelerators over which experts are spread", 1, ge=1, le=100000)
    sharded: bool = choice("Weights are sharded over the replicas and gathered for each pass", False)
    gradient_gbytes: float = number("GB", "Gradients of one accelerator, reduced in each step", 0.0, le=1e5)
    expert_gbytes: float = number("GB", "What one accelerator sends to experts in each step", 0.0, le=1e5)
    activation_gbytes: float = number("GB", "What one accelerator sends to the next stage in each step", 0.0, le=1e5)
    checkpoint_gbytes: float = number("GB", "What one accelerator writes for each checkpoint", 0.0, le=1e5)
    read_gbytes: float = number("GB", "What one accelerator reads from storage in each step", 0.0, le=1e5)
    checkpoint_steps: int = number("count", "Steps from one checkpoint to the next", 1000, ge=1, le=10_000_000)
    compute_s: float = number("s", "Time of a step without waiting for the network", 1.0, gt=0.0, le=1e5)
    hidden_fraction: float = number("fraction", "Share of the network's time that compute hides", 0.0, le=1.0)
    scale_up_gbytes_s: float = number(
        "GB/s", "One-way rate of the scale-up links of one accelerator", 450.0, gt=0.0, le=1e5
    )


def _unlike_names(jobs: tuple[Job, ...]) -> tuple[Job, ...]:
    names = [job.name for job in jobs]
    if len(set(names)) < len(names):
        raise ValueError("two jobs have the same name")
    return jobs


class FabricSettings(Record):
    """Oversubscription limits, failure limits, traffic and cable lengths."""

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
    jobs: Annotated[tuple[Job, ...], Field(max_length=100), AfterValidator(_unlike_names)] = Field(
        (),
        description="Training jobs; without any, each port sends evenly to all like ports of its fabric",
        json_schema_extra={"source": "entered"},
    )
    link_load_max_fraction: float = number(
        "fraction",
        "Largest load of a link between switches, of its rate, while jobs send at line rate",
        1.0,
        gt=0.0,
        le=100.0,
        source="assumed: no link slows a job down",
    )
    ethernet_sprays: bool = choice(
        "Ethernet switches spread packets by load instead of hashing flows",
        False,
        source="assumed: plain Ethernet; InfiniBand and cell fabrics spread by themselves",
    )
    flows_a_port: int = number(
        "count", "Flows into which a port's traffic is split for hashing", 4, ge=1, le=64, source="assumed"
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

    tray_fill_max_fraction: float = number(
        "fraction",
        "Largest share of a tray's cross-section that cables may take",
        0.4,
        gt=0.0,
        le=1.0,
        source="general knowledge, unverified: 40 % at installation",
    )
    power_separation_min_m: float = number(
        "m",
        "Least distance between unshielded data cables and power cables that run side by side",
        0.2,
        le=5.0,
        source="general knowledge, unverified",
    )
    fibre_diameter_m: float = number(
        "m",
        "Outer diameter of a fibre or optical cable whose product states none",
        0.003,
        gt=0.0,
        le=0.1,
        source="MPO-12 trunks of the catalogue",
    )
    copper_diameter_m: float = number(
        "m",
        "Outer diameter of a copper cable whose product states none",
        0.011,
        gt=0.0,
        le=0.1,
        source="assumed: as an 800 Gb/s twinax cable, the thickest of the catalogue",
    )
    fibre_bend_radius_m: float = number(
        "m",
        "Smallest bend radius of a fibre or optical cable whose product states none",
        0.03,
        le=2.0,
        source="general knowledge, unverified: 30 mm for patch cords",
    )
    copper_bend_radius_m: float = number(
        "m",
        "Smallest bend radius of a copper cable whose product states none",
        0.06,
        le=2.0,
        source="assumed: as an 800 Gb/s active copper cable, the stiffest of the catalogue",
    )
    cable_spare_fraction: float = number(
        "fraction",
        "Spare cables, fibres and transceivers of each product and length, of those in use",
        0.02,
        le=1.0,
        source="assumed",
    )
    switch_spare_fraction: float = number(
        "fraction", "Spare switches of each product, of those in use", 0.02, le=1.0, source="assumed"
    )

    def oversubscription_limit(self, fabric: str) -> float:
        """Largest oversubscription of a switch in that fabric; one of no known kind is held to the compute limit."""
        return {
            "storage": self.storage_oversubscription_max,
            "front": self.front_oversubscription_max,
            "management": self.management_oversubscription_max,
        }.get(fabric, self.oversubscription_max)
