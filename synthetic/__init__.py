"""Landscapes and layered problems: functions with facts."""

from synthetic.planted_disagreement import PlantedDisagreement
from synthetic.presets import PRESETS, Preset

__all__ = ["PRESETS", "PlantedDisagreement", "Preset"]
