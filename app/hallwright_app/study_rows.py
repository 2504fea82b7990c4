"""What the study said of one thing, as rows of the inspector."""

from collections.abc import Iterator

from hallwright.engines.study.records import CableStudy, ElementStudy, Study
from hallwright.units import System
from hallwright_app.inspector_parts import Row, shown_number
from hallwright_app.wording import tr

STALE = "The design was edited since the study was run."


def study_rows(study: Study, id: str, system: System, *, stale: bool) -> Iterator[Row]:
    """Rows with a heading; nothing where the study says nothing of it.

    Parameters
    ----------
    stale : bool
        The study is of an earlier state of the design: the heading says so.
    """
    record = study.elements.get(id) or study.cables.get(id)
    if record is None:
        return
    yield Row(tr("Study, stale") if stale else tr("Study"), head=True, tip=tr(STALE) if stale else "")
    rows = _element_rows(study, record, system) if isinstance(record, ElementStudy) else _cable_rows(record, system)
    yield from rows


def _number(label: str, value: float, unit: str, system: System, limit: float | None = None, tip: str = "") -> Row:
    text, sign = shown_number(value, unit, system)
    return Row(tr(label), text, sign, bar=(value, limit) if limit else None, tip=tip)


def _element_rows(study: Study, record: ElementStudy, system: System) -> Iterator[Row]:
    yield _number("Voltage", record.voltage_v, "V", system)
    drop_max = study.project.settings.voltage_drop_max_fraction
    yield _number("Voltage drop", record.drop_fraction, "fraction", system, drop_max, "From its source or UPS to here")
    if record.loading_fraction is not None:
        yield _number("Loading", record.loading_fraction, "fraction", system, 1.0)
    if record.fault_ka is not None:
        limit = None if record.missing else record.interrupting_ka
        yield _number("Short circuit", record.fault_ka, "kA", system, limit, record.missing)
    if record.fault_peak_ka is not None:
        yield _number("Peak of it", record.fault_peak_ka, "kA", system)
    if record.interrupts and record.missing:
        yield Row(tr("Bears it"), tr("not evaluated"), tip=record.missing)


def _cable_rows(record: CableStudy, system: System) -> Iterator[Row]:
    yield _number("Voltage drop", record.drop_fraction, "fraction", system)
    yield _number("Current of a cable", record.amps, "A", system, record.ampacity_a, "Against its ampacity")
    yield _number("Losses", record.loss_kw, "kW", system)
    yield _number("Length", record.length_m, "length_m", system, tip="" if record.length_stated else "Assumed")
    text, sign = shown_number(record.conductor_mm2, "mm2", system)
    shown = f"{record.conductor_runs} × {text}" if record.conductor_runs > 1 else text
    yield Row(tr("Conductor"), shown, sign, tip="" if record.conductor_stated else "Assumed: sized for its breaker")
