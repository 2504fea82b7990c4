"""Traps of the rules that read the field of the room's air; written and tested with the field solved."""

from traps.thermal import CRAHS, Trap, fields, setting

TRAPS: dict[str, Trap] = {
    "THM131": fields("s1", {"inlet_max_degc": 30.0}, inlet_max_degc=20.0),
    "THM132": setting(27.0, inlet_recommended_max_degc=20.0),
    "THM133": setting(27.0, inlet_recommended_max_degc=23.0),
    "THM315": fields(CRAHS, {"sensible_kw": 40.0, "airflow_m3_s": 3.0}, sensible_kw=9.0, airflow_m3_s=0.7),
}
