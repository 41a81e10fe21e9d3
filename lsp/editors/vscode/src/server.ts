// The server's own requests, beside those of the protocol.

import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";

/** The server, when there is one. */
export type Server = () => LanguageClient | undefined;

/** A file that the build writes. */
export type Built = { path: string; text: string };

/** Asks, or says why nothing can be asked. */
export async function ask<Answer>(client: LanguageClient | undefined, method: string, params: object): Promise<Answer> {
  if (!client) throw new Error("the language server does not run; the command “Whit: Restart Server” starts it");
  return client.sendRequest<Answer>(method, params);
}

/** Carries out a command; what goes wrong is shown. */
export async function shown<Result>(run: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await run();
  } catch (error) {
    void vscode.window.showErrorMessage(`Whit: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}

/** The first of a command's arguments that is the address of a document, or else the document at hand. */
export function documentOf(given: unknown[]): string | undefined {
  for (const one of given.flat()) {
    if (typeof one === "string" && one.includes(":")) return one;
    if (typeof one === "object" && one !== null && "uri" in one && typeof one.uri === "string") return one.uri;
  }
  return vscode.window.activeTextEditor?.document.uri.toString();
}
