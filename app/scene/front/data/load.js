// Loads studies one after the other; the newest that is wanted is what is shown in the end.

import { isSameLink } from "./sync.js";

export class Loader {
  wanted; fetch; show;

  // `wanted` says the link that is to be shown now; `fetch` and `show` do their part of it.
  constructor(wanted, fetch, show) {
    Object.assign(this, { wanted, fetch, show });
    this.turn = 0;
    this.isLoading = false;
    this.asked = ""; // the link that is being loaded
    this.shown = []; // the link that was asked for, and the same as Python writes it
  }

  isShown(link) {
    return this.shown.some((each) => isSameLink(each, link));
  }

  // `isUrgent`: whatever is under way is left behind; else it is shown first, if it is in time.
  async refresh(isUrgent = false) {
    const isAsked = this.isLoading && isSameLink(this.asked, this.wanted());
    if (this.isLoading && (isAsked || !isUrgent)) return;
    const turn = (this.turn += 1);
    this.isLoading = true;
    try {
      while (turn === this.turn && !this.isShown(this.wanted())) await this.load(turn);
    } finally {
      if (turn === this.turn) this.isLoading = false;
    }
  }

  async load(turn) {
    const link = (this.asked = this.wanted());
    const message = await this.fetch(link);
    if (turn !== this.turn) return;
    this.shown = [link, message.header.link];
    await this.show(message);
  }

  // What is shown was asked for in another way, and is to be asked for again.
  again() {
    this.shown = [];
    this.asked = "";
    return this.refresh(true);
  }
}
