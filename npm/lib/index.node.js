// Whit in Node: the compiler lies beside this file, and is read when it is first needed. Nothing has to be awaited, so that
// `require` takes this module where Node lets it take ES modules.

import { readFileSync } from "node:fs";
import { api } from "./api.js";
import * as wasm from "./wasm/whit.js";

let isLoaded = false;

export const engine = {
  take() {
    if (!isLoaded) {
      wasm.initSync({ module: readFileSync(new URL("./wasm/whit_bg.wasm", import.meta.url)) });
      wasm.prepare();
      isLoaded = true;
    }
    return wasm;
  },

  async load(source) {
    if (source !== undefined && !isLoaded) {
      await wasm.default({ module_or_path: source });
      wasm.prepare();
      isLoaded = true;
    }
    this.take();
  },
};

export const { load, compile, compileOrThrow, policies, check, format, evaluate, importJson } = api(engine);
export { WhitError } from "./error.js";
