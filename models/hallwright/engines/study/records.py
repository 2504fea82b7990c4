"""Records of the study: what it says of every element, cable and load, with what it had to assume."""

from collections.abc import Mapping
from dataclasses import dataclass

from hallwright.project import Project


@dataclass(frozen=True, slots=True)
class ElementStudy:
    """An element of the chain, or a load, in the study.

    Attributes
    ----------
    nominal_v, voltage_v : float
        Line voltage without load and under load, at what it gives [V].
    drop_fraction : float
        Voltage lost on the way from its source, or from the UPS that makes its voltage, as a share of nominal.
    loading_fraction : float or None
        Apparent power through a transformer over its rating; None for anything else.
    fault_ka, fault_peak_ka : float or None
        Initial symmetrical short-circuit current of a three-phase fault on it, and its peak [kA].
    interrupting_ka : float or None
        Fault current that it is rated to bear or interrupt [kA].
    interrupts : bool
        It has breakers or bars that must bear a fault.
    missing : str
        Why the fault current cannot be compared; "" where it was.
    """

    nominal_v: float
    voltage_v: float
    drop_fraction: float
    loading_fraction: float | None
    fault_ka: float | None
    fault_peak_ka: float | None
    interrupting_ka: float | None
    interrupts: bool
    missing: str

    @property
    def bears_fault(self) -> bool | None:
        """Whether its rating is at least the fault current; None where that is not evaluated."""
        if self.missing or self.fault_ka is None or self.interrupting_ka is None:
            return None
        return self.interrupting_ka >= self.fault_ka


@dataclass(frozen=True, slots=True)
class CableStudy:
    """The most loaded cable of a power link in the study.

    Attributes
    ----------
    kw, loss_kw : float
        Through all cables of the link, and lost in them [kW].
    amps, ampacity_a, loading_fraction : float
        Line current of one cable, what its conductors carry without pause [A], and the ratio.
    drop_fraction : float
        Voltage lost in it, as a share of nominal.
    length_m : float
        The longest of the link [m].
    conductor_mm2, conductor_runs :
        Cross-section [mm²], and conductors in parallel in each line.
    length_stated, conductor_stated : bool
        Entered for this link, or assumed.
    """

    kw: float
    loss_kw: float
    amps: float
    ampacity_a: float
    loading_fraction: float
    drop_fraction: float
    length_m: float
    conductor_mm2: float
    conductor_runs: int
    length_stated: bool
    conductor_stated: bool


@dataclass(frozen=True, eq=False)
class Study:
    """What the study found for one state of the project.

    Attributes
    ----------
    project : Project
        The project that was studied; after an edit the study is stale.
    elements : mapping of str to ElementStudy
        By element of the chain and by load.
    cables : mapping of str to CableStudy
        By power link.
    source_kw, cable_loss_kw : float
        What all sources and converters give in the study, and what is lost in cables [kW].
    live_kw : float
        The same power by the live solver, which knows no losses of cables [kW].
    assumptions : tuple of str
        Every assumption that the numbers rest on, one sentence each.
    not_studied : tuple of str
        What was left out, and why.
    """

    project: Project
    elements: Mapping[str, ElementStudy]
    cables: Mapping[str, CableStudy]
    source_kw: float
    cable_loss_kw: float
    live_kw: float
    assumptions: tuple[str, ...]
    not_studied: tuple[str, ...]

    def is_of(self, project: Project) -> bool:
        """Whether it still holds: nothing that carries power or stands somewhere was changed since."""
        mine = self.project
        return mine is project or (
            mine.equipment == project.equipment and mine.links == project.links and mine.settings == project.settings
        )
