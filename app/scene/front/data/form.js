// In which form the scene shows itself, and what it leaves out, as its page and its link say.

export const PREDICT = "screen.predict";
export const PROJECTOR = "screen.projector";
export const PICTURE = "screen.picture";
const HIDE = "screen.hide";

const ANSWERS = new Set(["numbers", "arrows", "curves", "ahead"]); // of runs that are still to be revealed
const ASIDE = new Set(["numbers", "arrows"]); // what has no room where the scene fills the window
const SMALLEST = 12; // pixels, of the smallest type
const READABLE = 0.0302; // the share of the window's height that type has on a projector, at least
const LARGER = 1.4; // how much larger it is there in any window
const NARROW = 480; // pixels of width for each time that it is larger
const THICK = 5; // pixels, of the lines there

export const PICTURES = [
  ["both", "Both planes"],
  ["space", "Parameter space"],
  ["loss", "Loss space"],
  ["angle", "Angle"],
  ["similarity", "Similarity"],
  ["losses", "Losses"],
  ["lengths", "Lengths or weights"],
];

export class Form {
  // `sync` says what the link does, `runs` whether they are still covered; `size` is the window's.
  constructor(sync, page, { header, n }, size) {
    const { isEmbedded, canMoveStarts, canOpenVectors, label = "", scores = "" } = page;
    Object.assign(this, { isEmbedded, canMoveStarts, canOpenVectors, label, scores });
    this.isPaired = label !== "";
    this.isCovered = header.isCovered;
    this.hasRuns = n > 0;
    this.isProjector = sync.value(PROJECTOR) === "yes";
    this.fills = this.isProjector || isEmbedded; // the window
    this.hidden = new Set(sync.value(HIDE).split(","));
    this.scale = this.isProjector ? scaleFor(size) : 1;
    const wanted = this.isBare ? sync.value(PICTURE) : "both";
    const offered = this.pictures.map(([name]) => name);
    this.picture = offered.includes(wanted) ? wanted : offered[0];
  }

  // Whether there is room for pictures alone: for the planes, or for one of all.
  get isBare() {
    return this.fills || this.isPaired;
  }

  // The size of small type on the pictures, in pixels.
  get type() {
    return SMALLEST * this.scale;
  }

  get hasLoss() {
    return !this.hidden.has("loss");
  }

  get hasCurves() {
    return !this.isCovered && !this.hidden.has("curves");
  }

  // The pictures that may be picked. Two scenes in one window have room for one picture each.
  get pictures() {
    const first = this.fills && this.isPaired ? 1 : 0;
    const planes = this.hasLoss ? PICTURES.slice(first, 3) : PICTURES.slice(1, 2);
    return [...planes, ...(this.hasCurves ? PICTURES.slice(3) : [])];
  }

  shows(part) {
    if (part === "space") return ["both", "space"].includes(this.picture);
    if (part === "loss") return this.hasLoss && ["both", "loss"].includes(this.picture);
    if (part === "curves" && this.isBare) return !["both", "space", "loss"].includes(this.picture);
    if (this.isCovered && ANSWERS.has(part)) return false;
    return !this.hidden.has(part) && !(this.isBare && ASIDE.has(part));
  }

  // Whether anything is told of the focused run that only its run in full says.
  get isTold() {
    return this.hasRuns && ["numbers", "arrows", "curves"].some((part) => this.shows(part));
  }

  // Of the curves, whether the one with this name is on the screen.
  showsCurve(name) {
    return this.shows("curves") && (!this.isBare || name === this.picture);
  }

  // The line of a method: its width, a share of it where lines lie close, and its dash.
  line({ width, dash }, share = 1) {
    if (!this.isProjector) return { width: share * width, dash };
    const thick = share * THICK;
    return { width: thick, dash: dash.map((length) => (length * thick) / width) };
  }
}

// How many times larger type is on a projector that shows a window of this size.
export function scaleFor({ width, height }) {
  return Math.max(LARGER, Math.min((READABLE * height) / SMALLEST, width / NARROW));
}
