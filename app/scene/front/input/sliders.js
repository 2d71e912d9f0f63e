// The sliders of the page whose settings the scene shows at once, before the page hears of them.
//
// Streamlit gives every widget its key as a class, and a slider says its value for screen readers.

const SAID = "aria-valuetext";

export class Sliders {
  constructor(moved) {
    this.names = []; // of the settings in the link, which are the keys of their sliders
    this.observer = new MutationObserver((changes) => {
      for (const { target: slider, oldValue } of changes) {
        const target = /** @type {Element} */ (slider);
        const value = target.getAttribute(SAID);
        const name = value !== oldValue && this.nameOf(target);
        if (name) moved(name, value);
      }
    });
    const what = { attributeFilter: [SAID], attributeOldValue: true, subtree: true };
    this.observer.observe(document.body, what);
  }

  nameOf(slider) {
    const widget = slider.closest('[class*="st-key-"]');
    return this.names.find((name) => widget?.classList.contains(classOf(name)));
  }

  leave() {
    this.observer.disconnect();
  }
}

const classOf = (key) => `st-key-${key.replace(/[^a-zA-Z0-9_-]/g, "-")}`;
