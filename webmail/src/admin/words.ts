/** The sentences of the administration, and the server's words as people say them. */

import type { Domain, DomainKey, Note, Role, Setting } from "../core/admin.ts";
import {
  type AdminWords,
  bytes,
  type Key,
  type Load,
  languageTag,
  number,
  saidIf,
  t,
} from "../ui/words.ts";

export const ADMIN: Load<AdminWords> = {
  en: () => import("../i18n/admin/en.ts"),
  de: () => import("../i18n/admin/de.ts"),
  es: () => import("../i18n/admin/es.ts"),
  fr: () => import("../i18n/admin/fr.ts"),
  pt: () => import("../i18n/admin/pt.ts"),
};

type Table<K extends string> = { readonly [word in K]: Key };

/** A word of the server in the page's language; one that this page does not know stays. */
function said(table: { readonly [word: string]: Key }, word: string): string {
  const key = Object.hasOwn(table, word) ? table[word] : undefined;
  return key === undefined ? word : t(key);
}

const ROLE: Table<Role> = {
  owner: "role.owner",
  admin: "role.admin",
  "domain-admin": "role.domain-admin",
  "help-desk": "role.help-desk",
  auditor: "role.auditor",
};

const ROLE_TEXT: Table<Role> = {
  owner: "role.owner.text",
  admin: "role.admin.text",
  "domain-admin": "role.domain-admin.text",
  "help-desk": "role.help-desk.text",
  auditor: "role.auditor.text",
};

const SECOND: Table<Domain["secondFactor"]> = {
  offered: "second.offered",
  required: "second.required",
  off: "second.off",
};

const SOURCE: Table<Setting["source"]> = {
  default: "source.default",
  system: "source.system",
  tenant: "source.tenant",
  domain: "source.domain",
  account: "source.account",
  file: "source.file",
};

const KEY_STATE: Table<DomainKey["state"]> = {
  waiting: "dkim.waiting",
  signing: "dkim.signing",
  retired: "dkim.retired",
};

const QUEUED: Table<string> = {
  waiting: "queue.waiting",
  held: "queue.held",
  delivered: "queue.delivered",
  failed: "queue.failed",
};

const WAY: Table<string> = {
  browser: "way.browser",
  password: "way.password",
  "second factor": "way.second",
  vouched: "way.vouched",
};

export const roleName = (role: string) => said(ROLE, role);
export const roleText = (role: string) => said(ROLE_TEXT, role);
export const secondFactorName = (policy: string) => said(SECOND, policy);
export const sourceName = (source: string) => said(SOURCE, source);
export const keyState = (state: string) => said(KEY_STATE, state);
export const queueState = (state: string) => said(QUEUED, state);

export function wayName(way: string): string {
  return way.startsWith("app-password") ? t("signins.app-password") : said(WAY, way);
}

/** Where a role counts, such as `*` or a domain. */
export function scopeName(scope: string): string {
  return scope === "*" ? t("roles.everywhere") : scope;
}

/** How much there is, and how much there may be; 0 is no limit. */
export function usedOf(used: number, most: number): string {
  return most === 0 ? number(used) : t("used.of", number(used), number(most));
}

export function usedBytes(used: number, most: number): string {
  return most === 0 ? bytes(used) : t("used.of", bytes(used), bytes(most));
}

/** A language in the language of the page, such as "German" for `de`. */
export function languageName(tag: string): string {
  try {
    return new Intl.DisplayNames(languageTag(), { type: "language" }).of(tag) ?? tag;
  } catch {
    return tag; // no language's tag
  }
}

export function noticeText(note: Note): string {
  return (
    saidIf(`notice.${note.key}`, ...note.arguments) ?? `${note.key} ${note.arguments.join(" ")}`
  );
}

/** What became of something that was to be done; undefined when it was done. */
export function outcomeText(outcome: string): string | undefined {
  return outcome === "" ? undefined : (saidIf(`problem.${outcome}`) ?? outcome);
}
