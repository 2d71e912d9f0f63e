"""A study as a plain program: it runs what the page shows and prints how every run ends."""

from collections.abc import Sequence
from textwrap import fill

from app.export.caption import source_words, study_words
from app.export.code.values import built, imports
from app.runs.records import MethodResult
from app.study.study import Study

INSTALL = "# Install the explorer first: `pip install .` in its folder; it brings samgs_core."


def script(study: Study, results: Sequence[MethodResult], link: str) -> str:
    """The program; raises ``ValueError`` if no method is drawn."""
    head = fill(f"{study_words(study, results)} {source_words(link)}", 96, break_on_hyphens=False)
    parts = (f'"""{_plain(head)}"""\n\n{INSTALL}', setup(study), run(results), PRINT)
    return "\n\n".join(parts) + "\n"


def setup(study: Study) -> str:
    """Imports, and the experiments as values."""
    if not study.drawn:
        raise ValueError("No method is drawn: there is nothing to run.")
    kinds = [type(study.landscape), type(study.optimizer), *study.drawn]
    core = (("samgs_core", "Experiment"), ("samgs_core", "run_together"))
    starts = "\n".join(f"    {point!r}," for point in study.points)
    methods = "\n".join(f"    {built(method)}," for method in study.drawn_methods)
    return f"""{imports(kinds, *core)}

landscape = {built(study.landscape)}
methods = (
{methods}
)
starts = (
{starts}
)
experiments = [
    Experiment(
        landscape=landscape,
        method=method,
        optimizer={built(study.optimizer)},
        starts=starts,
        steps={study.steps},
        record_every={study.record_every},
        clip_norm={study.clip!r},
        noise={study.noise!r},
        seed={study.seed},
        dtype={study.precision!r},
    )
    for method in methods
]"""


def run(results: Sequence[MethodResult]) -> str:
    """The run, by what took the steps on the page, so that the numbers are the same."""
    engines = {each.record.engine.value for each in results}
    engine = f", engine={engines.pop()!r}" if len(engines) == 1 else ""
    return f'records = run_together(experiments, device="cpu"{engine})'


PRINT = """for record in records:
    print(record.experiment.method.title)
    for start, end, losses, outcome in zip(
        starts, record.x[:, -1].tolist(), record.losses[:, -1].tolist(), record.outcome
    ):
        print("  from", start, "to", end, "with losses", losses, outcome.name.lower())"""


def _plain(text: str) -> str:
    """Text that a docstring can hold."""
    return text.replace("\\", "\\\\").replace('"""', "'''")
