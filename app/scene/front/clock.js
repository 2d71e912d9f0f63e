// The one time cursor of all views: it plays, pauses, steps and jumps.

export const SPEEDS = [0.25, 0.5, 1, 2, 4];
const WHOLE_RUN = 3500; // milliseconds at speed 1

export class Clock {
  constructor(changed) {
    this.changed = changed;
    this.last = 1;
    this.at = 1;
    this.isPlaying = false;
    this.isLooping = false;
    this.speed = 1;
    this.frame = 0;
  }

  // A new study: the cursor keeps its place, the end stays the end.
  reset(last) {
    const wasAtEnd = this.at >= this.last;
    this.at = wasAtEnd ? last : Math.min(this.at, last);
    this.last = last;
  }

  get index() {
    return Math.min(Math.floor(this.at + 1e-9), this.last);
  }

  play() {
    if (this.isPlaying) return;
    if (this.at >= this.last) this.at = 0;
    this.isPlaying = true;
    this.then = performance.now();
    this.frame = requestAnimationFrame((now) => this.tick(now));
    this.changed();
  }

  pause() {
    if (!this.isPlaying) return;
    cancelAnimationFrame(this.frame);
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
    this.at = Math.max(0, Math.min(this.last, Math.round(at)));
    this.changed();
  }

  tick(now) {
    const passed = Math.min(Math.max(now - this.then, 0), 100); // a hidden page does not jump
    this.then = now;
    this.at += (passed * this.speed * this.last) / WHOLE_RUN;
    if (this.at >= this.last && this.isLooping) this.at %= this.last;
    if (this.at >= this.last) {
      this.at = this.last;
      this.isPlaying = false;
    } else {
      this.frame = requestAnimationFrame((later) => this.tick(later));
    }
    this.changed();
  }
}
