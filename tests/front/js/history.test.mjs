import assert from "node:assert/strict";
import { test } from "node:test";

// A browser's history as far as the module needs it: entries, and the address of the last.
function browser(first) {
  const entries = [new URL(first).href];
  const write = (isNew) => (_state, _title, url) => {
    const next = new URL(url, entries.at(-1)).href;
    if (isNew) entries.push(next);
    else entries[entries.length - 1] = next;
  };
  globalThis.window = {
    history: { pushState: write(true), replaceState: write(false) },
    location: {
      get href() {
        return entries.at(-1);
      },
      get pathname() {
        return new URL(entries.at(-1)).pathname;
      },
      get search() {
        return new URL(entries.at(-1)).search;
      },
    },
    addEventListener: (kind, hear) => Object.assign(heard, { [kind]: hear }),
  };
  return entries;
}

const heard = {}; // what the module does when something happens, by its kind
const queries = (entries) => entries.map((each) => new URL(each).search);
let n = 0;

async function load() {
  n += 1;
  return (await import(`../../../app/study/history.js?${n}`)).default; // each with a memory of its own
}

test("a changed setting takes the entry's place, one more entry gives the one before its own", async () => {
  const entries = browser("http://app/?a=1");
  const told = await load();
  told({ data: { n: 0 } });
  window.history.pushState({}, "", "/?a=2");
  told({ data: { n: 0 } });
  assert.deepEqual(queries(entries), ["?a=2"]);
  window.history.pushState({}, "", "/?a=3");
  told({ data: { n: 1 } });
  assert.deepEqual(queries(entries), ["?a=2", "?a=3"]);
  told({ data: { n: 1 } });
  assert.deepEqual(queries(entries), ["?a=2", "?a=3"]);
});

test("what was written on the way to another page leaves the page's own entry as it was", async () => {
  const entries = browser("http://app/maps?a=1");
  const told = await load();
  told({ data: { n: 0 } });
  window.history.pushState({}, "", "/maps?a=1&start=2");
  window.history.pushState({}, "", "/?a=1&start=2");
  assert.deepEqual(entries, ["http://app/maps?a=1", "http://app/?a=1&start=2"]);
});

test("a page that was already changed when it is left keeps its newest address", async () => {
  const entries = browser("http://app/?a=1");
  const told = await load();
  told({ data: { n: 0 } });
  window.history.pushState({}, "", "/?a=2");
  told({ data: { n: 0 } });
  window.history.pushState({}, "", "/maps?a=2");
  assert.deepEqual(entries, ["http://app/?a=2", "http://app/maps?a=2"]);
});

test("a server that counts from the start again adds nothing", async () => {
  const entries = browser("http://app/?a=1");
  const told = await load();
  told({ data: { n: 3 } });
  window.history.pushState({}, "", "/?a=2");
  told({ data: { n: 0 } });
  assert.deepEqual(queries(entries), ["?a=2"]);
});

test("a link to another page says what the page shows when it is pointed at or reached", async () => {
  browser("http://app/maps?a=1");
  await load();
  window.history.pushState({}, "", "/maps?a=2");
  for (const kind of ["pointerdown", "focusin"]) {
    const link = { search: "" };
    heard[kind]({ target: { closest: () => link } });
    assert.equal(link.search, "?a=2");
    heard[kind]({ target: { closest: () => null } });
    heard[kind]({ target: {} });
  }
});
