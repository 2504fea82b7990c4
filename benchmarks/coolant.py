"""Coolant loops: the network solver beside a general sparse Newton, and an edit of a liquid-cooled hall."""

import random

from measure import interleaved, median_ms, p95_ms, row

from hallwright.engines.coolant.network import Branch, Network, solve

FLOW = 100.0 / 60_000.0


def loop(racks: int, cdus: int, seed: int = 0) -> Network:
    """Racks on the supply headers of CDUs (nodes 1 on) and a common return (node 0)."""
    chance = random.Random(seed)
    head, rated = 250e3, racks / cdus * FLOW * 1.2
    branches = [
        Branch(0, 1 + c, shutoff_pa=1.25 * head, falls=0.25 * head / rated**2, held_pa=0.9 * head, one_way=True)
        for c in range(cdus)
    ]
    for r in range(racks):
        node = 1 + cdus + r
        for c in range(cdus):
            branches.append(
                Branch(1 + c, node, length_m=chance.uniform(6, 60), diameter_m=0.05, roughness_m=4.5e-5, square=2e9)
            )
        power = 1e5 / FLOW**1.89 * chance.uniform(0.5, 3.0)
        branches.append(Branch(node, 0, power=power, exponent=1.89, most_m3_s=FLOW * chance.uniform(0.3, 1.2)))
    return Network(1 + cdus + racks, tuple(branches), 1009.9, 1.353e-3)


def plain(network: Network) -> None:
    """The alternative: scipy's general solver of equations, on the node pressures, each branch solved by itself."""
    import numpy as np
    from scipy.optimize import root

    def branch_flow(b: Branch, fall: float) -> float:
        low, high = -1.0, 1.0
        for _ in range(60):
            q = 0.5 * (low + high)
            area = 3.141592653589793 * b.diameter_m**2 / 4
            drop = b.square * abs(q) * q + b.power * abs(q) ** (b.exponent - 1.0) * q
            drop += 0.02 * b.length_m / b.diameter_m * network.density_kg_m3 / (2 * area**2) * abs(q) * q
            drop -= min(b.shutoff_pa - b.falls * q * abs(q), b.held_pa) if b.shutoff_pa else 0.0
            low, high = (q, high) if drop < fall else (low, q)
        return min(q, b.most_m3_s)

    def imbalance(pressures: "np.ndarray[tuple[int], np.dtype[np.float64]]") -> object:
        p = np.concatenate(([0.0], pressures * 1e5))
        net = np.zeros(network.nodes)
        for b in network.branches:
            q = branch_flow(b, p[b.start] - p[b.end])
            net[b.start] -= q
            net[b.end] += q
        return net[1:]

    root(imbalance, np.full(network.nodes - 1, 2.0), method="krylov", options={"maxiter": 2, "disp": False})


def main() -> None:
    """Print the table."""
    row("network", "branches", "median ms", "p95 ms", "alternative ms (2 steps only)", "ratio at least")
    row("---", "---:", "---:", "---:", "---:", "---:")
    for racks, cdus in ((8, 2), (160, 2), (250, 1), (500, 2)):
        network = loop(racks, cdus)
        solve(network)
        taken = interleaved(9, ours=lambda n=network: solve(n))
        ours, p95 = median_ms(taken["ours"]), p95_ms(taken["ours"])
        cells: tuple[object, ...] = ("–", "–")
        if racks <= 8:  # minutes beyond
            other = median_ms(interleaved(3, other=lambda n=network: plain(n))["other"])
            cells = other, other / ours
        row(f"{racks} racks on {cdus} CDUs", len(network.branches), ours, p95, *cells)


if __name__ == "__main__":
    main()
