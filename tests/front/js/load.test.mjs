import assert from "node:assert/strict";
import { test } from "node:test";
import { Loader } from "../../../app/scene/front/data/load.js";

// A loader whose answers come when they are let go.
function slow(wanted) {
  const asked = [];
  const shown = [];
  const fetch = (link) => new Promise((resolve) => asked.push({ link, answer: () => resolve({ header: { link } }) }));
  const loader = new Loader(() => wanted.link, fetch, async ({ header }) => shown.push(header.link));
  return { loader, asked, shown };
}

const rest = () => new Promise((done) => setImmediate(done));

test("changes made while one is loaded are shown after it, the newest only", async () => {
  const wanted = { link: "a=1" };
  const { loader, asked, shown } = slow(wanted);
  const done = loader.refresh();
  for (wanted.link of ["a=2", "a=3"]) loader.refresh();
  asked[0].answer();
  await rest();
  assert.deepEqual(asked.map(({ link }) => link), ["a=1", "a=3"]);
  asked[1].answer();
  await done;
  assert.deepEqual(shown, ["a=1", "a=3"]);
});

test("who is in a hurry does not wait, and what comes late is not shown", async () => {
  const wanted = { link: "a=1" };
  const { loader, asked, shown } = slow(wanted);
  loader.refresh();
  wanted.link = "a=2";
  const done = loader.refresh(true);
  asked[1].answer();
  await done;
  asked[0].answer();
  await rest();
  assert.deepEqual(shown, ["a=2"]);
});

test("who asks again for what is under way does not begin it anew", async () => {
  const { loader, asked, shown } = slow({ link: "a=1" });
  const done = loader.refresh(true);
  loader.refresh(true);
  asked[0].answer();
  await done;
  assert.deepEqual([asked.length, shown], [1, ["a=1"]]);
});

test("a link that is shown is not fetched again, in whatever order it is written", async () => {
  const wanted = { link: "a=1&b=2" };
  const { loader, asked } = slow(wanted);
  const done = loader.refresh();
  asked[0].answer();
  await done;
  wanted.link = "b=2&a=1";
  await loader.refresh(true);
  assert.equal(asked.length, 1);
});
