"""Settings that are one press away, each with the question that it is to answer."""

from typing import NamedTuple

from app.study.train import TrainSettings
from samgs_core.methods import LS, SAMGS, UW, GradVac, PCGrad
from synthetic import Digits, Rooms


class TrainPreset(NamedTuple):
    """Settings with a name; the seeds are free."""

    title: str
    question: str
    settings: TrainSettings

    def is_shown(self, settings: TrainSettings) -> bool:
        """Whether these are its settings, whatever the seeds, the focus and the split are."""
        return _without(settings) == _without(self.settings)


def _without(settings: TrainSettings) -> tuple[object, ...]:
    drawn = settings.drawn, settings.drawn_methods
    return settings.benchmark, *drawn, settings.budget


PRESETS = (
    TrainPreset(
        "Rooms",
        "Segmentation, depth and normals by one small network: who is ahead?",
        TrainSettings(),
    ),
    TrainPreset(
        "Two tasks",
        "Segmentation and depth alone, as in CityScapes.",
        TrainSettings(benchmark=Rooms(normals="without")),
    ),
    TrainPreset(
        "Depth in decimetres",
        "One loss, and its gradient, is ten times as long: who is led by the longest gradient?",
        TrainSettings(benchmark=Rooms(depth_unit=10.0)),
    ),
    TrainPreset(
        "Two digits",
        "Two handwritten digits laid over each other: which is left, which is right?",
        TrainSettings(benchmark=Digits(), steps=300),
    ),
    TrainPreset(
        "Five methods",
        "The methods of the papers behind this project; it takes half as long again.",
        TrainSettings(drawn=(LS, UW, PCGrad, GradVac, SAMGS)),
    ),
)
