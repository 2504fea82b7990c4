"""Reports, schedules and other files made from a project."""
