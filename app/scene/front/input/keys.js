// What every key does while the scene has the keyboard.

export class Keys {
  // `deeds` by key: letters are small, and arrows with Alt are called Alt+ArrowUp.
  constructor(root, deeds) {
    this.deeds = deeds;
    root.addEventListener("keydown", (event) => this.pressed(event));
  }

  pressed(event) {
    const { target, key } = event;
    if (event.ctrlKey || event.metaKey || target.tagName === "SELECT") return;
    if (target.tagName === "BUTTON" && (key === " " || key === "Enter")) {
      event.stopPropagation();
      return;
    }
    const deed = this.deedOf(event);
    if (!deed) return;
    event.preventDefault();
    event.stopPropagation(); // single letters mean something to the page around the scene
    deed();
  }

  deedOf({ key, altKey, shiftKey }) {
    const name = key.length === 1 ? key.toLowerCase() : key;
    const deed = this.deeds[altKey ? `Alt+${name}` : name];
    return deed && (() => deed(shiftKey));
  }
}
