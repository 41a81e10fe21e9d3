// The language server, compiled to wasm, in a thread of its own.
//
// page → worker: `{ rpc }`, a message of the protocol as text.
// worker → page: `{ ready }` once, `{ rpc }`, and `{ failed }` when it cannot start.

import init, { Server } from "../pkg/whit_playground.js";

/** What came before the server was there. */
const early = [];
let server;

self.onmessage = ({ data }) => {
  if (server) void pass(data.rpc);
  else early.push(data.rpc);
};

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
  for (const text of early.splice(0)) void pass(text);
} catch (error) {
  self.postMessage({ failed: `the compiler cannot start: ${told(error)}` });
}
