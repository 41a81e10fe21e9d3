/** The tour, put in by the build: `[{ name, title, text, task, start, solution, check }]`. */
export { default as lessons } from "kit:lessons";
