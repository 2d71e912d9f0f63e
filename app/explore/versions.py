"""The runs that Explore shows: a study's, and beside them those with another value of a setting."""

from typing import NamedTuple

from streamlit.delta_generator import DeltaGenerator

from app.look.parts import literal
from app.runs.records import MethodResult
from app.runs.results import results
from app.study.beside import setting_of
from app.study.link import study_beside
from app.study.study import Study
from app.words.caption import caption


class Version(NamedTuple):
    """A study and its results; ``label`` says in what it differs from the one beside it."""

    label: str
    study: Study
    found: list[MethodResult]


def versions(study: Study, place: DeltaGenerator) -> tuple[Version, ...]:
    """The study with its runs, and the one beside it, if one is; progress is shown at ``place``.

    There are no results while they are still to be predicted.
    """
    beside, other = study.screen.beside, study_beside(study)
    studies = [study] if other is None else [study, other]
    name = "" if beside is None else beside.name
    return tuple(Version(_label(each, name), each, _found(each, place)) for each in studies)


def verdict(shown: tuple[Version, ...]) -> str:
    """The caption of each version, after its label if there are two; Markdown."""
    return "\n\n".join(
        f"**{literal(label)}.** {caption(study, found)}"
        if len(shown) > 1
        else caption(study, found)
        for label, study, found in shown
    )


def _label(study: Study, name: str) -> str:
    setting = setting_of(study, name) if name else None
    return "" if setting is None else setting.told()


def _found(study: Study, place: DeltaGenerator) -> list[MethodResult]:
    return [] if study.screen.is_predicting else results(study, study.drawn_methods, place)
