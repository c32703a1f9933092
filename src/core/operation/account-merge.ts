/** An account of an organisation. */
export interface ListedAccount {
  /** 12 digits. */
  readonly id: string;
  readonly name: string;
  /** `ACTIVE`, `SUSPENDED`, `PENDING_CLOSURE`, `CLOSED` or `PENDING_ACTIVATION`. */
  readonly state: string;
}

/** What an organisation's accounts come to in settings that name some of them. */
export interface AccountMerge {
  /** Not named in the settings, by name. */
  readonly added: readonly ListedAccount[];
  /** Named otherwise in the settings. */
  readonly renamed: readonly (ListedAccount & { readonly was: string })[];
  /** Named in the settings, and not the organisation's. */
  readonly foreign: readonly { readonly id: string; readonly name: string }[];
  /** Of the organisation, and not active. */
  readonly inactive: readonly ListedAccount[];
}

/** A name as long as the settings take one, UTF-16 units. */
const MOST_NAME = 100;

/**
 * Compares the accounts of an organisation with those that settings name.
 *
 * @param names Of the settings, by account id.
 */
export function accountMerge(
  names: Readonly<Record<string, string>>,
  listed: readonly ListedAccount[],
): AccountMerge {
  const accounts = listed.map((it) => ({ ...it, name: it.name.slice(0, MOST_NAME) || it.id }));
  const known = new Map(Object.entries(names));
  const ids = new Set(accounts.map(({ id }) => id));
  return {
    added: accounts
      .filter(({ id, state }) => !known.has(id) && state !== "CLOSED")
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
    renamed: accounts.flatMap((account) => {
      const was = known.get(account.id);
      return was === undefined || was === account.name ? [] : [{ ...account, was }];
    }),
    foreign: [...known].flatMap(([id, name]) => (ids.has(id) ? [] : [{ id, name }])),
    inactive: accounts.filter(({ state }) => state !== "ACTIVE"),
  };
}
