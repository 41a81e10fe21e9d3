// The language server, compiled to wasm, in a thread of its own.
//
// page → worker: `{ rpc, first }`, a message of the protocol as text, and whether it is of the first view.
// worker → page: `{ ready }` once, `{ rpc }`, and `{ failed }` when it cannot start.

import init, { Server } from "../pkg/whit_playground.js";

/** What has not been passed to the server yet. */
const waiting = [];
let server;
let whole = false;
let loading = false;

self.onmessage = ({ data }) => {
  waiting.push(data);
  void next();
};

/** Passes on what waits. For all but the first view, the server gets the whole standard library before. */
async function next() {
  if (!server || loading) return;
  while (waiting.length > 0) {
    if (!whole && !waiting[0].first) {
      loading = true;
      try {
        const { default: library } = await import("kit:library");
        Server.library(JSON.stringify(library));
        whole = true;
      } catch (error) {
        waiting.length = 0;
        self.postMessage({ failed: `the standard library cannot be loaded: ${told(error)}` });
      }
      loading = false;
    } else {
      void pass(waiting.shift().rpc);
    }
  }
}

async function pass(text) {
  try {
    const answer = await server.send(text);
    if (answer !== undefined && answer !== null) self.postMessage({ rpc: answer });
  } catch (error) {
    self.postMessage({ failed: `the compiler stopped: ${told(error)}` });
  }
}

function told(error) {
  return error instanceof Error ? error.message : String(error);
}

try {
  await init({ module_or_path: new URL("whit_playground_bg.wasm", self.location.href) });
  server = new Server((text) => self.postMessage({ rpc: text }));
  self.postMessage({ ready: true });
  void next();
} catch (error) {
  self.postMessage({ failed: `the compiler cannot start: ${told(error)}` });
}
