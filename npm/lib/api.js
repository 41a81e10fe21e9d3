// The functions of the package, around a compiler that an engine gives.

import { compiled, refused } from "./documents.js";
import { WhitError } from "./error.js";
import * as input from "./input.js";
import { sample } from "./sample.js";

const BUILD = { environment: input.string, set: input.values, externs: input.texts };
const CHECK = { set: input.values };
const FORMAT = { sort: input.boolean };
const IMPORT = { name: input.string, kind: input.string, file: input.string };

export function api(engine) {
  let isReady = false;

  /** Asks the compiler. */
  function ask(question) {
    const wasm = engine.take();
    let text;
    try {
      text = question(wasm);
    } catch (cause) {
      // What is left of its memory nobody knows. The next call begins with a new one.
      wasm.__wbg_reset_state();
      throw new Error("Whit failed inside, which it never should: please report what it was given", { cause });
    }
    const answer = JSON.parse(text);
    if (answer.misuse !== undefined) throw new TypeError(answer.misuse);
    return answer;
  }

  function bytes(source, what) {
    return input.bytes(source, engine.take().largestFile(), what);
  }

  /** Asks about a project. */
  function about(project, options, question) {
    const files = project.files.map(([path, source]) => [path, bytes(source, `the file \`${path}\``)]);
    return ask((wasm) => {
      const held = new wasm.Project(project.folder);
      for (const [path, source] of files) held.add(path, source);
      return question(held, JSON.stringify({ ...options, only: project.only }));
    });
  }

  function build(call, project, options) {
    const wanted = input.options(options, call, BUILD);
    const answer = about(input.project(project, call), wanted, (held, options) => held.compile(options));
    return answer.ok ? compiled(answer, wanted.environment) : refused(answer);
  }

  function orThrow(result) {
    if (!result.ok) throw new WhitError(result.diagnostics);
    return result;
  }

  return {
    async load(source) {
      await engine.load(source);
      if (isReady) return;
      // Every compilation but the first checks what is left of the one before, which is code of its own: so there are two.
      for (const name of ["First", "Second"]) build("load", sample(name));
      isReady = true;
    },

    compile(project, options) {
      return build("compile", project, options);
    },

    compileOrThrow(project, options) {
      return orThrow(build("compileOrThrow", project, options));
    },

    policies(project, options) {
      const { documents } = orThrow(build("policies", project, options));
      const environments = [...new Set(documents.map((document) => document.environment))];
      if (environments.length > 1) {
        throw new TypeError(`the project has the environments ${environments.join(", ")}; \`policies\` wants one of them as its option \`environment\``);
      }
      return Object.fromEntries(documents.map((document) => [document.name, document.policy]));
    },

    check(project, options) {
      const wanted = input.options(options, "check", CHECK);
      const answer = about(input.project(project, "check"), wanted, (held, options) => held.check(options));
      return { exceptions: [], allowances: [], ...answer };
    },

    format(source, options) {
      const { sort = false } = input.options(options, "format", FORMAT);
      const text = bytes(input.text(source, "the source of `format`"), "the source of `format`");
      return { text: source, ...ask((wasm) => wasm.format(text, sort)) };
    },

    evaluate(request) {
      const text = bytes(input.json(request, "the request of `evaluate`"), "the request of `evaluate`");
      return ask((wasm) => wasm.evaluate(text));
    },

    importJson(policy, options) {
      const wanted = input.options(options, "importJson", IMPORT);
      const text = bytes(input.json(policy, "the policy of `importJson`"), "the policy of `importJson`");
      return ask((wasm) => wasm.importJson(text, JSON.stringify(wanted)));
    },
  };
}
