// Who is ahead: the page, whose link says what is shown, or the scene, which shows a change at
// once and only then tells the page of it.
//
// Of every name in the link that was changed here, the values that it passed through are kept. A
// page that says one of the earlier ones is behind, and what was changed here stands. One that says
// the newest has caught up. One that says anything else has gone elsewhere, and is followed.

export const LAST_RESORT = 20_000; // milliseconds after the last change; then the page is right

export class Sync {
  constructor(now = () => performance.now()) {
    this.now = now;
    this.page = new URLSearchParams();
    this.defaults = {}; // what a name means that is not in the link
    this.changes = new Map(); // by name: the values it passed through, and who does what with it
    this.changedAt = -Infinity;
  }

  // The link of what is to be shown: the page's with what was changed here.
  get link() {
    const query = new URLSearchParams(this.page);
    for (const [name, { passed, isShown }] of this.changes) {
      if (isShown) query.set(name, passed.at(-1));
    }
    return String(query);
  }

  // What the page has yet to be told.
  get untold() {
    const told = [...this.changes].filter(([, { isTold }]) => isTold);
    return Object.fromEntries(told.map(([name, { passed }]) => [name, passed.at(-1)]));
  }

  get isAhead() {
    return this.changes.size > 0;
  }

  // The newest value of a name.
  value(name) {
    return this.changes.get(name)?.passed.at(-1) ?? this.said(name);
  }

  // Values by name were changed here. `isShown`: the scene shows them before the page does;
  // `isTold`: the page hears of them from here.
  change(values, { isShown = true, isTold = true } = {}) {
    for (const [name, value] of Object.entries(values)) {
      const passed = this.changes.get(name)?.passed ?? [this.said(name)];
      this.changes.set(name, { passed: [...passed, value], isShown, isTold });
    }
    this.changedAt = this.now();
  }

  // Nobody can be asked for now, so the changes stand.
  keep() {
    this.changedAt = this.now();
  }

  // The page says what it shows.
  heard(link, defaults = {}) {
    this.page = new URLSearchParams(link);
    this.defaults = defaults;
    if (this.now() - this.changedAt >= LAST_RESORT) this.changes.clear();
    for (const [name, { passed }] of this.changes) {
      const said = this.said(name);
      if (isSame(said, passed.at(-1))) this.changes.delete(name);
      else if (!passed.some((value) => isSame(said, value))) return this.changes.clear();
    }
    return undefined;
  }

  said(name) {
    return this.page.get(name) ?? this.defaults[name] ?? "";
  }
}

// Texts that are equal, or that stand for the same numbers: 0.30 and 0.3.
export function isSame(a, b) {
  if (a === b) return true;
  const [left, right] = [a, b].map((text) => text.split(/[,;]/));
  const isEqual = (text, i) => text.trim() !== "" && Number(text) === Number(right[i] || NaN);
  return left.length === right.length && left.every(isEqual);
}

// Whether two links say the same, in whatever order.
export function isSameLink(a, b) {
  const [left, right] = [a, b].map((link) => [...new URLSearchParams(link)].map(String).sort());
  return left.length === right.length && left.every((pair, i) => pair === right[i]);
}
