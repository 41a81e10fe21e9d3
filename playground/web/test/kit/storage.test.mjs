import assert from "node:assert/strict";
import test, { afterEach } from "node:test";
import { load, loadLesson, loadTour, save, saveLesson, saveTour } from "../../src/kit/storage.js";

const project = { files: [{ path: "a.whit", text: "policy Ä {}" }], active: "a.whit", ask: null };

/** A storage with room for so many characters. */
function storage(room = Infinity) {
  const kept = new Map();
  return {
    kept,
    getItem: (key) => kept.get(key) ?? null,
    removeItem: (key) => kept.delete(key),
    setItem(key, text) {
      if (text.length > room) throw new DOMException("full", "QuotaExceededError");
      kept.set(key, text);
    },
  };
}
const use = (getter) => Object.defineProperty(globalThis, "localStorage", { get: getter, configurable: true });

afterEach(() => delete globalThis.localStorage);

test("what was saved is loaded", () => {
  const local = storage();
  use(() => local);
  assert.equal(load(), null);
  assert.equal(save(project), true);
  assert.deepEqual(load(), project);
});

test("without a storage nothing is kept, and nothing breaks", () => {
  use(() => undefined);
  assert.equal(save(project), false);
  assert.equal(load(), null);
  delete globalThis.localStorage;
  assert.equal(save(project), false);
  assert.equal(load(), null);
});

test("a storage that is forbidden is as none", () => {
  use(() => {
    throw new DOMException("forbidden", "SecurityError");
  });
  assert.equal(save(project), false);
  assert.equal(load(), null);
});

test("a full storage keeps what it has", () => {
  const local = storage(500);
  use(() => local);
  assert.equal(save(project), true);
  assert.equal(save({ ...project, files: [{ path: "a.whit", text: "x".repeat(1000) }] }), false);
  assert.deepEqual(load(), project);
});

test("what cannot be read is as nothing", () => {
  const local = storage();
  use(() => local);
  save(project);
  const [key, text] = [...local.kept][0];
  for (const other of ["", "{", "null", "1", text.replace('"version":1', '"version":2'), text.replace("a.whit", "../a.whit")]) {
    local.kept.set(key, other);
    assert.equal(load(), null, other);
  }
});

test("what load would refuse is not saved", () => {
  const local = storage();
  use(() => local);
  assert.equal(save({ ...project, files: [{ path: "a.whit", text: "x".repeat(500_001) }] }), false);
  assert.equal(local.kept.size, 0);
});

test("each lesson has a place of its own, and the tour its page", () => {
  const local = storage();
  use(() => local);
  assert.equal(loadLesson("01-first"), null);
  saveLesson("01-first", project);
  saveLesson("02-second", { ...project, active: null });
  assert.deepEqual(loadLesson("01-first"), project);
  assert.equal(loadLesson("02-second").active, null);
  assert.equal(load(), null);
  saveLesson("01-first", null);
  assert.equal(loadLesson("01-first"), null);
  assert.equal(loadTour(), null);
  saveTour("02-second", true);
  assert.deepEqual(loadTour(), { lesson: "02-second", open: true });
  local.kept.set("whit-playground-tour", '{"version":1,"lesson":7}');
  assert.equal(loadTour(), null);
  use(() => undefined);
  assert.equal(saveLesson("01-first", null), false);
  saveTour("01-first", true);
  assert.equal(loadTour(), null);
});
