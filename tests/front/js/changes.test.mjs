import assert from "node:assert/strict";
import { test } from "node:test";
import { Changes, RETRY } from "../../../app/scene/front/data/changes.js";
import { Loader } from "../../../app/scene/front/data/load.js";
import { Unreachable } from "../../../app/scene/front/data/message.js";
import { LAST_RESORT, Sync } from "../../../app/scene/front/data/sync.js";

console.warn = () => {};
const rest = () => new Promise((done) => setImmediate(done));

// A scene without a picture, whose server answers as `network` says, at times that the test sets.
function scene() {
  const time = { now: 0, waiting: [] };
  const network = { failure: null };
  const said = [];
  const shown = [];
  const sync = new Sync(() => time.now);
  sync.heard("steps=60", { starts: "1,1" });
  const fetch = async (link) => {
    if (network.failure) throw network.failure;
    return { header: { link } };
  };
  const loader = new Loader(() => sync.link, fetch, async ({ header }) => shown.push(header.link));
  const later = (act, delay) => time.waiting.push({ act, at: time.now + delay });
  const changes = new Changes(sync, loader, (values) => said.push(values), later);
  const pass = async (milliseconds) => {
    time.now += milliseconds;
    for (const each of time.waiting.splice(0)) {
      if (each.at <= time.now) each.act();
      else time.waiting.push(each);
    }
    await rest();
  };
  return { sync, changes, network, said, shown, pass };
}

test("a change is shown and told once", async () => {
  const { changes, said, shown, pass } = scene();
  changes.make({ starts: "2,2" });
  await pass(0);
  await pass(RETRY);
  assert.deepEqual([said, shown], [[{ starts: "2,2" }], ["steps=60&starts=2%2C2"]]);
});

test("while nobody answers it stands, and is shown as soon as somebody does", async () => {
  const { sync, changes, network, said, shown, pass } = scene();
  network.failure = new Unreachable("offline");
  changes.make({ starts: "2,2" });
  await rest();
  for (let waited = 0; waited < 2 * LAST_RESORT; waited += RETRY) await pass(RETRY);
  sync.heard("steps=60", { starts: "1,1" });
  assert.deepEqual([sync.value("starts"), shown], ["2,2", []]);
  network.failure = null;
  await pass(RETRY);
  assert.deepEqual(shown, ["steps=60&starts=2%2C2"]);
  assert.equal(said.length, 1);
});

test("a page that is behind is told again, but not at once and not of what others tell it", async () => {
  const { sync, changes, said, pass } = scene();
  changes.make({ starts: "2,2" });
  await pass(0);
  changes.remind();
  assert.equal(said.length, 1);
  await pass(RETRY);
  changes.remind();
  assert.deepEqual(said, [{ starts: "2,2" }, { starts: "2,2" }]);
  sync.heard("steps=60&starts=2,2", { starts: "1,1" });
  changes.make({ "sam-gs.gamma": "0.3" }, { isTold: false });
  await pass(RETRY);
  changes.remind();
  assert.equal(said.length, 2);
});

test("what the server refuses is the page's to explain", async () => {
  const { sync, changes, network, pass } = scene();
  network.failure = new Error("answered 400");
  changes.make({ starts: "nonsense" });
  await pass(0);
  assert.equal(sync.isAhead, false);
});

test("a scene whose page is left tells nothing any more", async () => {
  const { sync, changes, network, said, pass } = scene();
  changes.make({ focus: "2" }, {}, 500);
  network.failure = new Unreachable();
  changes.make({ starts: "2,2" });
  changes.leave();
  await pass(RETRY);
  changes.remind();
  assert.ok(sync.isAhead);
  assert.deepEqual(said, []);
});
