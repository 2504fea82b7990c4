"""Record what pandapipes says of random pipe networks, for the test of the network solver.

Run in an environment of its own, with pandapipes installed: ``python record.py``. Writes networks.json beside it.
Each network is a random tree of pipes with extra pipes that close rings, fed at node 0 by a given pressure, with flow
drawn at its nodes; some pipes carry an extra loss coefficient. Flows are turbulent, where all friction laws agree.
"""

import json
import math
import random
from pathlib import Path

import pandapipes

DENSITY, VISCOSITY = 1009.9, 1.353e-3
ROUGHNESS_MM = 0.045
SOURCE_BAR = 60.0


def network(seed: int, nodes: int) -> dict[str, object]:
    """One random network and its answer."""
    random.seed(seed)
    net = pandapipes.create_empty_network(fluid=None)
    fluid = pandapipes.create_constant_fluid(
        "coolant", "liquid", density=DENSITY, viscosity=VISCOSITY, heat_capacity=3969.0
    )
    net.fluid = fluid
    for _ in range(nodes):
        pandapipes.create_junction(net, pn_bar=SOURCE_BAR, tfluid_k=313.15)
    pandapipes.create_ext_grid(net, 0, p_bar=SOURCE_BAR, t_k=313.15)
    drawn = {}
    for node in range(1, nodes):
        if random.random() < 0.6:
            drawn[node] = random.uniform(0.5, 3.0)
            pandapipes.create_sink(net, node, mdot_kg_per_s=drawn[node])
    pairs = [(random.randrange(node), node) for node in range(1, nodes)]
    while len(pairs) < nodes + nodes // 3:
        a, b = random.sample(range(nodes), 2)
        pairs.append((a, b))
    carried = sum(drawn.values())
    pipes = []
    for a, b in pairs:
        length = random.uniform(2.0, 60.0)
        bore = math.sqrt(4.0 * carried / DENSITY / (math.pi * 2.0)) * random.uniform(0.3, 0.6)
        loss = random.choice((0.0, 0.0, 2.0, 10.0))
        pandapipes.create_pipe_from_parameters(
            net,
            a,
            b,
            length_km=length / 1000.0,
            inner_diameter_mm=bore * 1000.0,
            k_mm=ROUGHNESS_MM,
            loss_coefficient=loss,
        )
        pipes.append([a, b, length, bore, loss])
    pandapipes.pipeflow(
        net,
        friction_model="colebrook",
        tol_p=1e-10,
        tol_m=1e-12,
        tol_res=1e-8,
        max_iter_hyd=500,
        max_iter_colebrook=500,
    )
    return {
        "nodes": nodes,
        "drawn_kg_s": drawn,
        "pipes": pipes,
        "flow_kg_s": [round(v, 9) for v in net.res_pipe.mdot_from_kg_per_s],
        "reynolds": [round(v, 1) for v in net.res_pipe.reynolds],
        "pressure_bar": [round(v, 9) for v in net.res_junction.p_bar],
    }


def main() -> None:
    """Record a few sizes."""
    cases = [network(seed, nodes) for seed, nodes in enumerate((6, 10, 16, 25, 40, 80, 150))]
    answer = {
        "program": f"pandapipes {pandapipes.__version__}",
        "density_kg_m3": DENSITY,
        "viscosity_pa_s": VISCOSITY,
        "roughness_mm": ROUGHNESS_MM,
        "source_bar": SOURCE_BAR,
        "cases": cases,
    }
    Path(__file__).with_name("networks.json").write_text(json.dumps(answer) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
