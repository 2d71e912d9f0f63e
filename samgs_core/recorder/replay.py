"""What another method would have made of the recorded gradients: one step each, not a rerun."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from samgs_core import span
from samgs_core.merging import step, told
from samgs_core.method import Claim, Method
from samgs_core.methods import SAMGS
from samgs_core.recorder.recording import Recording
from samgs_core.values import is_seed, shown

LABEL = "same gradients, one step: not a rerun"
MAX_DRAWN = 2_000_000
"""Up to this step the random draws of the steps that were not recorded are made as well."""


class CannotReplay(ValueError):
    """A method whose step the recorded numbers do not tell; the text is a sentence."""


class Replay(NamedTuple):
    """What a method makes of the gradients of S recorded steps, one step from each.

    NaN where a step does not count because it is not finite, or where the method weighs each
    coordinate by itself. ``note`` says in a sentence what is not as it would have been.
    """

    method: Method
    weights: np.ndarray  # [S, T] with which the gradients add up to the merged one d
    gains: np.ndarray  # [S, T] d·gₖ: by how much loss k falls per unit of rate, to first order
    angles: np.ndarray  # [S, T] between d and gₖ, in degrees; NaN where one is zero
    lengths: np.ndarray  # [S] ‖d‖
    diagnostics: Mapping[str, np.ndarray]  # each [S] or [S, T]
    note: str = ""
    label: str = LABEL

    @property
    def harmed(self) -> np.ndarray:
        """Which losses the step raises to first order, booleans [S, T]; rounding harms nobody."""
        with np.errstate(invalid="ignore"):
            return np.cos(np.radians(self.angles)) < -1e-9

    @property
    def harmed_share(self) -> float:
        """The share of steps, of those that are known, that raise some loss; NaN for none."""
        known = ~np.isnan(self.lengths)
        return float(self.harmed[known].any(1).mean()) if known.any() else float("nan")


def replay(
    recording: Recording,
    method: Method,
    *,
    lower_bounds: float | tuple[float, ...] | None = None,
    seed: int | None = None,
) -> Replay:
    """The method's step from each recorded step, its memory running along.

    Exact for methods that need inner products and losses alone. SAM-GS modulates each coordinate
    by itself: of it the diagnostics are exact, and the step where it equalises. A method with
    memory sees only the recorded steps; ``note`` says so if some are missing. ``lower_bounds``
    and ``seed`` are the recording's own if left out.

    Raises ``CannotReplay`` for a method whose step inner products and losses do not tell, and
    ``TypeError`` or ``ValueError`` for what is no method, bound or seed.
    """
    if not isinstance(method, Method):
        raise TypeError(f"replay.method must be a method, such as SAMGS(); got {shown(method)}.")
    if seed is not None and not is_seed(seed):
        raise ValueError(f"replay.seed must be a whole number in [0, 2³²); got {shown(seed)}.")
    is_exact = span.is_enough(method, recording.n_tasks)
    if not is_exact and not isinstance(method, SAMGS):
        raise CannotReplay(why_not(method))
    counts = recording.is_finite
    losses = _losses(recording, method, lower_bounds)
    gram = torch.from_numpy(np.where(counts[:, None, None], recording.gram, 0.0))
    vectors = span.coordinates_of(gram)
    draws = _Draws(method, recording, recording.seed if seed is None else seed)
    is_remembered = Claim.STATELESS not in method.claims(recording.n_tasks)
    if is_remembered or draws.n:
        steps = list(zip(recording.steps.tolist(), counts.tolist(), strict=True))
        merged, told_of = _one_by_one(method, vectors, losses, steps, draws)
    else:
        done = step(method, vectors, losses, method.init(vectors), vectors.new_zeros(0))
        merged, told_of = done.direction, told(method, done.state)
    diagnostics = {name: _known(value, counts) for name, value in told_of.items()}
    if isinstance(method, SAMGS):
        counts = counts & (diagnostics["equalised"] == 1)
    measured = _measured(vectors, merged, counts)
    return Replay(method, *measured, diagnostics, _note(method, recording))


def why_not(method: Method) -> str:
    """Why a method cannot be replayed, as a sentence."""
    if Claim.ROTATION_EQUIVARIANT in method.claims():
        return (
            f"{method.title} remembers whole gradients, whose inner products with those of later "
            "steps a recording does not hold."
        )
    return f"{method.title} weighs each coordinate by itself, which inner products do not tell."


class _Draws:
    """The random numbers of a method, as a surgery makes them, those of missing steps too."""

    def __init__(self, method: Method, recording: Recording, seed: int) -> None:
        n_tasks, steps = recording.n_tasks, recording.steps
        self.n = method.n_draws(n_tasks, n_tasks)
        self.dtype = getattr(torch, recording.precision)
        self.source, self.next = torch.Generator().manual_seed(seed), 0
        self.are_whole = int(steps[-1]) <= MAX_DRAWN

    def at(self, step: int, is_counted: bool) -> Tensor:
        """The draws of a step, after those of the steps before; none if it does not count."""
        n_missing = step - self.next if self.n and self.are_whole else 0
        for _ in range(n_missing):
            self._next()
        self.next = step + 1
        return self._next() if is_counted else torch.empty(0)

    def _next(self) -> Tensor:
        return torch.rand(self.n, generator=self.source, dtype=self.dtype)


def _one_by_one(
    method: Method,
    vectors: Tensor,
    losses: Tensor,
    steps: list[tuple[int, bool]],
    draws: _Draws,
) -> tuple[Tensor, dict[str, Tensor]]:
    """Merged gradients [S, T] and diagnostics, with the memory and draws of all steps before."""
    state = method.init(vectors[:1])
    merged = torch.zeros_like(vectors[:, 0])
    told_of: list[dict[str, Tensor]] = []
    with torch.no_grad():
        for t, (number, is_counted) in enumerate(steps):
            random = draws.at(number, is_counted)
            if is_counted:
                done = step(method, vectors[t : t + 1], losses[t : t + 1], state, random)
                merged[t], state = done.direction[0], done.state
            told_of.append(told(method, state))
    return merged, {name: torch.cat([each[name] for each in told_of]) for name in told_of[0]}


def _losses(recording: Recording, method: Method, bounds: object) -> Tensor:
    """The losses [S, T] as the method is given them, in the precision of the training."""
    losses = torch.tensor(recording.losses, dtype=torch.float64)
    if not method.needs_positive_losses():
        return losses
    if not recording.has_losses:
        raise CannotReplay(f"{method.title} needs losses, and the recording has none.")
    own = 0.0 if recording.lower_bounds is None else recording.lower_bounds
    dtype = getattr(torch, recording.precision)
    lowest = torch.as_tensor(own if bounds is None else bounds, dtype=dtype)
    above = (losses.to(dtype) - lowest).double()
    if not bool((above > 0)[torch.from_numpy(recording.is_finite)].all()):
        raise CannotReplay(
            f"{method.title} needs losses above their lower bounds {lowest.tolist()}, and a "
            "recorded loss is not."
        )
    return above.nan_to_num(1.0).clamp_min(0)


def _measured(
    vectors: Tensor, merged: Tensor, counts: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Weights, gains, angles and lengths of merged gradients [S, T] in the span of ``vectors``."""
    weights = span.weights(vectors, merged)
    gains = (vectors @ merged.unsqueeze(-1)).squeeze(-1)
    length = torch.linalg.vector_norm(merged, dim=-1)
    scale = torch.linalg.vector_norm(vectors, dim=-1) * length.unsqueeze(-1)
    cosines = torch.where(scale > 0, gains / scale, torch.nan).clamp(-1, 1)
    angles = torch.rad2deg(cosines.arccos())
    known = [_known(each, counts) for each in (weights, gains, angles, length)]
    return known[0], known[1], known[2], known[3]


def _known(values: Tensor, counts: np.ndarray) -> np.ndarray:
    """The values as numbers, NaN where a step does not count."""
    known = values.double().numpy().copy()
    known[~counts] = np.nan
    return known


def _note(method: Method, recording: Recording) -> str:
    is_remembered = Claim.STATELESS not in method.claims(recording.n_tasks)
    if is_remembered and not recording.is_whole:
        return f"Not all steps were recorded: {method.title} remembers only those that were."
    return ""
