// The language server in its worker: questions and answers, one heavy job at a time, and a new worker for one that hangs.

import { FIRST } from "./project.js";

/** An answer that takes longer than this is not waited for. */
const PATIENCE = 5000;
const ROOT = "file:///project/";

/** What is said before there are files. */
const GREETINGS = new Set(["initialize", "initialized"]);
/** What the first view asks of its own project. That needs not all of the server, and little of the standard library. */
const FIRST_METHODS = new Set(["textDocument/didOpen", "whit/compile", "whit/test", "whit/subjects"]);

/** @param {string} name */
export const uriOf = (name) => ROOT + name.split("/").map(encodeURIComponent).join("/");

/** @param {string} uri */
export const nameOf = (uri) => (uri.startsWith(ROOT) ? decodeURIComponent(uri.slice(ROOT.length)) : uri);

/** Nobody waits for such an answer any more. */
export class Gone extends Error {}

/**
 * Tells by the events `ready`, `busy` (with `busy`), `stopped` (with `message`), `failed` (with `message`) and by the
 * methods of the server's notifications (with `params`).
 */
export class Server extends EventTarget {
  #worker;
  #waiting = new Map();
  #next = 1;
  #watch;
  /** The files that the server is to have: text and version. */
  #open = new Map();
  /** The newest job of each kind that waits for the one in flight. */
  #jobs = new Map();
  #running = false;
  /** Whether the server has been started with the files: not after it was stopped, until the text changes. */
  #live = false;
  #up = false;
  /** Whether the worker waits for the network, which takes as long as it takes. */
  #loading = false;
  capabilities = {};

  constructor(make) {
    super();
    this.make = make;
    this.#start();
  }

  /** Whether the server has everything and answers. */
  get live() {
    return this.#live;
  }

  #start() {
    this.#up = false;
    this.#loading = false;
    this.#worker = this.make();
    this.#worker.onmessage = ({ data }) => this.#hear(data);
    this.#worker.onerror = () => this.#tell("failed", { message: "the compiler cannot be loaded" });
  }

  #hear(data) {
    if (data.ready) {
      this.#up = true;
      if (!this.parked) void this.#enter();
    } else if (data.failed) {
      if (this.#live) this.#stop(`${data.failed}. Change the text to go on; nothing that you typed is lost.`);
      else this.#tell("failed", { message: data.failed });
    } else if (data.loading !== undefined) {
      this.#loading = data.loading;
      this.#rest();
    } else if (data.rpc) {
      this.#rest();
      this.#take(JSON.parse(data.rpc));
    }
  }

  /** Greets the server and gives it all files. */
  async #enter() {
    const greeting = this.#ask("initialize", {
      processId: null,
      clientInfo: { name: "whit-playground" },
      rootUri: ROOT,
      // What this page can do, the server knows.
      capabilities: {},
    });
    // The files go out behind the greeting: the server takes messages in their order.
    try {
      this.capabilities = (await greeting).capabilities;
    } catch {
      return;
    }
    this.#send({ method: "initialized", params: {} });
    this.#live = true;
    // The project file first: what it says counts for the others.
    const names = [...this.#open.keys()].sort((a, b) => (b === "whit.toml") - (a === "whit.toml"));
    for (const name of names) this.#didOpen(name);
    this.#tell("ready");
    void this.#work();
  }

  #didOpen(name) {
    const { text, version } = this.#open.get(name);
    const languageId = name === "whit.toml" ? "toml" : "whit";
    this.#send({ method: "textDocument/didOpen", params: { textDocument: { uri: uriOf(name), languageId, version, text } } });
  }

  open(name, text) {
    this.#open.set(name, { text, version: 1 });
    if (this.#live) this.#didOpen(name);
    else this.#wake();
  }

  close(name) {
    this.#open.delete(name);
    if (this.#live) this.#send({ method: "textDocument/didClose", params: { textDocument: { uri: uriOf(name) } } });
  }

  /** @param {object[]|null} changes as the protocol has them; without them, all is new */
  change(name, text, changes) {
    const version = (this.#open.get(name)?.version ?? 0) + 1;
    this.#open.set(name, { text, version });
    if (!this.#live) return this.#wake();
    const contentChanges = changes ?? [{ text }];
    this.#send({ method: "textDocument/didChange", params: { textDocument: { uri: uriOf(name), version }, contentChanges } });
  }

  /** After a stop, the changed text gets a new chance. */
  #wake() {
    if (!this.parked) return;
    this.parked = false;
    if (this.#up) void this.#enter();
  }

  /** Asks something. @returns {Promise<any>} */
  request(method, params) {
    return this.#live ? this.#ask(method, params) : Promise.reject(new Gone("the compiler is not there yet"));
  }

  #ask(method, params) {
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#send({ id, method, params });
      this.#rest();
    });
  }

  /** A job of a kind: one is in flight, and of those that wait only the newest of each kind is done. */
  job(kind, method, params) {
    this.#jobs.get(kind)?.reject(new Gone("a newer question took its place"));
    return new Promise((resolve, reject) => {
      this.#jobs.set(kind, { method, params, resolve, reject });
      void this.#work();
    });
  }

  async #work() {
    if (this.#running || !this.#live || this.#jobs.size === 0) return;
    this.#running = true;
    this.#tell("busy", { busy: true });
    while (this.#live && this.#jobs.size > 0) {
      const [kind, job] = this.#jobs.entries().next().value;
      this.#jobs.delete(kind);
      try {
        job.resolve(await this.#ask(job.method, job.params));
      } catch (error) {
        job.reject(error);
      }
    }
    this.#running = false;
    this.#tell("busy", { busy: false });
  }

  #send(message) {
    this.#worker.postMessage({ rpc: JSON.stringify({ jsonrpc: "2.0", ...message }), first: this.#isFirst(message) });
  }

  /** Whether the first view needs this: the server has its project, and nothing else. */
  #isFirst({ method }) {
    if (GREETINGS.has(method)) return true;
    if (!FIRST_METHODS.has(method)) return false;
    return this.#open.size === FIRST.files.length && FIRST.files.every(({ path, text }) => this.#open.get(path)?.text === text);
  }

  #take(message) {
    if (message.method && message.id !== undefined) {
      // What the server asks, progress and the like, is nothing that this page has.
      this.#send({ id: message.id, result: null });
    } else if (message.method) {
      this.#tell(message.method, { params: message.params });
    } else {
      const waiting = this.#waiting.get(message.id);
      this.#waiting.delete(message.id);
      if (this.#waiting.size === 0) clearTimeout(this.#watch);
      if (message.error) waiting?.reject(new Error(message.error.message));
      else waiting?.resolve(message.result);
    }
  }

  /** Begins to wait anew: each message shows that the server goes on. */
  #rest() {
    clearTimeout(this.#watch);
    if (this.#waiting.size === 0 || this.#loading) return;
    this.#watch = setTimeout(() => {
      this.#stop("This took the compiler more than 5 seconds, so it was stopped. Change the text to go on; nothing that you typed is lost.");
    }, PATIENCE);
  }

  #stop(message) {
    clearTimeout(this.#watch);
    this.#worker.terminate();
    this.#live = false;
    // The same text would hang the next one, too: it waits for a change.
    this.parked = true;
    const left = [...this.#waiting.values(), ...this.#jobs.values()];
    this.#waiting.clear();
    this.#jobs.clear();
    for (const one of left) one.reject(new Gone(message));
    this.#start();
    this.#tell("stopped", { message });
  }

  #tell(type, detail = {}) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
