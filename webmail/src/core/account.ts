/** What the server tells of an account. Times are milliseconds since 1970; ids are hex. */
import type { Brand } from "./brand.ts";
import type { Service } from "./phone.ts";
import type { FactorKind, PasskeyOptions } from "./signin.ts";

export type Who = {
  readonly address: string;
  readonly name: string;
  readonly language: string;
  readonly onlySetUp: boolean;
  readonly fresh: boolean;
  readonly brand: Brand;
  /** Whether mail programs may sign in by a certificate. */
  readonly certificates: boolean;
  readonly programs: readonly Service[];
};

export type Passkey = {
  readonly id: string;
  readonly name: string;
  readonly made: number;
  readonly used?: number;
  readonly backedUp: boolean;
};

export type App = { readonly id: string; readonly name: string; readonly made: number };

export type AppPassword = {
  readonly id: string;
  readonly name: string;
  readonly made: number;
  readonly readOnly: boolean;
  readonly expires?: number;
  readonly protocols: readonly string[];
  readonly networks: readonly string[];
  readonly used?: { readonly at: number; readonly from: string; readonly protocol: string };
};

export type MadeAppPassword = AppPassword & { readonly password: string; readonly address: string };

export type Session = {
  readonly id: string;
  readonly own: boolean;
  readonly made: number;
  readonly seen: number;
  readonly from: string;
  readonly client: string;
  readonly kept: boolean;
  readonly proofs: readonly string[];
};

export type Connection = {
  readonly id: string;
  readonly protocol: string;
  readonly from: string;
  readonly client: string;
  readonly since: number;
  readonly with: string;
};

export type Device = {
  readonly id: string;
  readonly client: string;
  readonly made: number;
  readonly seen: number;
  readonly trusted: number;
};

/** Where a way to a new password goes. */
export type Recovery = {
  readonly address?: string;
  readonly since?: number;
  /** One that waits for the code that was sent there. */
  readonly next?: string;
};

export type Overview = {
  readonly address: string;
  readonly policy: {
    readonly secondFactor: "offered" | "off" | "required";
    readonly graceDays: number;
    readonly since: number;
  };
  readonly passwordSet?: number;
  /** Whether a directory of others has it. */
  readonly passwordElsewhere: boolean;
  /** Where it is changed, if not here; may be empty. */
  readonly passwordPage?: string;
  readonly recoveryCodes: number;
  /** Not there where people cannot have one. */
  readonly recovery?: Recovery;
  readonly totp: readonly App[];
  readonly passkeys: readonly Passkey[];
  readonly appPasswords: readonly AppPassword[];
  readonly sessions: readonly Session[];
  readonly connections: readonly Connection[];
  readonly devices: readonly Device[];
  /** The addresses of those who act for the account. */
  readonly delegates: readonly string[];
};

export type SignInEntry = {
  readonly protocol: string;
  readonly way: string;
  readonly from: string;
  readonly network: string;
  readonly client: string;
  readonly first: number;
  readonly last: number;
  readonly count: number;
  readonly refused?: string;
};

export type AppSetUp = { readonly id: string; readonly secret: string; readonly uri: string };

export type RecoveryCodes = { readonly recoveryCodes: readonly string[] };

export type Means = {
  readonly password: boolean;
  /** Whether to go to the domain's provider once more. */
  readonly provider: boolean;
  readonly kinds: readonly FactorKind[];
  readonly passkey: PasskeyOptions;
};

/** How well an account is protected, and what would help it most. */
export type Standing = "off" | "password" | "no-way-back" | "one-key" | "few-codes" | "good";

const FEW_CODES = 3;

export function standing(overview: Overview): Standing {
  if (overview.policy.secondFactor === "off") {
    return "off";
  }
  const keys = overview.passkeys.length + overview.totp.length;
  if (keys === 0) {
    return "password";
  }
  if (overview.recoveryCodes === 0) {
    return "no-way-back";
  }
  if (overview.recoveryCodes <= FEW_CODES) {
    return "few-codes";
  }
  return keys === 1 ? "one-key" : "good";
}

/** The app password that a sign-in's way names, such as `app-password 1f`. */
export function appPasswordOf(way: string, overview: Overview): AppPassword | undefined {
  const id = /^app-password ([0-9a-f]+)$/.exec(way)?.[1];
  return overview.appPasswords.find((one) => one.id === id);
}

/** A program of others that the person has let in. */
export type LetIn = {
  readonly id: string;
  readonly name: string;
  readonly made: number;
  readonly scopes: readonly string[];
};

export const ACCESSES = ["none", "read", "write", "full"] as const;

/** Somebody who acts for an account: in its mailboxes, and in its name. */
export type Delegate = {
  readonly member: string;
  readonly access: (typeof ACCESSES)[number];
  readonly sendAs: boolean;
  readonly onBehalf: boolean;
};
