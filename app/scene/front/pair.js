// Two scenes side by side: the same study with two values of one setting, under one cursor.
//
// The first leads: it has the clock, the transport and the legend, hears of sliders, and tells the
// page of what is changed in either. The second follows it in all but that one setting.

import { child } from "./draw/panel.js";
import { Scene } from "./scene.js";

export class Pair {
  constructor(first, address) {
    this.first = first;
    this.place = first.root.parentElement;
    this.place.classList.add("scene-pair");
    this.second = new Scene(child(this.place, "div", "scene"), address, () => {}, first);
    first.companion = this.second;
  }

  // What the page says of both; the clock goes on where it is.
  async follow(page, themeName) {
    this.second.differsIn = page.differsIn;
    await this.second.follow({ ...page.second, sliders: [] }, themeName);
  }

  leave() {
    this.first.companion = null;
    this.place.classList.remove("scene-pair");
    this.second.leave();
    this.second.root.remove();
  }
}
