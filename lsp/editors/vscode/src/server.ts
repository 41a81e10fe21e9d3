// The server's own requests, beside those of the protocol.

import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";

/** The server, when there is one. */
export type Server = () => LanguageClient | undefined;

/** What the build writes, or what keeps it from being made. */
export type Compiled = { files: { path: string; text: string }[]; errors: { message: string }[] };

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

/** The file that a lens names first, or else the document at hand: it is the one that the lens is in. */
export function documentOf(given: unknown[]): string | undefined {
  const [file] = given;
  if (typeof file === "string" && /^[a-z][a-z0-9+.-]+:/.test(file)) return file;
  return vscode.window.activeTextEditor?.document.uri.toString();
}

/** The name that a lens gives next. */
export function nameOf(given: unknown[]): string | undefined {
  const [, name] = given;
  return typeof name === "string" ? name : undefined;
}
