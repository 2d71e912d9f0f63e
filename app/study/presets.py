"""The published ways to run a landscape, as studies."""

from dataclasses import replace

from app.study.study import MAX_STEPS, Study
from samgs_core.landscape import Preset


def preset_study(study: Study, preset: Preset) -> Study:
    """The study with everything that the preset says; at most ``MAX_STEPS`` of its steps."""
    return replace(
        study,
        landscape=preset.landscape,
        starts=preset.starts,
        steps=min(preset.steps, MAX_STEPS),
        optimizer=preset.optimizer,
        clip=preset.clip_norm,
    )


def preset_label(preset: Preset) -> str:
    """The preset's name, and what of it is left out."""
    if preset.steps <= MAX_STEPS:
        return preset.title
    return f"{preset.title}, first {MAX_STEPS:,} of {preset.steps:,} steps"


def preset_rules(preset: Preset) -> str:
    """The preset's settings as a sentence."""
    settings = [
        f"{field.label} {getattr(settled, field.name):g}"
        for settled in (preset.landscape, preset.optimizer)
        for field in settled.declared()
    ]
    n = len(preset.starts)
    clip = "not clipped" if preset.clip_norm is None else f"clipped to length {preset.clip_norm:g}"
    return (
        f"{n} {'start' if n == 1 else 'starts'}, {preset.steps:,} steps of "
        f"{preset.optimizer.title}, {clip}; {', '.join(settings)}."
    )
