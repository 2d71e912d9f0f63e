"""Which γ would do anything: the share of steps that SAM-GS would equalise at each threshold."""

import numpy as np

from samgs_core.methods import SAMGS
from samgs_core.recorder.recording import Recording


def combined(recording: Recording) -> np.ndarray:
    """Ψ of the finite steps [S'], as SAM-GS compares it with γ.

    As the method of the training did, if that is SAM-GS; else the mean of ψ over pairs.
    """
    own = recording.is_finite
    if isinstance(recording.method, SAMGS) and "similarity" in recording.diagnostics:
        return recording.diagnostics["similarity"][own]
    return recording.similarities[own].mean(1)


def equalised_at(recording: Recording, gamma: float) -> float:
    """The share of the finite steps that SAM-GS would equalise at γ: those with Ψ < γ."""
    psi = combined(recording)
    return float((psi < gamma).mean()) if len(psi) else float("nan")


def equalised_curve(recording: Recording, gammas: np.ndarray) -> np.ndarray:
    """That share at every one of many γ, [n]."""
    psi = np.sort(combined(recording))
    return np.searchsorted(psi, gammas, side="left") / max(len(psi), 1)


def gamma_reaching(recording: Recording, share: float) -> float:
    """The γ above which more than this share of the steps is equalised."""
    psi = combined(recording)
    return float(np.quantile(psi, share)) if len(psi) else float("nan")
