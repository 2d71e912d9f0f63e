"""Ways to go through a lesson in a browser: with the keyboard alone, and with a finger alone."""

import re

from playwright.sync_api import expect

from tests.browser.tabs import SLOW
from tests.browser.vectors_page import expect_link, tip

PANEL = "[class*='st-key-lesson-panel-']"
MOST = 200
"""The most presses of the Tab key until something must be reached."""


def panel(page):
    return page.locator(PANEL)


def button(page, name):
    return panel(page).get_by_role("button", name=name)


def options(page):
    return panel(page).get_by_role("radiogroup").locator("label:has(input)")


def at_step(page, n, n_steps):
    """Wait until the panel is at this step, and whole."""
    expect(panel(page).locator(".lesson-at")).to_have_text(f"Step {n} of {n_steps}")
    last = "All lessons" if n == n_steps else re.compile("Next|Go on anyway")
    role = "link" if n == n_steps else "button"
    expect(panel(page).get_by_role(role, name=last)).to_be_visible()


class Keyboard:
    """Nothing but keys."""

    def __init__(self, page):
        self.page = page

    def reach(self, target, key="Tab"):
        """Go on with the Tab key until the target has the focus."""
        for n in range(MOST):
            if n % 20 == 0:  # it may have been drawn anew
                element = target.element_handle()
            if element.evaluate("e => e.getRootNode().activeElement === e"):
                return
            self.page.keyboard.press(key)
        raise AssertionError("the keyboard does not get there")

    def press(self, target):
        self.reach(target)
        self.page.keyboard.press("Enter")

    def choose(self, place):
        inputs = options(self.page).locator("input")
        now = inputs.evaluate_all("all => all.findIndex((each) => each.checked)")
        self.reach(inputs.nth(max(now, 0)))
        self.page.keyboard.press("Space")
        for _ in range((place - max(now, 0)) % inputs.count()):
            self.page.keyboard.press("ArrowDown")
        expect(inputs.nth(place)).to_be_checked()

    def type(self, text):
        self.reach(panel(self.page).get_by_role("spinbutton"))
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def move_cursor(self, step):
        slider = self.page.get_by_role("slider", name="Step", exact=True)
        self.reach(slider)
        self.page.keyboard.press("Home")
        for key, n in (("Shift+ArrowRight", step // 50), ("ArrowRight", step % 50)):
            for _ in range(n):
                self.page.keyboard.press(key)
        expect(slider).to_have_value(str(step))

    def align_gradients(self):
        self.reach(tip(self.page, 2))
        for _ in range(2):
            self.page.keyboard.press("ArrowLeft")
        expect_link(self.page, lambda settings: settings.g2[0] > 0)

    def bring_starts_together(self):
        self.reach(self.page.locator(".scene"))
        for _ in range(7):
            self.page.keyboard.press("Alt+ArrowLeft")


class Touch:
    """Nothing but a finger, and the letters of a phone's keyboard."""

    def __init__(self, page):
        self.page = page

    def press(self, target):
        target.tap()

    def choose(self, place):
        options(self.page).nth(place).tap()
        expect(options(self.page).locator("input").nth(place)).to_be_checked()

    def type(self, text):
        field = panel(self.page).get_by_role("spinbutton")
        field.tap()
        field.fill(text)

    def move_cursor(self, step):
        slider = self.page.get_by_role("slider", name="Step", exact=True)
        last = int(slider.get_attribute("max"))
        box = slider.bounding_box()
        thumb = 20
        x = thumb / 2 + (box["width"] - thumb) * step / last
        slider.tap(position={"x": x, "y": box["height"] / 2})
        for _ in range(50):
            gap = step - int(slider.input_value())
            if not gap:
                break
            name = "One step on (Right)" if gap > 0 else "One step back (Left)"
            self.page.get_by_role("button", name=name).tap()
        expect(slider).to_have_value(str(step))

    def align_gradients(self):
        self.page.get_by_role("button", name="Aligned, equal").tap()
        expect_link(self.page, lambda settings: settings.g2 == (-settings.g1[0], settings.g1[1]))

    def bring_starts_together(self):
        """By the link, as somebody else would share it: a finger's drag is tested elsewhere."""
        address = re.sub("starts=[^&]*", "starts=1.4,-6;1.9,-6", self.page.url)
        self.page.goto(address)


def wait_for_deed(page, said):
    """Wait until the page has taken over what was done."""
    expect(page).to_have_url(re.compile(said), timeout=SLOW)
