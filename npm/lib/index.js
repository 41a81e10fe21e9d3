// Whit in a browser: the compiler is fetched by `load`.

import { api } from "./api.js";
import * as wasm from "./wasm/whit.js";

let isLoaded = false;

const engine = {
  take() {
    if (!isLoaded) throw new Error("Whit is not loaded yet: call `await load()` first");
    return wasm;
  },

  async load(source = new URL("./wasm/whit_bg.wasm", import.meta.url)) {
    if (isLoaded) return;
    await wasm.default({ module_or_path: source });
    wasm.prepare();
    isLoaded = true;
  },
};

export const { load, compile, compileOrThrow, policies, check, format, evaluate, importJson } = api(engine);
export { WhitError } from "./error.js";
