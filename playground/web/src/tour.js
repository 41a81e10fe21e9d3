// The tour: lessons beside the source. While it is open, the own project waits.

import { byId, debounced, h, say } from "./dom.js";
import { whatIsMissing } from "./kit/lesson-check.js";
import { loadLesson, loadTour, saveLesson, saveTour } from "./kit/storage.js";
import { inline } from "./markdown.js";
import { Gone } from "./server.js";

const SAVE_REST = 400;

/**
 * @param {import("./results.js").Results} results
 * @param {() => void} keepOwn keeps the own project, before it waits
 */
export function tour(results, keepOwn) {
  const { project, server } = results;
  const panel = byId("tour");
  const opener = byId("open-tour");
  /** They come when the tour is opened first. */
  let lessons = [];
  /** What is written in each lesson, so that nobody loses it by going back. */
  const kept = new Map();
  /** The project that waits. */
  let own = null;
  let at = 0;
  let checked = 0;
  const checkSoon = debounced(150, () => void check());
  const rememberSoon = debounced(SAVE_REST, remember);

  opener.addEventListener("click", () => (own ? leave() : void begin()));
  byId("tour-close").addEventListener("click", leave);
  byId("tour-back").addEventListener("click", () => go(at - 1));
  byId("tour-next").addEventListener("click", () => (at + 1 < lessons.length ? go(at + 1) : leave()));
  byId("tour-reset").addEventListener("click", () => put(lessons[at].start));
  byId("tour-solve").addEventListener("click", () => put(lessons[at].solution));
  for (const type of ["compiled", "tested"]) results.addEventListener(type, checkSoon);
  for (const type of ["load", "text", "files"]) project.addEventListener(type, rememberSoon);
  addEventListener("pagehide", remember);

  async function begin() {
    ({ lessons } = await import("./kit/lessons.js"));
    // Two presses are one.
    if (own) return;
    keepOwn();
    own = project.stored();
    panel.hidden = false;
    opener.setAttribute("aria-expanded", "true");
    show(Math.max(0, lessons.findIndex(({ name }) => name === loadTour()?.lesson)));
    byId("tour-title").focus();
  }

  /** Keeps what is written in the lesson, so that a reload brings it back. */
  function remember() {
    if (!own) return;
    const { name, start } = lessons[at];
    const stored = project.stored();
    const fresh = start.length === stored.files.length && start.every(({ path, text }) => project.has(path) && project.text(path) === text);
    kept.set(at, fresh ? null : stored);
    saveLesson(name, fresh ? null : stored);
  }

  function leave() {
    remember();
    saveTour(lessons[at].name, false);
    panel.hidden = true;
    opener.setAttribute("aria-expanded", "false");
    const back = own;
    own = null;
    project.load(back);
    opener.focus();
    say("Your own project is back.");
  }

  function go(to) {
    remember();
    show(to);
  }

  function show(to) {
    at = to;
    const lesson = lessons[at];
    saveTour(lesson.name, true);
    byId("tour-number").textContent = `Lesson ${at + 1} of ${lessons.length}`;
    byId("tour-title").textContent = lesson.title;
    byId("tour-text").replaceChildren(...lesson.text.map((paragraph) => h("p", {}, inline(paragraph))));
    byId("tour-task").replaceChildren(...inline(lesson.task));
    byId("tour-back").disabled = at === 0;
    byId("tour-next").textContent = at + 1 < lessons.length ? "Next" : "Finish";
    panel.scrollTop = 0;
    const stored = kept.get(at) ?? loadLesson(lesson.name);
    if (stored) project.load(stored);
    else put(lesson.start);
  }

  function put(files) {
    tell(null);
    project.load({ files, active: files.find(({ path }) => path.endsWith(".whit"))?.path ?? null, ask: null });
  }

  async function check() {
    if (!own) return;
    const mine = (checked += 1);
    const state = {
      files: project.stored().files,
      errors: results.compiled.errors.length,
      outputs: results.good.files,
      results: results.tested.errors.length > 0 ? [] : results.tested.results,
      explain: async (question) => {
        const { answers } = await server.request("whit/explain", { uri: results.uri, ...question });
        return answers[0]?.decision ?? "implicitlyDenied";
      },
    };
    try {
      const missing = await whatIsMissing(lessons[at], state);
      if (mine === checked && own) tell(missing);
    } catch (error) {
      if (!(error instanceof Gone)) say(error.message, "error");
    }
  }

  /** @param {string[]|null} missing what is still to do, or null while nobody knows */
  function tell(missing) {
    const done = missing?.length === 0;
    const text = missing === null ? "" : done ? "✓ Done." : `Still to do: ${missing[0]}`;
    const place = byId("tour-state");
    if (place.textContent !== text) place.textContent = text;
    place.classList.toggle("done", done);
    byId("tour-next").classList.toggle("main", done);
  }

  return {
    /** Goes on with the lesson that was open when the page was left. */
    resume() {
      if (loadTour()?.open) void begin();
    },
    /** Whether lessons are shown, and the own project waits. */
    get open() {
      return own !== null;
    },
  };
}
