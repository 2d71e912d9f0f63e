"""The heading under quick hands: Undo, links that are opened elsewhere, and dialogs."""

from playwright.sync_api import expect

from tests.browser.tabs import answer, settle
from tests.browser.test_explore import expect_link, press


def test_undo_is_heard_twice_while_methods_are_scored(visit):
    page = visit("?steps=400&methods=ls,sam-gs")
    with answer(page):
        press(page, "Threshold γ", "ArrowRight", 2)
    steps = page.get_by_label("Steps", exact=True).first
    with answer(page):
        steps.fill("401")
        steps.press("Enter")
    undo = page.get_by_role("button", name="Undo")
    undo.click()
    undo.click()
    expect_link(page, lambda link: link.get("steps") == "400" and "sam-gs.gamma" not in link)
    expect(undo).to_be_disabled()
    settle(page)
    expect(steps).to_have_value("400")


def test_a_link_with_a_key_held_opens_another_tab_and_a_closed_dialog_stays_closed(visit):
    page = visit("?steps=60&methods=ls,sam-gs")
    dialog, slider = page.get_by_role("dialog"), page.get_by_role("slider", name="Threshold γ")
    for name, gamma in (("Share", "0.11"), ("Export", "0.12")):
        page.get_by_role("button", name=name, exact=True).click()
        expect(dialog).to_be_visible()
        page.keyboard.press("Escape")
        expect(dialog).to_be_hidden()
        with answer(page):
            slider.first.press("ArrowRight")
        expect_link(page, lambda link, gamma=gamma: link.get("sam-gs.gamma") == gamma)
        settle(page)
        expect(dialog).to_have_count(0)
    here = page.url
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Vectors").click(modifiers=["ControlOrMeta"])
    opened.value.wait_for_url(here.replace("/?", "/vectors?"), wait_until="commit")
    assert page.url == here
    opened.value.close()
