import assert from "node:assert/strict";
import { test } from "node:test";
import { Clock } from "../../../app/scene/front/data/clock.js";

function clockOf(last) {
  const frames = [];
  const clock = new Clock(() => {}, { now: () => clock.time, frame: (act) => frames.push(act) });
  clock.time = 0;
  clock.reset(last);
  const pass = (ms) => {
    clock.time += ms;
    frames.shift()?.(clock.time);
  };
  return { clock, pass };
}

test("it plays a whole run in three seconds and a half, and stops at its end", () => {
  const { clock, pass } = clockOf(700);
  clock.play();
  for (let i = 0; i < 34; i += 1) pass(100);
  assert.ok(clock.isPlaying && Math.abs(clock.at - 680) < 1e-9);
  for (let i = 0; i < 2; i += 1) pass(100);
  assert.deepEqual([clock.at, clock.isPlaying], [700, false]);
});

test("it begins anew from the end, and goes round when it loops", () => {
  const { clock, pass } = clockOf(100);
  clock.isLooping = true;
  clock.play();
  for (let i = 0; i < 36; i += 1) pass(100);
  assert.ok(clock.isPlaying && clock.at < 10);
});

test("a look aside shows another step and leaves the cursor where it is", () => {
  const { clock } = clockOf(100);
  clock.go(40);
  clock.look(7.4);
  assert.deepEqual([clock.cursor.index, clock.index], [7, 40]);
  clock.look(null);
  assert.equal(clock.cursor.index, 40);
  clock.look(7);
  clock.go(9);
  assert.equal(clock.cursor.index, 9);
});

test("while it plays nothing is looked at aside", () => {
  const { clock } = clockOf(100);
  clock.play();
  clock.look(50);
  assert.equal(clock.cursor.index, 0);
});

test("steps are whole and stay within the run; a study that is longer keeps the end the end", () => {
  const { clock } = clockOf(100);
  clock.go(-3);
  assert.equal(clock.at, 0);
  clock.go(1e9);
  clock.reset(250);
  assert.ok(clock.at === 250 && clock.cursor.isAtEnd);
  clock.go(99.6);
  clock.reset(50);
  assert.equal(clock.at, 50);
});
