"""The wiring engine: what is linked, beside what the rules of fabrics make."""
