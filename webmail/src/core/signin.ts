/** The calls of the sign-in page. */
import type { Call, Reply } from "./api.ts";
import type { Brand } from "./brand.ts";

export type FactorKind = "totp" | "passkey" | "recovery-code";

/** Options of Web Authentication as JSON, as the server writes them. */
export type PasskeyOptions = { readonly [name: string]: unknown };

export type NeedsSecond = {
  readonly state: "second-factor";
  readonly ticket: string;
  readonly kinds: readonly FactorKind[];
  readonly passkey: PasskeyOptions;
};

export type Outcome =
  | { readonly state: "signed-in" | "set-up"; readonly address: string }
  | NeedsSecond;

export type SignInStanding = {
  readonly signedIn: boolean;
  readonly pending?: NeedsSecond;
  /** How this host's pages look. */
  readonly brand?: Brand;
};

/** How an address signs in, by its domain. */
export type Way = {
  /** The name of the provider where it does; none for one with a password. */
  readonly provider?: string;
  readonly brand?: Brand;
};

/** Problems that the way back from a provider may end with. */
export const PROVIDER_PROBLEMS: readonly string[] = [
  "login.failed",
  "login.provider",
  "login.provider-state",
  "login.provider-denied",
  "login.provider-refused",
  "login.provider-address",
  "login.provider-group",
  "login.provider-other",
  "login.provider-account",
];

/** What is shown as second factor. */
export type Proof =
  | { readonly code: string }
  | { readonly recoveryCode: string }
  | { readonly passkey: unknown };

export type SignIn = {
  /** Whether this browser is signed in already, or waits for a second factor. */
  standing: () => Promise<SignInStanding>;
  /** How an address signs in, and how the pages of its people look. */
  way: (name: string) => Promise<Way>;
  /** Begins at that provider; the answer is where to go. */
  toProvider: (name: string, keep: boolean, to: string) => Promise<Reply<{ location: string }>>;
  password: (name: string, password: string, keep: boolean) => Promise<Reply<Outcome>>;
  second: (ticket: string, proof: Proof, trust: boolean) => Promise<Reply<Outcome>>;
  passkeyOptions: () => Promise<Reply<PasskeyOptions>>;
  passkey: (passkey: unknown, keep: boolean) => Promise<Reply<Outcome>>;
  /** Asks for a way to a new password; the answer tells nothing of whose name it is. */
  forgotten: (name: string) => Promise<Reply<undefined>>;
  /** Sets a new password by a way that somebody was given. */
  reset: (token: string, password: string) => Promise<Reply<undefined>>;
};

export function signIn(call: Call): SignIn {
  return {
    standing: async () => {
      const reply = await call<SignInStanding>("GET", "/api/signin");
      return reply.kind === "ok" ? reply.value : { signedIn: false };
    },
    way: async (name) => {
      const reply = await call<Way>("POST", "/api/signin/way", { name });
      return reply.kind === "ok" ? reply.value : {};
    },
    toProvider: (name, keep, to) =>
      call("POST", "/api/signin/provider", { name: name.trim(), keep, to }),
    password: (name, password, keep) =>
      call("POST", "/api/signin/password", { name: name.trim(), password, keep }),
    second: (ticket, proof, trust) =>
      call("POST", "/api/signin/second", { ticket, ...proof, trust }),
    passkeyOptions: () => call("POST", "/api/signin/passkey/begin"),
    passkey: (passkey, keep) => call("POST", "/api/signin/passkey", { passkey, keep }),
    forgotten: (name) => call("POST", "/api/signin/forgotten", { name: name.trim() }),
    reset: (token, password) => call("POST", "/api/signin/reset", { token, password }),
  };
}

/** The order in which ways are offered: the one that no look-alike site can ask for goes first. */
const BEST: readonly FactorKind[] = ["passkey", "totp", "recovery-code"];

/** The ways that there are, the best first; passkeys only where the browser has them. */
export function ways(kinds: readonly FactorKind[], passkeys: boolean): readonly FactorKind[] {
  return BEST.filter((kind) => kinds.includes(kind) && (kind !== "passkey" || passkeys));
}

/** A code as people type it: with spaces, or pasted with what stands around it. */
export function digits(typed: string): string {
  return typed.replace(/\D/g, "");
}
