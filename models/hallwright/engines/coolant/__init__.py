"""Coolant loops: pressures, flows and temperatures of rack loops and facility water."""
