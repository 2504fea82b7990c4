"""Traffic on the fabric: jobs, loads of links, collectives, and what failures leave."""
