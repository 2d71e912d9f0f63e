// Hears of presses on the chips of the score row, which is HTML of the page's own.

const CHIP = ".score-chip[data-method]";
const PATIENCE = 3000; // milliseconds in which a pressed chip may move to its new place

export default function (component) {
  const press = (event) => {
    const chip = event.target.closest?.(CHIP);
    if (!chip) return;
    component.setTriggerValue("pressed", chip.dataset.method);
    keepFocus(chip.dataset.method);
  };
  document.addEventListener("click", press);
  return () => document.removeEventListener("click", press);
}

// The page writes the row anew, and a button that is gone takes the focus with it.
function keepFocus(method) {
  const observer = new MutationObserver(() => {
    if (document.activeElement !== document.body) return;
    /** @type {HTMLElement} */
    const chip = document.querySelector(`.score-chip[data-method="${method}"]`);
    chip?.focus();
  });
  observer.observe(document.body, { childList: true, subtree: true });
  setTimeout(() => observer.disconnect(), PATIENCE);
}
