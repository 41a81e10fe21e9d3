// The JSON that a source becomes, in a document beside it that nobody saves and that follows every edit.

import * as vscode from "vscode";
import { ask, documentOf, shown, nameOf, type Compiled, type Server } from "./server";

/** How long the source rests before it is compiled again. */
const REST = 200;

/** Which source a document shows, and which document of it, kept in the query of its address. */
type Shown = { uri: string; name?: string };

export class Json implements vscode.TextDocumentContentProvider, vscode.Disposable {
  static readonly scheme = "whit-json";

  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;
  /** What was last compiled without an error, by address: it stays while the source is being written. */
  private readonly last = new Map<string, string>();
  private readonly watching: vscode.Disposable[];
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly server: Server) {
    this.watching = [
      vscode.workspace.onDidChangeTextDocument((change) => {
        // Any source of the project may be one that the shown one uses.
        if (change.document.languageId === "whit" && change.contentChanges.length > 0) this.soon();
      }),
      vscode.workspace.onDidCloseTextDocument((document) => this.last.delete(document.uri.toString())),
    ];
  }

  dispose(): void {
    clearTimeout(this.timer);
    for (const one of [...this.watching, this.changed]) one.dispose();
  }

  /** What a lens asks for: a document of a source, by its name. */
  async openOf(given: unknown[]): Promise<void> {
    const [uri, name] = [documentOf(given), nameOf(given)];
    if (uri) await this.show(name ? { uri, name } : { uri });
  }

  /** Everything that the source at hand becomes. */
  async open(editor: vscode.TextEditor | undefined): Promise<void> {
    if (editor?.document.languageId !== "whit") {
      void vscode.window.showInformationMessage("Whit: open a `.whit` file first.");
      return;
    }
    await this.show({ uri: editor.document.uri.toString() });
  }

  private async show(what: Shown): Promise<void> {
    await shown(async () => {
      const name = what.name ?? (vscode.Uri.parse(what.uri).path.split("/").pop() || "source");
      const uri = vscode.Uri.from({ scheme: Json.scheme, path: `/${name}.jsonc`, query: JSON.stringify(what) });
      const document = await vscode.workspace.openTextDocument(uri);
      await vscode.window.showTextDocument(document, {
        viewColumn: vscode.ViewColumn.Beside,
        preserveFocus: true,
        preview: true,
      });
    });
  }

  private soon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      for (const { uri } of vscode.workspace.textDocuments) {
        if (uri.scheme === Json.scheme) this.changed.fire(uri);
      }
    }, REST);
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const address = uri.toString();
    try {
      const what = JSON.parse(uri.query) as Shown;
      const { files, errors } = await ask<Compiled>(this.server(), "whit/compile", { uri: what.uri });
      // The answer is about the whole project.
      const names = what.name === undefined ? await declared(what.uri) : [what.name];
      if (errors.length > 0) throw new Error(errors.map((error) => error.message).join("\n"));
      const text = together(files.filter((file) => names.some((name) => isOf(file.path, name))));
      this.last.set(address, text);
      return text;
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      const before = this.last.get(address);
      const head = why.split("\n").map((line) => `// ${line}\n`).join("");
      return before ? `${head}// What follows is from before.\n\n${before}` : head;
    }
  }
}

/** The names of the documents that a source declares. */
async function declared(uri: string): Promise<string[]> {
  const source = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
  const heads = source.getText().matchAll(/^\s*(?:policy|boundary|session|scp|rcp|endpoint|role)\s+([\w-]+)|^\s*(organization)\b/gm);
  return [...heads].flatMap(([, name, tree]) => name ?? tree ?? []);
}

/** Whether a file is of a document: `Reader.json`, `prod/Reader1.json`, `Job.trust.json`. */
function isOf(path: string, document: string): boolean {
  const file = path.split("/").pop() ?? path;
  return file.startsWith(document) && /^\d*(\.\w+)?\.json$/.test(file.slice(document.length));
}

/** The files, each under its name. */
function together(files: Compiled["files"]): string {
  if (files.length === 0) return "// This source makes no document.\n";
  return files.map((file) => `// ${file.path}\n${file.text.trimEnd()}\n`).join("\n");
}
