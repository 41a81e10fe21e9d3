// The line below the source: what the compiler does, and how it went.

import { byId, say } from "./dom.js";

/** So long nothing is said of work: it is mostly done by then. */
const PATIENCE = 300;

/** @param {import("./results.js").Results} results @param {import("./server.js").Server} server */
export function status(results, server) {
  const line = byId("status");
  const progress = byId("progress");
  let timer;

  const show = (text) => {
    if (line.textContent !== text) line.textContent = text;
  };

  server.addEventListener("ready", () => {
    progress.hidden = true;
    document.documentElement.dataset.server = "ready";
  });
  server.addEventListener("failed", ({ detail }) => {
    progress.hidden = true;
    byId("json-empty").textContent = `${detail.message}. The text can be read and written all the same. This page needs a browser with WebAssembly.`;
    show("The compiler is not there.");
    say(detail.message, "error");
  });
  server.addEventListener("stopped", ({ detail }) => {
    show("The compiler was stopped.");
    say(detail.message, "error");
  });
  server.addEventListener("busy", ({ detail }) => {
    clearTimeout(timer);
    if (detail.busy) timer = setTimeout(() => show("Working…"), PATIENCE);
    else told();
  });
  results.addEventListener("compiled", told);

  function told() {
    if (!server.live) return;
    const { errors } = results.compiled;
    const { documents } = results.good;
    // How long it took is only for the eye: a reader would be told with each letter.
    byId("took").textContent = results.took === undefined ? "" : `${Math.max(1, Math.round(results.took))} ms`;
    if (errors.length > 0) show(errors.length === 1 ? "1 error" : `${errors.length} errors`);
    else show(documents.length === 1 ? "1 document, no errors" : `${documents.length} documents, no errors`);
  }
}
