"""Settings of a project: limits and assumptions, each with its source."""

from hallwright.settings.cooling import CoolingSettings
from hallwright.settings.fabric import FabricSettings
from hallwright.settings.power import PowerSettings
from hallwright.settings.space import SpaceSettings
from hallwright.settings.study import StudySettings


class Settings(SpaceSettings, PowerSettings, CoolingSettings, FabricSettings, StudySettings):
    """All settings, flat: ``settings.FIELD``."""
