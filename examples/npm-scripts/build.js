// Writes the policies as JSON. `npm run build` calls it.

import { compileOrThrow } from "@whit-lang/whit";
import { readProject, writeBuild } from "@whit-lang/whit/node";

try {
  const { written, removed } = writeBuild("dist/policies", compileOrThrow(await readProject("policies")));
  console.log(`dist/policies: ${written.length} written, ${removed.length} removed`);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
