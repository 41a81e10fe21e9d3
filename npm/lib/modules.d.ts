// The types of `import policies, { roles } from "./ledger.whit"`, as the plugin for Vite gives it.

declare module "*.whit" {
  /** The policies of the file by their names. */
  const policies: Readonly<Record<string, import("@whit-lang/whit").PolicyDocument>>;
  export default policies;

  /** The roles of the file by their names. */
  export const roles: Readonly<Record<string, import("@whit-lang/whit").RoleParts>>;
}
