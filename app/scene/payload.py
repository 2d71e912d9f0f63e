"""What the scene is given to draw: all runs of a study, small enough to travel at every change."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np

from app.figures import loss_space, losses, similarity
from app.figures.loss_space import LossSpace, Scale
from app.runs.records import MethodResult
from app.scene.coding import Frame, coded_plane, coded_share, frame
from app.scene.detail import detail
from app.study.link import link_of
from app.study.screen import IN_SCENE, Screen
from app.study.study import Study
from samgs_core.diagnostics import Threshold
from samgs_core.measures import across
from samgs_core.metrics import angle
from samgs_core.metrics import similarity as magnitude_similarity
from samgs_core.record import Record
from samgs_core.survey import Survey

MAX_ENTRIES = 30_000
"""The most recorded steps that are sent of all runs together, ten bytes for each."""


class Scene(NamedTuple):
    """M methods from B starts at E recorded steps.

    Every run is sent at every ``stride``-th recorded step and at the last; there the cursor is
    exact, and between them positions are linear. Only ``focus``, the run of one method from one
    start, is sent at every recorded step, with its gradients and in single precision.
    """

    study: Study
    results: tuple[MethodResult, ...]
    stride: int
    entries: np.ndarray  # [E] which recorded steps
    x_frame: Frame
    loss_frame: Frame
    x: np.ndarray  # [M, B, E, 2] uint16
    losses: np.ndarray  # [M, B, E, 2] uint16, on the scale of loss space
    angle: np.ndarray  # [M, B, E] uint8, of 180°
    similarity: np.ndarray  # [M, B, E] uint8
    flags: np.ndarray  # [R, B, bytes] uint8, a bit for each entry; R methods have two regimes
    taken: np.ndarray  # [M, B] float32, steps taken
    diverged: np.ndarray  # [M, B] uint8
    plane: LossSpace
    loss_range: tuple[tuple[float, float], ...]
    """Of each start, the range of L₁ + L₂ that is worth drawing, on the scale of loss space."""
    threshold: Threshold | None
    focus: tuple[int, int]
    detail: dict[str, np.ndarray]


def scene(
    study: Study,
    survey: Survey,
    results: Sequence[MethodResult],
    focus_method: str,
    scale: Scale = "auto",
) -> Scene:
    """The scene of a study's results; ``focus_method`` is a key, the last one's if not drawn.

    ``scale`` is that of loss space. What the study's screen leaves out is empty, and so is
    everything while the runs are still to be predicted.
    """
    if study.screen.is_predicting:
        results = ()
    records = [each.record for each in results]
    shows = study.screen.shows
    curved = records if shows("curves") else []
    is_told = any(map(shows, ("numbers", "arrows", "curves")))
    n_recorded = len(records[0].steps) if records else 2
    stride = max(1, -(-n_recorded * len(records) * len(study.points) // MAX_ENTRIES))
    entries = _entries(n_recorded, stride)
    plane = loss_space.ground(study.landscape, survey, records, scale)
    with_losses = records if shows("loss") or shows("curves") else []
    losses_shown = [plane.scaled(record.losses) for record in with_losses]
    x_frame, loss_frame = frame(study.landscape.window), frame(plane.window)
    focus = _focus(results, focus_method), study.focus - 1
    return Scene(
        study=study,
        results=tuple(results),
        stride=stride,
        entries=entries,
        x_frame=x_frame,
        loss_frame=loss_frame,
        x=_stacked([_curves(r, stride).x for r in records]),
        losses=_stacked([coded_plane(each[:, entries], loss_frame) for each in losses_shown]),
        angle=_stacked([_curves(r, stride).angle for r in curved]),
        similarity=_stacked([_curves(r, stride).similarity for r in curved]),
        flags=_stacked([_curves(r, stride).flags for r in curved if r.experiment.method.flag()]),
        taken=_stacked([r.stopped_at.astype(np.float32) for r in records]),
        diverged=_stacked([r.diverged.astype(np.uint8) for r in records]),
        plane=plane,
        loss_range=losses.visible_ranges([plane.scaled(across(np.add, r.losses)) for r in curved])
        if curved
        else (),
        threshold=similarity.threshold(records),
        focus=focus,
        detail=detail(records[focus[0]], focus[1]) if records and is_told else {},
    )


def in_scene(study: Study) -> Study:
    """All that a scene shows of a study, and what it leaves out: what is focused is left to it."""
    hide = tuple(part for part in IN_SCENE if part in study.screen.hide)
    screen = Screen(predict=study.screen.predict, hide=hide)
    return replace(study.pictured, screen=screen)


def study_link(study: Study) -> str:
    """The link of what a scene shows of a study."""
    return link_of(in_scene(study))


def _focus(results: Sequence[MethodResult], key: str) -> int:
    keys = [each.method.key for each in results]
    return keys.index(key) if key in keys else len(keys) - 1


def _stacked(parts: list[np.ndarray]) -> np.ndarray:
    return np.stack(parts) if parts else np.zeros(0, dtype=np.uint8)


def _entries(n_recorded: int, stride: int) -> np.ndarray:
    return np.unique(np.append(np.arange(0, n_recorded, stride), n_recorded - 1))


class _Curves(NamedTuple):
    """What a scene sends of one method and does not depend on the others."""

    x: np.ndarray
    angle: np.ndarray
    similarity: np.ndarray
    flags: np.ndarray


_KEPT: WeakKeyDictionary[Record, dict[int, _Curves]] = WeakKeyDictionary()
"""Curves by stride, as long as their record is: most of a scene's time would go into them."""


def _curves(record: Record, stride: int) -> _Curves:
    kept = _KEPT.setdefault(record, {})
    if stride not in kept:
        entries = _entries(len(record.steps), stride)
        flag = record.experiment.method.flag()
        values = record.diagnostics[flag.name] if flag else np.zeros(record.x.shape[:2])
        window = record.experiment.landscape.window
        kept[stride] = _Curves(
            x=coded_plane(record.x[:, entries], frame(window)),
            angle=coded_share(angle(record)[:, entries] / 180),
            similarity=coded_share(magnitude_similarity(record)[:, entries]),
            flags=np.packbits(values[:, entries] > 0, axis=-1),
        )
    return kept[stride]
