"""How long are the task gradients, and the merged one?"""

import plotly.graph_objects as go

from app.figures.yours import losses
from app.figures.yours.curve import Over
from app.figures.yours.losses import Losses
from app.look.theme import Theme
from samgs_core.recorder import Recording

KEY = "run-lengths"
TITLE = "Lengths of the gradients"


def data(recording: Recording, over: Over) -> Losses:
    """The lengths of all task gradients."""
    return losses.of_tasks(recording, recording.lengths, over)


def figure(lengths: Losses, theme: Theme) -> go.Figure:
    """The curves, told apart by their dashes."""
    return losses.figure(lengths, theme)


def alt(lengths: Losses) -> str:
    """The picture in words, for those who cannot see it."""
    return losses.alt(lengths).replace("Losses", "Lengths of the task gradients", 1)
