// All runs of a study as numbers: where each one is at any time, and what it looks like there.
//
// A run is one method from one start: run = method · nStarts + start. A time is an index of the
// recorded steps, whole or between two of them; runs are exact at every stride-th index, and the
// focused run, once its detail is there, at every one.

const FINE_MISSING = 65535;
const COARSE_MISSING = 255;
const COARSE_STEPS = 254;

export class Runs {
  constructor(header, arrays) {
    this.header = header;
    this.nMethods = header.methods.length;
    this.nStarts = header.starts.length;
    this.n = header.isCovered ? 0 : this.nMethods * this.nStarts;
    this.last = header.isCovered ? 0 : Math.ceil(header.nSteps / header.recordEvery);
    this.nSent = this.n ? arrays.x.shape[2] : 0;
    this.planes = {
      space: decoded(arrays.x, header.space.frame, this.nSent),
      loss: decoded(arrays.losses, header.loss.frame, this.nSent),
    };
    this.angles = arrays.angle;
    this.similarities = arrays.similarity;
    this.taken = arrays.taken;
    this.diverged = arrays.diverged;
    this.regimes = arrays.flags;
    this.regimeRows = regimeRows(header.methods);
  }

  methodOf(run) {
    return this.header.methods[Math.floor(run / this.nStarts)];
  }

  startOf(run) {
    return run % this.nStarts;
  }

  step(at) {
    return Math.min(at * this.header.recordEvery, this.header.nSteps);
  }

  // The recorded index of the k-th entry that was sent.
  indexOf(k) {
    return Math.min(k * this.header.stride, this.last);
  }

  // Where in the entries that were sent a time lies: between two of them in general.
  entryOf(at) {
    const stride = this.header.stride;
    const before = this.nSent - 2;
    if (at <= before * stride) return at / stride;
    return before + (at - before * stride) / Math.max(this.last - before * stride, 1);
  }

  // The place of a run in one of the planes at a time.
  place(plane, run, at) {
    const points = this.planes[plane];
    const entry = Math.min(this.entryOf(at), this.nSent - 1);
    const k = Math.floor(entry);
    const share = entry - k;
    const a = 2 * (run * this.nSent + k);
    const b = share ? a + 2 : a;
    return [
      points[a] + share * (points[b] - points[a]),
      points[a + 1] + share * (points[b + 1] - points[a + 1]),
    ];
  }

  angle(run, k) {
    const code = this.angles[run * this.nSent + k];
    return code === COARSE_MISSING ? NaN : (180 * code) / COARSE_STEPS;
  }

  similarity(run, k) {
    const code = this.similarities[run * this.nSent + k];
    return code === COARSE_MISSING ? NaN : code / COARSE_STEPS;
  }

  lossSum(run, k) {
    const a = 2 * (run * this.nSent + k);
    const [one, two] = [this.planes.loss[a], this.planes.loss[a + 1]];
    return this.header.loss.isLog ? 10 ** one + 10 ** two : one + two;
  }

  // The regime of a run at an entry, 0 or 1; null for a method without regimes.
  regime(run, k) {
    const row = this.regimeRows[Math.floor(run / this.nStarts)];
    if (row === null) return null;
    const width = this.regimes.shape[2];
    const byte = this.regimes[(row * this.nStarts + this.startOf(run)) * width + (k >> 3)];
    return (byte >> (7 - (k & 7))) & 1;
  }
}

// The points of a plane, from codes of which all but the first of a run are told as differences.
function decoded(differences, frame, nSent) {
  const points = new Float32Array(differences.length);
  const codes = new Uint16Array(2);
  for (let i = 0; i < differences.length; i += 1) {
    const axis = i & 1;
    const before = i % (2 * nSent) < 2 ? 0 : codes[axis];
    codes[axis] = before + differences[i];
    const code = codes[axis];
    points[i] = code === FINE_MISSING ? NaN : frame.low[axis] + code * frame.step[axis];
  }
  return points;
}

function regimeRows(methods) {
  let row = 0;
  return methods.map((method) => (method.regimes ? row++ : null));
}
