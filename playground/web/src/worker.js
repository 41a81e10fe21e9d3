// The language server, compiled to wasm, in a thread of its own.
//
// page → worker: `{ rpc, first }`, a message of the protocol as text, and whether it is of the first view.
// worker → page: `{ ready }` once, `{ loading }` while the rest is loaded, `{ rpc }`, and `{ failed }` when it cannot start.

import init, { Server } from "../pkg/whit_playground.js";

/** What has not been passed to the server yet. */
const waiting = [];
let server;
/** What the rest of the server works on. @type {WebAssembly.Exports} */
let first;
let whole = false;
let loading = false;

self.onmessage = ({ data }) => {
  waiting.push(data);
  void next();
};

/** Passes on what waits. For all but the first view, the rest of the server is loaded before. */
async function next() {
  if (!server || loading) return;
  while (waiting.length > 0) {
    if (!whole && !waiting[0].first) {
      loading = true;
      self.postMessage({ loading });
      try {
        await rest();
        whole = true;
      } catch (error) {
        waiting.length = 0;
        self.postMessage({ failed: `the rest of the compiler cannot be loaded: ${told(error)}` });
      }
      loading = false;
      self.postMessage({ loading });
    } else {
      void pass(waiting.shift().rpc);
    }
  }
}

/** Loads the later half of the server, and the whole standard library. */
async function rest() {
  const half = fetch(new URL("whit_playground_later.wasm", self.location.href));
  const [{ default: library }, response] = await Promise.all([import("kit:library"), half]);
  if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
  await WebAssembly.instantiate(await response.arrayBuffer(), { first });
  Server.library(JSON.stringify(library));
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
  first = await init({ module_or_path: new URL("whit_playground_bg.wasm", self.location.href) });
  server = new Server((text) => self.postMessage({ rpc: text }));
  self.postMessage({ ready: true });
  void next();
} catch (error) {
  self.postMessage({ failed: `the compiler cannot start: ${told(error)}` });
}
