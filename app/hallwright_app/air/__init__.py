"""The field of the room's air as the window shows it: job, slices, probe, three dimensions."""
