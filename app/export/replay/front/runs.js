// The runs of a study as they come in the page, and where each is at a step.

export function numbers(text) {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  return new Float32Array(bytes.buffer);
}

export class Runs {
  steps; methods; nStarts; x; losses; angle; similarity;

  constructor(data) {
    Object.assign(this, { steps: numbers(data.steps), methods: data.methods, nStarts: data.nStarts });
    for (const name of ["x", "losses", "angle", "similarity"]) this[name] = numbers(data[name]);
    this.nEntries = this.steps.length;
    this.nSteps = this.steps[this.nEntries - 1];
  }

  // The run of a method from a start as a number, and the step at which it stopped.
  run(method, start) {
    return method * this.nStarts + start;
  }

  stopped(run) {
    return this.methods[Math.floor(run / this.nStarts)].stopped[run % this.nStarts];
  }

  // The entry before a step, and how far the step is on the way to the next.
  place(step) {
    const last = this.nEntries - 1;
    if (step >= this.nSteps) return [last, 0];
    let [low, high] = [0, last];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.steps[middle] <= step) low = middle;
      else high = middle;
    }
    return [low, (step - this.steps[low]) / (this.steps[low + 1] - this.steps[low])];
  }

  // A pair of numbers of a run at a step: a point of one of the planes.
  point(plane, run, step) {
    const [entry, share] = this.place(Math.min(step, this.stopped(run)));
    const at = 2 * (run * this.nEntries + entry);
    const next = entry + 1 < this.nEntries ? at + 2 : at;
    return [0, 1].map((axis) => plane[at + axis] + share * (plane[next + axis] - plane[at + axis]));
  }

  // Calls back with a run's points at two steps, and with every recorded one between them.
  trace(plane, run, from, to, draw) {
    const end = Math.min(to, this.stopped(run));
    if (from > end) return;
    draw(...this.point(plane, run, from));
    const first = 2 * run * this.nEntries;
    for (let entry = this.place(from)[0] + 1; entry < this.nEntries && this.steps[entry] < end; entry += 1) {
      draw(plane[first + 2 * entry], plane[first + 2 * entry + 1]);
    }
    draw(...this.point(plane, run, end));
  }

  // L₁ + L₂ of all runs, from losses that may be powers of ten.
  sums(isLog) {
    const own = (at) => (isLog ? 10 ** this.losses[at] : this.losses[at]);
    return Float32Array.from({ length: this.losses.length / 2 }, (_, at) => own(2 * at) + own(2 * at + 1));
  }
}
