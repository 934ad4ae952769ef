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
  readonly language?: string;
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

export type SignInHour = { readonly at: number; readonly ok: number; readonly refused: number };

export type Note = {
  readonly level: "info" | "warn" | "danger";
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
  readonly mail: { readonly hours: readonly MailHour[] };
  readonly storage: { readonly used: number; readonly free: number };
  readonly signIns: { readonly hours: readonly SignInHour[] };
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
  readonly kind: "person" | "shared";
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

export const ACCESSES = ["none", "read", "write", "full"] as const;

export type Delegate = {
  readonly member: string;
  readonly access: (typeof ACCESSES)[number];
  readonly sendAs: boolean;
  readonly onBehalf: boolean;
};

export type Group = { readonly address: string; readonly members: readonly string[] };

export const SECOND_FACTORS = ["offered", "required", "off"] as const;

export type Domain = {
  readonly name: string;
  readonly tenant: string;
  readonly catchAll?: string;
  readonly secondFactor: (typeof SECOND_FACTORS)[number];
  readonly graceDays: number;
  readonly accounts: number;
};

export type DnsRecord = {
  readonly type: string;
  readonly name: string;
  readonly value: string;
  readonly purpose: string;
  readonly state: "right" | "missing" | "other" | "unknown";
  readonly found: readonly string[];
};

export type DomainKey = {
  readonly selector: string;
  readonly algorithm: string;
  readonly state: string;
  readonly madeAt: number;
};

export type Recipient = {
  readonly address: string;
  readonly state: string;
  readonly attempts: number;
  readonly nextAt?: number;
  readonly answer?: string;
};

export type Queued = {
  readonly id: string;
  readonly from: string;
  readonly to: readonly Recipient[];
  readonly size: number;
  readonly at: number;
};

export type Trace = {
  readonly at: number;
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly event: string;
  readonly text: string;
};

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
  readonly details: { readonly [name: string]: unknown };
  readonly outcome: string;
  readonly hash: string;
};

export type AuditCheck = {
  readonly entries: number;
  readonly head: string;
  readonly good: boolean;
  readonly problem?: string;
};

export type Setting = {
  readonly key: string;
  readonly type: string;
  readonly value: unknown;
  readonly default: unknown;
  readonly source: "default" | "system" | "tenant" | "domain" | "account" | "file";
  readonly live: boolean;
  readonly doc: string;
  readonly group: string;
  readonly choices?: readonly string[];
  readonly least?: number;
  readonly most?: number;
};

export type RoleHeld = { readonly address: string; readonly role: Role; readonly scope: string };

export type Token = {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly scope: string;
  readonly expiresAt?: number;
  readonly usedAt?: number;
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

/** A setting's value as a field shows it. */
export function shown(value: unknown): string {
  if (value === undefined || value === null) {
    return "";
  }
  return Array.isArray(value) ? value.map(String).join("\n") : String(value);
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

export type DmarcReports = {
  readonly reporters: readonly Reporter[];
  readonly messages: number;
  readonly passed: number;
  readonly sources: readonly ReportSource[];
};

/** What one of those who send to us found about encryption. */
export type TlsReport = {
  readonly reporter: string;
  readonly successful: number;
  readonly failed: number;
  readonly failures: readonly string[];
};
