// Parts that follow the cursor take turns, one a frame: a page can paint only so much in a frame.

export class Turns {
  constructor(parts) {
    this.parts = [...parts];
    this.waiting = new Set();
    this.next = null;
  }

  all() {
    this.waiting = new Set(this.parts);
    this.take();
  }

  take() {
    this.next ??= requestAnimationFrame(() => {
      this.next = null;
      const part = this.parts.find((each) => this.waiting.has(each));
      this.parts.push(...this.parts.splice(this.parts.indexOf(part), 1)); // to the end of the row
      this.waiting.delete(part);
      part();
      if (this.waiting.size) this.take();
    });
  }
}
