// The results of the tests as somebody types, and what they cover, beside the source.

import { cover } from "./coverage.js";
import { openDialog } from "./dialog.js";
import { button, byId, h, say } from "./dom.js";
import { inline, markdown } from "./markdown.js";
import { Gone, nameOf } from "./server.js";
import { questionOf } from "./request.js";

/**
 * @param {import("./results.js").Results} results
 * @param {import("./editor.js").Editor} editor
 * @param {import("./panes.js").Panes} panes
 * @param {(question: import("./kit/project.js").Question) => void} openInAsk
 */
export function tests(results, editor, panes, openInAsk) {
  const { project, server } = results;
  results.addEventListener("tested", () => {
    show();
    for (const name of project.names) mark(name);
  });
  project.addEventListener("active", () => mark(project.active));

  function mark(name) {
    if (!name.endsWith(".whit")) return;
    // Where there is no test, it is no news that nothing is tested.
    const known = results.tested.results.length > 0 ? results.tested.coverage : [];
    const lines = known
      .filter(({ location }) => nameOf(location.uri) === name)
      .map(({ location, decided }) => ({ line: location.range.start.line, count: decided }));
    // A line that several statements begin on, of several environments, has the sum.
    const sums = new Map();
    for (const { line, count } of lines) sums.set(line, (sums.get(line) ?? 0) + count);
    editor.update(name, { effects: cover.of([...sums].map(([line, count]) => ({ line, count }))) });
  }

  function show() {
    const { results: all, errors, coverage } = results.tested;
    const failed = all.filter((one) => !one.passed);
    const passed = all.length - failed.length;
    const sum = [passed > 0 && `${passed} passed`, failed.length > 0 && `${failed.length} failed`].filter(Boolean).join(", ");
    byId("test-sum").textContent =
      errors.length > 0 ? "The tests run when the errors are mended."
      : all.length === 0 ? "There are no tests yet. Ask something, and save it as one."
      : sum;
    const untouched = new Set(coverage.filter(({ decided }) => decided === 0).map(({ location }) => `${location.uri}:${location.range.start.line}`)).size;
    byId("coverage-sum").textContent = all.length === 0 || errors.length > 0 ? ""
      : untouched === 0 ? "Every statement decides a request of a test."
      : `${untouched === 1 ? "1 statement decides" : `${untouched} statements decide`} no request of a test: marked 0× beside the source.`;
    byId("test-list").replaceChildren(...[...failed, ...all.filter((one) => one.passed)].map(item));
    panes.badge("tests", failed.length, "bad");
  }

  function item({ name, environment, passed, requests, location, failures }) {
    const go = () => location && editor.go(nameOf(location.uri), location.range);
    const counted = requests === 1 ? "1 request" : `${requests} requests`;
    return h("li", { class: passed ? "test passed" : "test failed" },
      h("button", { type: "button", class: "row", onclick: go },
        h("span", { class: passed ? "tag good" : "tag error" }, passed ? "✓ passed" : "✗ failed"),
        h("span", { class: "what" }, name), h("span", { class: "where" }, environment ? `${environment}, ${counted}` : counted)),
      failures.map(failure));
  }

  function failure({ message, notes, location, request }) {
    const go = () => editor.go(nameOf(location.uri), location.range);
    const question = questionOf(request);
    return h("div", { class: "failure" },
      h("p", {}, inline(message)), notes.map((note) => h("p", { class: "quiet-text" }, inline(note))),
      location && h("div", { class: "fixes" },
        button("Go to the line", go),
        button("Why?", () => void why(location)),
        question && button("Open in Ask", () => openInAsk(question))));
  }

  async function why({ uri, range }) {
    try {
      const answer = await server.request("whit/why", { uri, position: range.start });
      openDialog("Why it comes out so", [answer ? markdown(answer.text) : "There is nothing to tell: the text has changed since."]);
    } catch (error) {
      if (!(error instanceof Gone)) say(error.message, "error");
    }
  }
}
