/** What the server tells those who run it. Times are milliseconds since 1970. */

export type Right =
  | "accounts.read"
  | "accounts.write"
  | "credentials.write"
  | "domains.read"
  | "domains.write"
  | "queue.read"
  | "queue.write"
  | "system.read"
  | "system.write"
  | "audit.read"
  | "roles.write"
  | "tenants.write"
  | "impersonate";

export const ROLES = ["owner", "admin", "domain-admin", "help-desk", "auditor"] as const;

export type Role = (typeof ROLES)[number];

export type Me = {
  readonly address: string;
  readonly name: string;
  readonly rights: readonly Right[];
  readonly roles: readonly { readonly role: Role; readonly scope: string }[];
  readonly fresh: boolean;
  readonly secondFactor: boolean;
};

/** A part of a list; `next` is given back for the part after it. */
export type Items<T> = { readonly items: readonly T[]; readonly next?: string };

export type MailHour = {
  readonly at: number;
  readonly in: number;
  readonly out: number;
  readonly junk: number;
  readonly refused: number;
};

export type SignInHour = { readonly at: number; readonly good: number; readonly refused: number };

export type Note = {
  readonly level: "warn" | "danger";
  readonly key: string;
  readonly arguments: readonly string[];
};

export type Overview = {
  readonly version: string;
  readonly startedAt: number;
  readonly hostname: string;
  readonly accounts: number;
  readonly domains: number;
  readonly queue: { readonly waiting: number; readonly held: number; readonly oldestAt?: number };
  readonly mail: readonly MailHour[];
  readonly signIns: readonly SignInHour[];
  /** Less than 0 is used where nobody has counted. */
  readonly storage: { readonly used: number; readonly free: number };
  readonly notices: readonly Note[];
};

export type Account = {
  readonly address: string;
  readonly name: string;
  readonly domain: string;
  readonly disabled: boolean;
  readonly aliases: readonly string[];
  readonly messages: number;
  readonly bytes: number;
  readonly quotaBytes: number;
  readonly quotaMessages: number;
  readonly language: string;
  readonly madeAt: number;
  readonly roles: readonly string[];
  readonly secondFactor: boolean;
  readonly kind?: "person" | "shared";
};

/** A browser or a connection that is signed in. */
export type SessionSeen = {
  /** `browser`, or the protocol of a connection. */
  readonly kind: string;
  readonly from: string;
  readonly client: string;
  readonly since: number;
  readonly by: string;
};

export type SignInSeen = {
  readonly at: number;
  readonly protocol: string;
  readonly way: string;
  readonly from: string;
  readonly client: string;
  readonly count: number;
  readonly refused?: string;
};

export type Group = {
  readonly address: string;
  readonly members: readonly string[];
  /** The domain's directory tells of it, and alone changes it. */
  readonly told: boolean;
};

export const SECOND_FACTORS = ["offered", "required", "off"] as const;

export type Domain = {
  readonly name: string;
  readonly tenant: string;
  readonly catchAll?: string;
  readonly secondFactor: (typeof SECOND_FACTORS)[number];
  readonly graceDays: number;
  readonly accounts: number;
};

/** An organisation that shares the server. Limits of 0 are none. */
export type Tenant = {
  readonly name: string;
  readonly id: number;
  readonly domains: number;
  readonly mostDomains: number;
  readonly accounts: number;
  readonly mostAccounts: number;
  /** Of all its accounts' quotas. */
  readonly bytes: number;
  readonly mostBytes: number;
  /** How its pages look; what is empty is this server's. */
  readonly brand: string;
  readonly colour: string;
  readonly helpAddress: string;
};

export type DnsRecord = {
  readonly type: string;
  readonly name: string;
  readonly value: string;
  /** All of it, as a zone file has it. */
  readonly line: string;
  /** Whether mail suffers without it. */
  readonly needed: boolean;
  readonly state: "right" | "wrong";
  /** In English. */
  readonly wrong?: string;
};

export type DomainKey = {
  readonly selector: string;
  readonly state: "waiting" | "signing" | "retired";
  readonly madeAt: number;
  /** What the DNS must have. */
  readonly record: string;
};

/** What a step of a change of keys came to, and records that are to be put into the DNS. */
export type Rotated = {
  readonly step: "publish" | "missing" | "switched";
  readonly records: readonly string[];
};

export type Recipient = {
  readonly address: string;
  readonly state: string;
  readonly attempts: number;
  readonly nextAt?: number;
  readonly answer?: string;
  /** What the answer means, in English. */
  readonly reason?: string;
};

export type Queued = {
  readonly id: string;
  readonly from: string;
  readonly to: readonly Recipient[];
  readonly size: number;
  readonly at: number;
  /** Nothing of it is tried. */
  readonly held: boolean;
};

export type Trace = { readonly at: number; readonly id: string; readonly text: string };

export type Certificate = {
  readonly names: readonly string[];
  readonly issuer: string;
  readonly notBefore: number;
  readonly notAfter: number;
  readonly source: "acme" | "file" | "self-signed";
  readonly problem?: string;
};

export type AuditEntry = {
  readonly number: number;
  readonly at: number;
  readonly actor: string;
  readonly address: string;
  readonly action: string;
  readonly subject: string;
  readonly details: { readonly [name: string]: string };
  /** Empty, or why it was not done: a problem's key. */
  readonly outcome: string;
  readonly hash: string;
};

export type AuditCheck = {
  readonly entries: number;
  /** The last number and fingerprint. */
  readonly head: string;
  readonly good: boolean;
  /** The first entry that is wrong; 0 for none. */
  readonly broken: number;
};

const LEVELS = ["system", "tenant", "domain", "account"] as const;

export type Level = (typeof LEVELS)[number];

/** One thing that can be set. What it is and means is in English. */
export type Setting = {
  readonly key: string;
  readonly group: string;
  readonly value: string;
  readonly default: string;
  readonly type: "flag" | "number" | "size" | "time" | "choice" | "text" | "words";
  /** Such as "is a number from 1 to 1000". */
  readonly expected: string;
  readonly choices: readonly string[];
  readonly doc: string;
  readonly source: Level | "default" | "file";
  /** Of the file that it stands in; 0 where it stands in none. */
  readonly line: number;
  readonly by?: string;
  readonly at?: number;
  /** The narrowest that may have a value of its own. */
  readonly lowest: Level;
  readonly effect: "live" | "restart" | "file";
  /** Another value counts until the next start. */
  readonly waits: boolean;
};

/** Whether a setting may have a value of its own at some level. */
export function reaches(setting: Setting, level: Level): boolean {
  return LEVELS.indexOf(level) <= LEVELS.indexOf(setting.lowest);
}

export type RoleHeld = { readonly address: string; readonly role: Role; readonly scope: string };

export type Token = {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly scope: string;
  readonly madeBy: string;
  readonly expiresAt?: number;
  readonly usedAt?: number;
  readonly networks: readonly string[];
};

/** How long a certificate is good, as far as somebody has to care. */
export function certificateStanding(
  certificate: Certificate,
  now: number,
): "good" | "soon" | "over" | "self-signed" | "failed" {
  const left = certificate.notAfter - now;
  if (left <= 0) {
    return "over";
  }
  if (certificate.source === "self-signed") {
    return "self-signed";
  }
  if (certificate.problem !== undefined && certificate.problem !== "") {
    return "failed";
  }
  // Whoever renews by ACME does it a third of the time before: later, something is wrong.
  const days = left / 86_400_000;
  return days < (certificate.source === "acme" ? 10 : 21) ? "soon" : "good";
}

/** Somebody who reports, and how often. */
export type Reporter = { readonly domain: string; readonly reports: number };

/** An address that sent mail in a domain's name. */
export type ReportSource = {
  readonly address: string;
  readonly messages: number;
  readonly passed: number;
  readonly refused: number;
  readonly why: readonly string[];
};

/** What one of those who send to us found about encryption. */
export type TlsReport = {
  readonly reporter: string;
  readonly successful: number;
  readonly failed: number;
  readonly failures: readonly string[];
};

/** Somebody complained of a message. */
export type Complaint = {
  readonly at: string;
  readonly type: string;
  readonly author: string;
  readonly messageId: string;
  readonly reporter: string;
};

export type Reports = {
  readonly messages: number;
  readonly passed: number;
  readonly unproven: number;
  readonly reporters: readonly Reporter[];
  readonly sources: readonly ReportSource[];
  readonly tls: readonly TlsReport[];
  readonly complaints: readonly Complaint[];
};

const PURPOSES: readonly (readonly [RegExp, string])[] = [
  [/^\S+ IN MX /, "mx"],
  [/ IN TXT "?v=spf1/, "spf"],
  [/^\S+\._domainkey\./, "dkim"],
  [/^_dmarc\./, "dmarc"],
  [/^_?mta-sts\./, "mta-sts"],
  [/^_smtp\._tls\./, "tls-rpt"],
  [/ IN TLSA /, "dane"],
  [/ IN CAA /, "caa"],
  [/ IN SRV |^auto(?:config|discover)\./, "autoconfig"],
];

/** What a record is there for: one of a few words, or its type. */
export function purposeOf(record: DnsRecord): string {
  return PURPOSES.find(([mark]) => mark.test(record.line))?.[1] ?? record.type;
}

/** Somebody may look into an account for a while. */
export type Permit = {
  readonly id: string;
  readonly by: string;
  readonly into: string;
  readonly reason: string;
  readonly madeAt: number;
  readonly until: number;
};
