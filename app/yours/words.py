"""What the page says: of the recording, of one step, and which method and γ to think of."""

from collections.abc import Sequence

from app.look.parts import literal
from app.words.numbers import fixed, listed, number
from app.yours.opened import Opened
from samgs_core.method import Method
from samgs_core.methods import SAMGS
from samgs_core.recorder import Recording, Replay
from samgs_core.recorder.replay import LABEL

RECORD = """\
from samgs_core.methods import SAMGS
from samgs_core.recorder import Recorder
from samgs_core.surgery import Surgery

recorder = Recorder(layers={"conv1": net.conv1, "conv2": net.conv2}, path="run.npz")
surgery = Surgery(SAMGS(gamma=0.9), shared=trunk, recorder=recorder)
...                                # surgery.backward(losses) in place of sum(losses).backward()
recorder.save()                    # and open run.npz here
"""
"""How a recording is made; a test runs it."""

TABLE = (
    "A table of what you log is read too, as CSV: the columns `step`, `norm_<task>` (the length of "
    "each task’s gradient), `cosine_<task>_<task>` (`cosine` will do for two tasks), and if they "
    "are there `loss_<task>` and `lr`; before those of a layer stands `<layer>/`."
)
"""What a table must hold; Markdown."""

GUIDE = """\
1. **Measure first.** Train for a while with the plain sum and a recorder (`watch` changes nothing).
2. **Little of both**, angles below 90° and ψ near 1: the sum is hard to beat. Tune the loss \
weights.
3. **Angles above 90°**, lengths alike: methods that project (PCGrad, UPGrad) or look for a common \
descent direction (MGDA, CAGrad) act; SAM-GS looks at lengths alone and hardly does.
4. **Lengths far apart**, ψ small: methods that balance (SAM-GS, IMTL-G, Nash-MTL, Aligned-MTL) \
act; PCGrad does so only where angles conflict as well.
5. **Which γ**: the curve of the share of steps that would be equalised. Where it is flat γ does \
nothing; where it is steep a small change matters. The paper took γ = 0.1 on its toys and 0.9 on \
networks: at each, read how many steps that is for you.
6. **Both regimes**: with a share near 0 % SAM-GS only modulates, near 100 % it only equalises. In \
the paper's ablation both ends were worse than what lies between.
7. **A few layers conflict far more often than others**: Recon, which splits them, may do more \
than any surgery.
"""
"""Which method, which γ; Markdown."""


def told(opened: Opened) -> str:
    """What the recording is, in a line; Markdown."""
    recording = opened.recording
    method = recording.method
    by = "" if method is None else f"{method.title}, "
    steps = f"{len(recording.steps):,} recorded steps"
    if not recording.is_whole:
        steps += f" of {recording.steps[-1] + 1:,}"
    layers = f", {opened.n_layers} layers" if opened.n_layers else ", no layers"
    tasks = listed([f"*{literal(name)}*" for name in recording.names])
    return f"**{literal(opened.title)}**: {by}{steps}{layers}; tasks {tasks}."


def at_cursor(recording: Recording, index: int, pair: int, gamma: float) -> dict[str, str]:
    """What one step was like, by what the rows of a table are called."""
    i, j = recording.pairs[pair]
    psi = recording.similarities[index, pair]
    rows = {
        "step": f"{recording.steps[index]:,}",
        "losses": _both(recording.losses[index], i, j),
        "lengths ‖g‖": _both(recording.lengths[index], i, j),
        "angle φ": f"{fixed(float(recording.angles[index, pair]), 0)}°",
        "ψ": fixed(float(psi), 3),
        f"SAM-GS at γ = {gamma:g}": "equalises" if _psi(recording, index) < gamma else "modulates",
    }
    if recording.alignment is not None and recording.merged_length is not None:
        rows["merged gradient ‖d‖"] = number(float(recording.merged_length[index]))
        rows["cosine with d"] = _both(recording.alignment[index], i, j)
    if recording.lr is not None:
        rows["outer rate"] = number(float(recording.lr[index]))
    if not recording.is_finite[index]:
        rows["not finite"] = "this step is left out"
    return {literal(name): literal(value) for name, value in rows.items()}


def refusals(found: Sequence[tuple[Method, Replay | str]]) -> list[str]:
    """What is not told of which method and why; Markdown."""
    told = [(method.title, each if isinstance(each, str) else each.note) for method, each in found]
    titles: dict[str, list[str]] = {}
    for title, sentence in told:
        if sentence:
            titles.setdefault(sentence.replace(title, "{}", 1), []).append(title)
    said = [sentence.format(_each_of(named, sentence)) for sentence, named in titles.items()]
    for method, each in found:
        if not isinstance(method, SAMGS) or isinstance(each, str):
            continue
        n_known, n = int((each.lengths >= 0).sum()), len(each.lengths)
        if n_known < n:
            said.append(
                f"{method.title} at γ = {method.gamma:g} equalises {n_known:,} of {n:,} steps, "
                "which count; where it modulates it weighs each coordinate by itself."
            )
    return [literal(sentence) for sentence in said]


def _each_of(titles: Sequence[str], sentence: str) -> str:
    """The subject of a sentence about one method or several."""
    several = f"ach of {listed(titles)}"
    begins = "E" if sentence.startswith("{}") else "e"
    return titles[0] if len(titles) == 1 else begins + several


def replayed(opened: Opened) -> str:
    """What the bars count."""
    n, n_all = opened.n_replayed, len(opened.recording.steps)
    steps = f"all {n:,} recorded steps" if n == n_all else f"{n:,} of {n_all:,} recorded steps"
    bounds = opened.recording.lower_bounds
    more = "" if bounds else " Lower bounds of the losses were not recorded: they count as 0."
    label = f"{LABEL[0].upper()}{LABEL[1:]}"
    return f"{label}. Counted over {steps}, with the methods’ settings of Explore.{more}"


def _psi(recording: Recording, index: int) -> float:
    """Ψ of one step, as SAM-GS compares it with γ."""
    of_method = recording.diagnostics.get("similarity")
    return float(recording.similarities[index].mean() if of_method is None else of_method[index])


def _both(values: Sequence[float], i: int, j: int) -> str:
    return f"{number(float(values[i]))}, {number(float(values[j]))}"
