"""Table twins of the drawings: whatever the mouse can do there, the keyboard can do here."""
