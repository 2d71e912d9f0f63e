// The one time cursor of all views: it plays, pauses, steps and jumps, and looks aside for a while.

export const SPEEDS = [0.25, 0.5, 1, 2, 4];
const WHOLE_RUN = 3500; // milliseconds at speed 1

export class Clock {
  constructor(changed, { now = () => performance.now(), frame = requestAnimationFrame } = {}) {
    this.changed = changed;
    this.now = now;
    this.nextFrame = (act) => frame(act);
    this.last = 1;
    this.at = 1;
    this.looked = null;
    this.isPlaying = false;
    this.isLooping = false;
    this.speed = 1;
  }

  // A new study: the cursor keeps its place, the end stays the end.
  reset(last) {
    const wasAtEnd = this.at >= this.last;
    this.at = wasAtEnd ? last : Math.min(this.at, last);
    this.last = last;
    this.looked = null;
  }

  get index() {
    return Math.min(Math.floor(this.at + 1e-9), this.last);
  }

  // What is shown: the cursor, or where the pointer only looks.
  get cursor() {
    const at = this.looked ?? this.at;
    const index = this.looked ?? this.index;
    return { at, index, isPlaying: this.isPlaying, isAtEnd: index >= this.last };
  }

  play() {
    if (this.isPlaying || this.last === 0) return;
    if (this.at >= this.last) this.at = 0;
    this.looked = null;
    this.isPlaying = true;
    this.before = this.now();
    this.nextFrame((now) => this.tick(now));
    this.changed();
  }

  pause() {
    if (!this.isPlaying) return;
    this.isPlaying = false;
    this.at = this.index; // between two recorded steps only while it plays
    this.changed();
  }

  toggle() {
    if (this.isPlaying) this.pause();
    else this.play();
  }

  go(at) {
    this.pause();
    this.looked = null;
    this.at = this.whole(at);
    this.changed();
  }

  // Shows another time while the cursor stays where it is; null looks back.
  look(at) {
    const looked = at === null || this.isPlaying ? null : this.whole(at);
    if (looked === this.looked) return;
    this.looked = looked;
    this.changed();
  }

  whole(at) {
    return Math.max(0, Math.min(this.last, Math.round(at)));
  }

  tick(now) {
    if (!this.isPlaying) return;
    const passed = Math.min(Math.max(now - this.before, 0), 100); // a hidden page does not jump
    this.before = now;
    this.at += (passed * this.speed * this.last) / WHOLE_RUN;
    if (this.at >= this.last && this.isLooping) this.at %= this.last;
    if (this.at >= this.last) {
      this.at = this.last;
      this.isPlaying = false;
    } else {
      this.nextFrame((later) => this.tick(later));
    }
    this.changed();
  }
}
