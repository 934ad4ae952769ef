/** What the server tells of itself and of whose mail there is (RFC 8620 section 2). */
import type { Call as Api, Reply } from "../api.ts";
import { problem } from "../api.ts";
import type { Id } from "../jmap.ts";

export const CORE = "urn:ietf:params:jmap:core";
export const MAIL = "urn:ietf:params:jmap:mail";

export type AccountFacts = {
  readonly id: Id;
  readonly name: string;
  readonly isPersonal: boolean;
  readonly isReadOnly: boolean;
  readonly capabilities: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
};

export type Session = {
  readonly username: string;
  readonly apiUrl: string;
  readonly uploadUrl: string;
  readonly downloadUrl: string;
  readonly eventSourceUrl: string;
  readonly state: string;
  readonly capabilities: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** One's own account first. */
  readonly accounts: readonly AccountFacts[];
  readonly limits: Limits;
  /** One's own, if the server tells of it before mailboxes are asked for. */
  readonly inbox: Id | undefined;
};

export type Limits = {
  readonly maxSizeUpload: number;
  readonly maxCallsInRequest: number;
  readonly maxObjectsInGet: number;
  readonly maxObjectsInSet: number;
};

type Json = {
  username: string;
  apiUrl: string;
  uploadUrl: string;
  downloadUrl: string;
  eventSourceUrl: string;
  state: string;
  capabilities: Record<string, Record<string, unknown>>;
  accounts: Record<
    Id,
    {
      name: string;
      isPersonal: boolean;
      isReadOnly: boolean;
      accountCapabilities: Record<string, Record<string, unknown>>;
    }
  >;
  primaryAccounts: Record<string, Id>;
};

export async function session(api: Api): Promise<Reply<Session>> {
  const reply = await api<Json>("GET", "/jmap/session");
  if (reply.kind === "problem") {
    return reply;
  }
  const json = reply.value;
  const core = json.capabilities[CORE];
  if (core === undefined || json.primaryAccounts[MAIL] === undefined) {
    return problem("jmap.noMail");
  }
  const own = json.primaryAccounts[MAIL];
  const accounts = Object.entries(json.accounts)
    .map(([id, { accountCapabilities: capabilities, ...one }]) => ({ id, ...one, capabilities }))
    .sort((a, b) => Number(b.id === own) - Number(a.id === own));
  return {
    kind: "ok",
    value: {
      username: json.username,
      apiUrl: here(json.apiUrl),
      uploadUrl: here(json.uploadUrl),
      downloadUrl: here(json.downloadUrl),
      eventSourceUrl: here(json.eventSourceUrl),
      state: json.state,
      capabilities: json.capabilities,
      accounts,
      inbox: inboxOf(json.accounts[own]?.accountCapabilities ?? {}),
      limits: {
        maxSizeUpload: Number(core["maxSizeUpload"]),
        maxCallsInRequest: Number(core["maxCallsInRequest"]),
        maxObjectsInGet: Number(core["maxObjectsInGet"]),
        maxObjectsInSet: Number(core["maxObjectsInSet"]),
      },
    },
  };
}

function inboxOf(capabilities: Readonly<Record<string, Record<string, unknown>>>): Id | undefined {
  const ids = capabilities["urn:mailstead:params:jmap:roles"]?.["mailboxIds"];
  return (ids as { inbox?: Id } | undefined)?.inbox;
}

/** Under the name that the page has: the server may have others, to which no cookie goes. */
function here(url: string): string {
  return url.replace(/^https?:\/\/[^/]*/, "");
}

/** Puts values into a template of the session (RFC 6570 level 1). */
export function expand(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(values[name] ?? ""),
  );
}
