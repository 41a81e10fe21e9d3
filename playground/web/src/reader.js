// A text that is read and not written, with colours, in an editor without changes.

import { json } from "@codemirror/lang-json";
import { codeFolding, foldGutter, foldKeymap } from "@codemirror/language";
import { defaultKeymap } from "@codemirror/commands";
import { searchKeymap } from "@codemirror/search";
import { EditorState } from "@codemirror/state";
import { drawSelection, EditorView, keymap, lineNumbers } from "@codemirror/view";
import { hang } from "./hang.js";
import { colours, whit } from "./language.js";
import { lit } from "./lit.js";
import { look } from "./look.js";

export const languages = { json: json(), whit, plain: [] };

/** What all readers share. The text takes the focus, so that the keyboard moves in it. */
export const reading = (label, language) => [
  lineNumbers(), codeFolding(), foldGutter(), drawSelection(), EditorView.lineWrapping, hang,
  EditorState.readOnly.of(true), EditorState.lineSeparator.of("\n"), EditorState.tabSize.of(2),
  EditorView.contentAttributes.of({ "aria-label": label, "aria-readonly": "true", tabindex: "0", inputmode: "none", spellcheck: "false" }),
  // Escape is left to the dialog that a reader may be in.
  keymap.of([...searchKeymap, ...foldKeymap, ...defaultKeymap.filter(({ key }) => key !== "Escape")]),
  languages[language], lit, colours, look,
];

/** Makes a reader in a shadow root of `host`. */
export function reader(host, label, language, more = []) {
  const root = host.attachShadow({ mode: "open" });
  const state = EditorState.create({ extensions: [reading(label, language), more] });
  return new EditorView({ state, parent: root, root });
}
