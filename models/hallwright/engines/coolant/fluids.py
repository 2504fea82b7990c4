"""Density, specific heat, viscosity and conductivity of the coolants, against temperature.

The tables in ``resources/fluids`` come from CoolProp (one value each kelvin; between them a straight line, which is
off by less than 0.1 %). A coolant that is not in the tables is taken as water, and its record says so.
"""

import json
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hallwright.errors import OutOfRange
from hallwright.resources import resource

NAMES = ("water", "pg25", "pg50", "eg25", "eg50")


class Properties(NamedTuple):
    """A coolant at one temperature."""

    density_kg_m3: float
    heat_kj_kg_k: float
    viscosity_pa_s: float
    conductivity_w_m_k: float

    @property
    def rho_cp(self) -> float:
        """Heat that a cubic metre takes up per kelvin [kJ/(m3 K)]."""
        return self.density_kg_m3 * self.heat_kj_kg_k


@dataclass(frozen=True, eq=False)
class Fluid:
    """A coolant's table.

    Attributes
    ----------
    key, name, source : str
    temperature_degc : ndarray, shape (n,)
        In steps of 1 K.
    columns : ndarray, shape (4, n)
        In the order of `Properties`.
    """

    key: str
    name: str
    source: str
    temperature_degc: NDArray[np.float64]
    columns: NDArray[np.float64]

    def at(self, temperature_degc: float) -> Properties:
        """Properties at a temperature.

        Parameters
        ----------
        temperature_degc : float
            Within the table.

        Returns
        -------
        Properties

        Raises
        ------
        OutOfRange
            The coolant is not liquid, or not known, at that temperature.

        References
        ----------
        .. [1] Bell et al., CoolProp, Ind. Eng. Chem. Res. 53 (2014) 2498.

        Examples
        --------
        >>> found = fluid("pg25").at(40.0)
        >>> round(found.density_kg_m3, 1), round(found.heat_kj_kg_k, 3), round(found.viscosity_pa_s * 1e3, 2)
        (1009.9, 3.969, 1.35)
        """
        first, last = float(self.temperature_degc[0]), float(self.temperature_degc[-1])
        if not first <= temperature_degc <= last:
            raise OutOfRange(f"{self.name} is known from {first:g} to {last:g} °C, not at {temperature_degc:.4g} °C.")
        below = min(int(temperature_degc - first), len(self.temperature_degc) - 2)
        part = temperature_degc - first - below
        left, right = self.columns[:, below], self.columns[:, below + 1]
        return Properties(*(float(v) for v in left + part * (right - left)))

    def near(self, temperature_degc: float) -> Properties:
        """Properties at a temperature; beyond the table those at its end."""
        return self.at(min(max(temperature_degc, float(self.temperature_degc[0])), float(self.temperature_degc[-1])))


@cache
def fluid(key: str) -> Fluid:
    """The table of a coolant, read once.

    Parameters
    ----------
    key : str
        One of `NAMES`.
    """
    plain = json.loads(resource("fluids", f"{key}.json").read_text(encoding="utf-8"))
    columns = np.array([plain[column] for column in Properties._fields])
    return Fluid(key, plain["name"], plain["source"], np.array(plain["temperature_degc"], dtype=float), columns)


def named(coolant: str) -> str | None:
    """The table that a coolant's name stands for; None where there is none.

    Parameters
    ----------
    coolant : str
        As equipment states it, such as ``PG25`` or ``pg25-inhibited``; empty = water.
    """
    word = coolant.lower().replace(" ", "").replace("-", "")
    return next((key for key in NAMES if word.startswith(key)), None if word else "water")
