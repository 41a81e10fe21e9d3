import assert from "node:assert/strict";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { generate } from "../../src/kit/examples.mjs";
import { isDone, whatIsMissing } from "../../src/kit/lesson-check.js";
import { WHIT, inFolder, run, stateOf } from "./whit.mjs";

const root = process.env.WHIT_ROOT ?? fileURLToPath(new URL("../../../..", import.meta.url));
const { lessons } = await generate(root);
const skip = WHIT ? false : "no command to ask: the variable WHIT has to give the path of `whit`";

for (const lesson of lessons) {
  test(`${lesson.name}: its start is as it says, and is not the solution`, { skip }, () =>
    inFolder(lesson.start, async (folder) => {
      const { code, stdout } = await run(folder, "fmt", "--check");
      assert.equal(code, 0, stdout);
      const state = await stateOf(folder, lesson.start);
      assert.equal(state.errors === 0, lesson.check.start === "compiles");
      assert.equal(await isDone(lesson, state), false);
    }));

  test(`${lesson.name}: its solution is good, and solves it`, { skip }, () =>
    inFolder(lesson.solution, async (folder) => {
      for (const words of [["fmt", "--check"], ["check"], ...(lesson.check.tests ? [["test"]] : [])]) {
        const { code, stdout, stderr } = await run(folder, ...words);
        assert.equal(code, 0, stdout + stderr);
      }
      const { stdout } = await run(folder, "check", "--message-format", "json");
      assert.equal(stdout, "", "a solution has no warnings");
      assert.deepEqual(await whatIsMissing(lesson, await stateOf(folder, lesson.solution)), []);
    }));
}
