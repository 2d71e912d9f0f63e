"""What the settings of the page show."""

from app.runs.results import result
from app.study.study import Study
from app.train.state import focused_log
from app.yours.file import uploaded
from app.yours.opened import Opened, example, of_log, of_record
from samgs_core.methods import SAMGS

USUAL_GAMMA = 0.9
"""The γ of SAM-GS on the networks of its paper."""


def shown(study: Study) -> Opened:
    """The recording that the page shows; the example where a link tells of a file elsewhere."""
    source = study.yours.source
    if source == "explore" and may_show_explore(study):
        drawn = study.drawn_methods or study.methods[:1]
        method = next((each for each in drawn if type(each) is study.focused), drawn[-1])
        return of_record(result(study, method).record, study.focus - 1)
    if source == "train":
        return trained(study) or example()
    return (uploaded() if source == "file" else None) or example()


def trained(study: Study) -> Opened | None:
    """The focused method of Train as far as this server has trained it; None if it has not."""
    log = focused_log(study.train)
    return None if log is None else of_log(log)


def may_show_explore(study: Study) -> bool:
    """Whether the curves of Explore's run are shown there, which this page would tell."""
    return study.screen.shows("curves")


def gamma_of(study: Study, opened: Opened) -> float:
    """The threshold that is looked at: the study’s, else the recorded one, else a usual one."""
    method = opened.recording.method
    if study.yours.gamma is not None:
        return study.yours.gamma
    return float(method.gamma) if isinstance(method, SAMGS) else USUAL_GAMMA
