// JSON of IAM becomes a source that is not saved yet.

import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { ask, shown } from "./server";

export async function importJson(client: LanguageClient | undefined): Promise<void> {
  await shown(async () => {
    const json = await given();
    if (json === undefined) return;
    const { text } = await ask<{ text: string }>(client, "whit/import", { json });
    const document = await vscode.workspace.openTextDocument({ language: "whit", content: text });
    await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside });
  });
}

/** What is selected in a JSON document, or the whole of it, or a file that is chosen. */
async function given(): Promise<string | undefined> {
  const editor = vscode.window.activeTextEditor;
  if (editor && ["json", "jsonc"].includes(editor.document.languageId)) {
    return editor.document.getText(editor.selection.isEmpty ? undefined : editor.selection);
  }
  const [file] =
    (await vscode.window.showOpenDialog({ filters: { JSON: ["json"] }, title: "A policy, or a file with policies" })) ?? [];
  return file && new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
}
