import { generate } from "./examples.mjs";

/**
 * Gives esbuild the modules `kit:examples`, `kit:lessons` and `kit:library`.
 *
 * @param {string} root the folder of the repository
 * @returns {import("esbuild").Plugin}
 */
export const kitPlugin = (root) => ({
  name: "kit",
  setup(build) {
    build.onResolve({ filter: /^kit:(examples|lessons|library)$/ }, ({ path }) => ({ path: path.slice(4), namespace: "kit" }));
    build.onLoad({ filter: /.*/, namespace: "kit" }, async ({ path }) => {
      const made = await generate(root);
      return { contents: JSON.stringify(made[path]), loader: "json" };
    });
  },
});
