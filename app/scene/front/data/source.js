// Where the runs come from: the routes of the app, below one address.

import { fetched } from "./message.js";

export class Source {
  constructor(address) {
    this.address = address;
  }

  // All runs of a study, and in full that of one method from one start.
  study(link, { method, start }, scale) {
    return fetched(`${this.address}study?${link}&of=${method}&start=${start}&scale=${scale}`);
  }

  ground(link) {
    return fetched(`${this.address}ground?${link}`);
  }

  async detail(link, { method, start }) {
    const { arrays } = await fetched(`${this.address}detail?${link}&of=${method}&start=${start}`);
    return arrays;
  }

  // One run in slow motion: what explains it, and the numbers of every recorded step.
  stages(link, { method, start }) {
    return fetched(`${this.address}stages?${link}&of=${method}&start=${start}`);
  }

  preview(link, method) {
    return fetched(`${this.address}preview?${link}&of=${method}`);
  }
}
