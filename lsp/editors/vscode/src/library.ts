// The standard library's sources, which lie in no folder: `whit-std:///guards.whit`.

import type * as vscode from "vscode";
import { ask, type Server } from "./server";

export class Library implements vscode.TextDocumentContentProvider {
  static readonly scheme = "whit-std";

  constructor(private readonly server: Server) {}

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const { text } = await ask<{ text: string }>(this.server(), "whit/source", { uri: uri.toString() });
    return text;
  }
}
