// What a person changes here: shown at once, told to the page, and kept while nobody answers.

import { Unreachable } from "./message.js";

export const RETRY = 2_000; // milliseconds until somebody is asked again who did not answer

export class Changes {
  sync; loader; tell; later;

  // `tell` says the page values by their names in the link.
  constructor(sync, loader, tell, later = (act, delay) => setTimeout(act, delay)) {
    Object.assign(this, { sync, loader, tell, later });
    this.toldAt = -Infinity;
  }

  // `who` shows and tells them, as for the sync; the page is told after `delay` milliseconds.
  make(values, who = {}, delay = 0) {
    this.sync.change(values, who);
    this.show();
    if (who.isTold === false) return;
    clearTimeout(this.telling);
    this.telling = this.later(() => this.say(), delay);
  }

  async show() {
    try {
      await this.loader.refresh();
    } catch (error) {
      console.warn(error);
      if (!(error instanceof Unreachable)) {
        this.sync.changes.clear(); // what cannot be shown is the page's to explain
        return;
      }
      this.sync.keep();
      clearTimeout(this.asking);
      this.asking = this.later(() => this.sync.isAhead && this.show(), RETRY);
    }
  }

  // The page still shows what was before: what it was told may not have reached it.
  remind() {
    if (this.sync.isAhead && this.sync.now() - this.toldAt >= RETRY) this.say();
  }

  // Its page is left: nobody hears of what was not told yet.
  leave() {
    clearTimeout(this.telling);
    clearTimeout(this.asking);
    this.tell = () => {};
  }

  say() {
    if (Object.keys(this.sync.untold).length === 0) return;
    this.toldAt = this.sync.now();
    this.tell(this.sync.untold);
  }
}
