"""Parts of the pages that a lesson can point at, by their names."""

PARTS = {
    "parameter space": ".scene-space",
    "loss space": ".scene-loss",
    "time": ".scene-time",
    "legend": ".scene-focus",
    "gradients": ".scene-arrows",
    "numbers": ".scene-readout",
    "curves": ".scene-curves",
    "scores": ".st-key-scores",
    "rules": '.stMain [data-testid="stPopover"]',
    "gamma": ".st-key-sam-gs-gamma",
    "clip": ".st-key-clip",
    "optimiser": ".st-key-optimizer",
    "arrows": ".vectors",
    "vector presets": ".st-key-vectors-presets",
    "map": ".st-key-map-board",
    "layer": ".st-key-recon-layer",
    "score against truth": '[data-testid="stColumn"]:has(.st-key-line-recon-truth)',
    "recon pictures": ".st-key-recon-board",
    "recon presets": ".st-key-recon-presets",
}
"""CSS selectors; every part is there when a step looks at it."""


def outline(names: tuple[str, ...]) -> str:
    """A style that draws a line around some parts, as HTML; nothing for none."""
    if not names:
        return ""
    places = ", ".join(PARTS[name] for name in names)
    rule = "outline: 3px dashed var(--lesson-look); outline-offset: 3px; border-radius: 8px;"
    return f"<style>:is({places}) {{ {rule} }}</style>"


def first_place(names: tuple[str, ...]) -> str:
    """The selector of the first of them; nothing for none."""
    return PARTS[names[0]] if names else ""
