import { accountName } from "../../alert/account-name.ts";
import { code, escaped } from "./text.ts";

type Names = Readonly<Record<string, string>>;

/** An account in plain text: `production (111122223333)`, or its id alone. */
export function accountText(id: string, names: Names): string {
  const name = accountName(names, id);
  return name === undefined ? id : `${name} (${id})`;
}

/** An account with its name before the id. */
export function accountCode(id: string, names: Names): string {
  const name = accountName(names, id);
  return name === undefined ? code(id, 70) : `${escaped(name, 100)}  ${code(id, 70)}`;
}
