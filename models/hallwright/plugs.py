"""Which plugs fit which cages."""

# a cage and the plugs that it takes besides its own, by the QSFP-DD and SFP-DD specifications (backward compatible)
TAKES = {
    "QSFP-DD800": ("QSFP-DD", "QSFP112", "QSFP56", "QSFP28"),
    "QSFP-DD": ("QSFP56", "QSFP28"),
    "QSFP112": ("QSFP56", "QSFP28"),
    "QSFP56": ("QSFP28",),
    "SFP56": ("SFP28", "SFP+"),
    "SFP28": ("SFP+",),
}


def families(word: str) -> set[str]:
    """Families named by a connector: ``OSFP twin-port`` is OSFP, ``OSFP/QSFP-DD800`` either."""
    return {part.strip().split(" ")[0].upper() for part in word.split("/") if part.strip()}


def plug_fits(plug: str, cage: str) -> bool:
    """Whether any plug named fits any cage named.

    Examples
    --------
    >>> plug_fits("QSFP56", "QSFP-DD"), plug_fits("OSFP", "QSFP-DD")
    (True, False)
    """
    cages = families(cage)
    return any(p in cages or any(p in TAKES.get(c, ()) for c in cages) for p in families(plug))
