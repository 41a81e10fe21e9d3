// The tour: lessons beside the source. While it is open, the own project waits.

import { byId, debounced, h, say } from "./dom.js";
import { whatIsMissing } from "./kit/lesson-check.js";
import { inline } from "./markdown.js";
import { Gone } from "./server.js";

/** @param {import("./results.js").Results} results */
export function tour(results) {
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

  opener.addEventListener("click", () => (own ? leave() : void begin()));
  byId("tour-close").addEventListener("click", leave);
  byId("tour-back").addEventListener("click", () => go(at - 1));
  byId("tour-next").addEventListener("click", () => (at + 1 < lessons.length ? go(at + 1) : leave()));
  byId("tour-reset").addEventListener("click", () => put(lessons[at].start));
  byId("tour-solve").addEventListener("click", () => put(lessons[at].solution));
  for (const type of ["compiled", "tested"]) results.addEventListener(type, checkSoon);

  async function begin() {
    ({ lessons } = await import("./kit/lessons.js"));
    // Two presses are one.
    if (own) return;
    own = project.stored();
    panel.hidden = false;
    opener.setAttribute("aria-expanded", "true");
    show(at);
    byId("tour-title").focus();
  }

  function leave() {
    kept.set(at, project.stored());
    panel.hidden = true;
    opener.setAttribute("aria-expanded", "false");
    const back = own;
    own = null;
    project.load(back);
    opener.focus();
    say("Your own project is back.");
  }

  function go(to) {
    kept.set(at, project.stored());
    show(to);
  }

  function show(to) {
    at = to;
    const lesson = lessons[at];
    byId("tour-number").textContent = `Lesson ${at + 1} of ${lessons.length}`;
    byId("tour-title").textContent = lesson.title;
    byId("tour-text").replaceChildren(...lesson.text.map((paragraph) => h("p", {}, inline(paragraph))));
    byId("tour-task").replaceChildren(...inline(lesson.task));
    byId("tour-back").disabled = at === 0;
    byId("tour-next").textContent = at + 1 < lessons.length ? "Next" : "Finish";
    panel.scrollTop = 0;
    const stored = kept.get(at);
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
    /** Whether lessons are shown; they are not kept for the next visit. */
    get open() {
      return own !== null;
    },
  };
}
