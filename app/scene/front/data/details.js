// The focused runs in full, as far as they are known: sent with all runs, or asked for one by one.

export class Details {
  source; came; known;

  // `came` is called when one has been fetched.
  constructor(source, came) {
    Object.assign(this, { source, came, known: new Map(), header: null });
  }

  // Other runs, with one of them in full, if any is.
  keep(header, arrays) {
    this.header = header;
    this.known.clear();
    const sent = Object.entries(arrays).filter(([name]) => name.startsWith("focus."));
    if (!sent.length) return;
    const detail = Object.fromEntries(sent.map(([name, values]) => [name.slice(6), values]));
    this.known.set(String(header.focus), detail);
  }

  of({ method, start }) {
    return this.known.get(`${method},${start}`) ?? null;
  }

  async load({ method, start }) {
    const { header } = this;
    const asked = { method: header.methods[method].key, start };
    const detail = await this.source.detail(header.link, asked);
    if (header !== this.header) return;
    this.known.set(`${method},${start}`, detail);
    this.came();
  }
}
