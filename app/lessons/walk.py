"""From step to step: what is shown changes with it, or only the panel does."""

from dataclasses import replace

from app.lessons.lesson import Lesson
from app.lessons.memory import memory
from app.study.lesson import LessonPlace
from app.study.put import current, put, redraw
from app.study.study import Study


def begin(lesson: Lesson) -> None:
    """Begin the lesson; the way back to a study of the person's own stays."""
    study = current()
    memory().is_folded = False
    memory().answers = {
        place: answer for place, answer in memory().answers.items() if place[0] != lesson.key
    }
    is_own = study.pictured not in (Study(), lesson.at(Study(), 1).pictured)
    own = f"“{lesson.title}” took the place of your methods, settings and starts."
    _show(lesson.at(study, 1), replaced=own if is_own else "")


def resume(lesson: Lesson, n: int) -> None:
    """Go on with the lesson at its n-th step, with what belongs to it."""
    _show(lesson.at(current(), min(n, len(lesson.steps))))


def go_to(lesson: Lesson, n: int) -> None:
    """Take the n-th step: the next one, or the one before."""
    study = current()
    before = study.lesson.step
    changes = lesson.step(max(n, before)).sets is not None or lesson.step(n).sets is not None
    has_other_eyes = lesson.step(n).predicts != lesson.step(before).predicts
    if changes or has_other_eyes:
        return _show(lesson.at(study, n))
    memory().goes, memory().is_empty = True, False
    return put(replace(study, lesson=LessonPlace(name=lesson.key, step=n)))


def set_again(lesson: Lesson, n: int) -> None:
    """Show what the n-th step speaks of."""
    _show(lesson.at(current(), n))


def leave() -> None:
    """Leave the lesson; what is shown stays."""
    put(replace(current(), lesson=LessonPlace()), adds=True)
    redraw()


def fits(lesson: Lesson, n: int, study: Study) -> bool:
    """Whether the study is still of the kind that the n-th step speaks of."""
    sets = lesson.set_by(n)
    if sets is None:
        return True
    wanted, page = sets(study), lesson.step(n).page
    kinds = [type(study.landscape) is type(wanted.landscape)]
    if page == "maps":
        kinds.append(study.atlas.kind == wanted.atlas.kind)
    if page == "recon":
        kinds.append(study.recon.problem == wanted.recon.problem)
    return all(kinds)


def _show(study: Study, replaced: str = "") -> None:
    memory().goes, memory().is_empty = True, False
    put(study, adds=True, replaced=replaced)
    redraw()
