"""What shuts people out of a page, as axe finds it."""

from axe_playwright_python.base import AXE_SCRIPT


def barriers(page, part="html"):
    """The serious and critical faults of a part of a page, in words.

    A page is given axe once: that takes longer than to look at a part.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate("(part) => axe.run(part, { resultTypes: ['violations'] })", part)
    serious = [each for each in found["violations"] if each["impact"] in ("serious", "critical")]
    return [f"{each['help']}: {each['nodes'][0]['html'][:300]}" for each in serious]
