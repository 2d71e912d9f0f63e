"""A recording as one figure, without the app; needs Plotly, which nothing else here does."""

from typing import TYPE_CHECKING, Any

import numpy as np

from samgs_core.methods import SAMGS

if TYPE_CHECKING:
    from samgs_core.recorder.recording import Recording

MOST = 2_000
"""So many steps are drawn; of more, every n-th."""
ROWS = ("loss", "angle, degrees", "similarity ψ")
DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
INK, FAINT, BAND = "#1A1F2B", "#8A93A0", "rgba(138,147,160,0.18)"


def figure_of(recording: "Recording") -> Any:
    """Losses, the angle of every pair, and its ψ with the threshold γ, over the steps."""
    from plotly.subplots import make_subplots

    drawn = recording.thinned(MOST)
    figure = make_subplots(rows=3, cols=1, shared_xaxes=True, vertical_spacing=0.04)
    for row, (title, curves) in enumerate(zip(ROWS, _curves(drawn), strict=True), start=1):
        for number, (name, values) in enumerate(curves):
            dash = DASHES[number % len(DASHES)]
            figure.add_scatter(
                x=drawn.steps,
                y=values,
                name=name,
                mode="lines",
                line={"color": INK, "dash": dash, "width": 1.5},
                legendgroup=title,
                showlegend=True,
                row=row,
                col=1,
            )
        figure.update_yaxes(title_text=title, row=row, col=1)
    _thresholds(figure, recording)
    figure.update_xaxes(title_text="step", row=3, col=1)
    figure.update_layout(
        template="simple_white", height=640, title=_title(recording), margin={"t": 56, "b": 48}
    )
    return figure


def _curves(recording: "Recording") -> tuple[list[tuple[str, np.ndarray]], ...]:
    names = [plain(name) for name in recording.names]
    pairs = [f"{names[i]}, {names[j]}" for i, j in recording.pairs]
    return (
        list(zip(names, recording.losses.T, strict=True)),
        list(zip(pairs, recording.angles.T, strict=True)),
        list(zip(pairs, recording.similarities.T, strict=True)),
    )


def _thresholds(figure: Any, recording: "Recording") -> None:
    """The half in which angles conflict, and the line of γ where the method has one."""
    figure.add_hrect(y0=90, y1=180, fillcolor=BAND, line_width=0, row=2, col=1)
    figure.update_yaxes(range=[0, 180], tickvals=[0, 90, 180], row=2, col=1)
    figure.update_yaxes(range=[0, 1.03], row=3, col=1)
    method = recording.method
    threshold = None if method is None else method.threshold(recording.n_tasks)
    if isinstance(method, SAMGS) and threshold is not None and threshold.psi > 0:
        figure.add_hline(
            y=threshold.psi,
            line={"color": FAINT, "dash": "dash"},
            annotation_text=threshold.label,
            row=3,
            col=1,
        )


def _title(recording: "Recording") -> str:
    method = "" if recording.method is None else f"{recording.method.title}: "
    steps = f"{len(recording.steps):,} recorded steps"
    told = zip(recording.pairs, recording.conflicts, strict=True)
    shares = [
        f"{plain(recording.names[i])} and {plain(recording.names[j])} conflict in angle at "
        f"{share:.0%}"
        for (i, j), share in told
    ]
    return f"{method}{steps}; {', '.join(shares[:3])}" + (", ..." if len(shares) > 3 else "")


def plain(name: str) -> str:
    """A name of a stranger's that Plotly, which reads some HTML, shows as it is."""
    return name.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
