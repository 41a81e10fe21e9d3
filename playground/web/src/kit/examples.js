/** The repository's examples, put in by the build: `[{ name, title, summary, files }]`. */
export { default as examples } from "kit:examples";
