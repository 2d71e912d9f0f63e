import assert from "node:assert/strict";
import { test } from "node:test";
import { LAST_RESORT, Sync, isSame, isSameLink } from "../../../app/scene/front/data/sync.js";

const DEFAULTS = { gamma: "0.1", starts: "1,2", focus: "2" };

function ahead(...gammas) {
  const sync = new Sync(() => sync.time);
  sync.time = 0;
  sync.heard("v=1&steps=60", DEFAULTS);
  for (const gamma of gammas) sync.change({ gamma }, { isTold: false });
  return sync;
}

test("a page that says what was shown before is behind, and what was changed here stands", () => {
  const sync = ahead("0.2", "0.3");
  for (const late of ["v=1&steps=60", "v=1&gamma=0.2&steps=60"]) {
    sync.heard(late, DEFAULTS);
    assert.equal(new URLSearchParams(sync.link).get("gamma"), "0.3");
    assert.ok(sync.isAhead);
  }
});

test("a page that is behind may still change something else", () => {
  const sync = ahead("0.2");
  sync.heard("v=1&steps=200", DEFAULTS);
  assert.ok(isSameLink(sync.link, "v=1&steps=200&gamma=0.2"));
});

test("a page that says the newest has caught up, however it writes the number", () => {
  const sync = ahead("0.20", "0.30");
  sync.heard("v=1&gamma=0.3", DEFAULTS);
  assert.ok(!sync.isAhead);
  sync.heard("v=1", DEFAULTS); // Back
  assert.equal(sync.link, "v=1");
});

test("a page that says anything else has gone elsewhere and is followed at once", () => {
  const sync = ahead("0.2", "0.3");
  sync.change({ starts: "3,4" });
  sync.heard("v=1&gamma=0.7&starts=9%2C9", DEFAULTS);
  assert.ok(!sync.isAhead);
  assert.equal(sync.link, "v=1&gamma=0.7&starts=9%2C9");
});

test("a slider that passes its default, which a link leaves out, is not gone elsewhere", () => {
  const sync = ahead("0.2", "0.1", "0.05");
  sync.heard("v=1&gamma=0.2", DEFAULTS);
  sync.heard("v=1", DEFAULTS);
  assert.equal(new URLSearchParams(sync.link).get("gamma"), "0.05");
});

test("after a while without an answer the page is right", () => {
  const sync = ahead("0.2");
  sync.time = LAST_RESORT;
  sync.heard("v=1&steps=60", DEFAULTS);
  assert.equal(sync.link, "v=1&steps=60");
});

test("what is only told is not shown before the page shows it", () => {
  const sync = ahead();
  sync.change({ starts: "3,4" }, { isShown: false });
  sync.change({ gamma: "0.4" }, { isTold: false });
  assert.ok(!sync.link.includes("starts"));
  assert.deepEqual(sync.untold, { starts: "3,4" });
  assert.equal(sync.value("starts"), "3,4");
  assert.equal(sync.value("focus"), "2");
});

test("texts are the same if their numbers are", () => {
  assert.ok(isSame("0.30", "0.3") && isSame("1,2.0;3,4", "1,2;3,4") && isSame("none", "none"));
  assert.ok(!isSame("1,2", "1,2;3,4") && !isSame("none", "0") && !isSame("", "0") && !isSame("1", "2"));
});
