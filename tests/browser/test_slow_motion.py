"""The slow motion of one step in a real browser, by keys and by buttons."""

import numpy as np
import pytest
from playwright.sync_api import expect

from samgs_core.stages import stages
from tests.browser.axe import barriers
from tests.browser.scene_page import SHORT, drawn, go, records_of, scene, wait_for_step

TITLES = (
    "Task gradients",
    "Similarity and regime",
    "Operated gradients",
    "Merged gradient",
    "Clip",
    "Outer optimiser",
    "Step",
)


def numbers(panel, *names):
    """What rows of the panel say."""
    rows = dict(
        zip(
            panel.locator("dt").all_inner_texts(),
            panel.locator("dd").all_inner_texts(),
            strict=True,
        )
    )
    texts = [part for name in names for part in rows[name].split(", ")]
    return [float(text.strip("°").replace("−", "-")) for text in texts]


def test_the_stages_of_a_step_are_gone_through_by_keys_with_the_numbers_of_the_run(visit):
    page = drawn(visit(f"{SHORT}&t=120", is_settled=False))
    told, t = stages(records_of(page)[2], 1), 120
    wait_for_step(page, t)
    page.locator(".scene").focus()
    page.keyboard.press("m")
    panel = page.get_by_role("group", name="Slow motion of one step")
    expected = (
        ("‖g₁‖, ‖g₂‖", told.lengths[t]),
        ("angle φ", told.angle[t]),
        ("‖g̃₁‖, ‖g̃₂‖", told.operated_lengths[t]),
        ("d", told.merged[t]),
        ("d, cut", told.clipped[t]),
        ("m̂", told.memory[t, 0]),
        ("Δθ", told.move[t]),
    )
    for place, (title, (name, values)) in enumerate(zip(TITLES, expected, strict=True), 1):
        expect(panel.get_by_role("heading")).to_have_text(f"{place} of 7: {title}")
        assert numbers(panel, name) == pytest.approx(np.atleast_1d(values), rel=1e-3, abs=0.05)
        page.keyboard.press("n")
    expect(panel.get_by_role("button", name="Next stage (N)")).to_be_disabled()
    arrows = scene(page, "return s.slow.panel.drawn.map(({name, tip}) => [name, tip])")
    tip = dict(arrows)["Δθ"]
    assert np.arctan2(*tip[::-1]) == pytest.approx(np.arctan2(*told.move[t][::-1]), abs=1e-4)

    expect(panel.locator(".scene-hint")).to_have_text("SAM-GS, start 2, step 120")
    page.keyboard.press("ArrowRight")  # it keeps up with the cursor
    wait_for_step(page, t + 1)
    expect(panel.locator("dd").first).not_to_have_text("")
    page.wait_for_function("() => !document.querySelector('.scene').scene.turns.next")
    expect(panel.locator(".scene-hint")).to_have_text("SAM-GS, start 2, step 121")
    assert numbers(panel, "Δθ") == pytest.approx(told.move[t + 1], rel=1e-3)
    assert barriers(page, ".scene-stages") == []
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()


def test_on_a_phone_it_opens_at_the_last_step_that_is_taken_and_stands_still_if_asked(visit):
    options = {"has_touch": True, "is_settled": False, "is_fresh": True}
    page = drawn(visit(SHORT, 390, 844, **options))
    button = page.get_by_role("button", name="Slow motion", exact=True)
    panel = page.get_by_role("group", name="Slow motion of one step")
    page.route("**/stages?*", lambda route: route.fulfill(body="no", content_type="text/plain"))
    button.tap()
    expect(panel.locator("p")).to_contain_text("did not come")
    page.unroute("**/stages?*")
    button.tap()
    button.tap()
    wait_for_step(page, 199)
    expect(panel.get_by_role("heading")).to_have_text(f"1 of 7: {TITLES[0]}")
    for _ in range(6):
        panel.get_by_role("button", name="Next stage (N)").tap()
        assert scene(page, "return s.slow.panel.share") == 1
    expect(panel.locator("p")).to_contain_text("The parameters move by Δθ")
    go(page, 200)
    expect(panel.locator("p")).to_contain_text("last point of the run")
    box = panel.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 390
    panel.get_by_role("button", name="End the slow motion (M)").tap()
    expect(panel).to_be_hidden()
    page.get_by_role("button", name="Keys and symbols").tap()
    fits = "e => e.scrollWidth <= e.clientWidth && e.getBoundingClientRect().right <= 390"
    assert page.locator(".scene-help").evaluate(fits)
