"""Ways of cables over the floor: where things stand, trays, lengths."""
