/** Passkeys in the browser (Web Authentication level 3). Bytes travel as base64url. */
import { problem, type Reply } from "./api.ts";
import type { PasskeyOptions } from "./signin.ts";

export type MadePasskey = {
  readonly passkey: unknown;
  /** Whether it can make keys for encryption. */
  readonly prf: boolean;
};

export function passkeysWork(): boolean {
  return typeof PublicKeyCredential === "function" && navigator.credentials !== undefined;
}

/** Whether the browser offers passkeys where a name is typed. */
export async function autofillWorks(): Promise<boolean> {
  return (
    passkeysWork() &&
    (await PublicKeyCredential.isConditionalMediationAvailable?.().catch(() => false)) === true
  );
}

export async function makePasskey(options: PasskeyOptions): Promise<Reply<MadePasskey>> {
  try {
    const made = await navigator.credentials.create({ publicKey: creation(options) });
    if (!(made instanceof PublicKeyCredential)) {
      return problem("passkey.cancelled");
    }
    const prf = made.getClientExtensionResults().prf?.enabled === true;
    return { kind: "ok", value: { passkey: json(made), prf } };
  } catch (e) {
    return failed(e);
  }
}

/**
 * Asks for a passkey.
 *
 * @param autofill begins a wait that ends when the person picks one from the list under a field
 */
export async function usePasskey(
  options: PasskeyOptions,
  autofill: boolean,
  signal: AbortSignal,
): Promise<Reply<unknown>> {
  try {
    const used = await navigator.credentials.get({
      publicKey: request(options),
      signal,
      ...(autofill ? { mediation: "conditional" as const } : {}),
    });
    return used instanceof PublicKeyCredential
      ? { kind: "ok", value: json(used) }
      : problem("passkey.cancelled");
  } catch (e) {
    return failed(e);
  }
}

/** Browsers say NotAllowedError for "cancelled", "took too long" and "has none" alike. */
function failed(e: unknown): Reply<never> {
  const name = e instanceof DOMException ? e.name : "";
  switch (name) {
    case "AbortError":
      return problem("passkey.aborted");
    case "NotAllowedError":
      return problem("passkey.cancelled");
    case "InvalidStateError":
      return problem("passkey.exists");
    default:
      return problem("passkey.failed");
  }
}

function creation(options: PasskeyOptions): PublicKeyCredentialCreationOptions {
  if (typeof PublicKeyCredential.parseCreationOptionsFromJSON === "function") {
    return PublicKeyCredential.parseCreationOptionsFromJSON(
      options as unknown as PublicKeyCredentialCreationOptionsJSON,
    );
  }
  const user = options["user"] as { id: string };
  return {
    ...options,
    challenge: bytes(options["challenge"] as string),
    user: { ...user, id: bytes(user.id) },
    excludeCredentials: named(options["excludeCredentials"]),
  } as unknown as PublicKeyCredentialCreationOptions;
}

function request(options: PasskeyOptions): PublicKeyCredentialRequestOptions {
  if (typeof PublicKeyCredential.parseRequestOptionsFromJSON === "function") {
    return PublicKeyCredential.parseRequestOptionsFromJSON(
      options as unknown as PublicKeyCredentialRequestOptionsJSON,
    );
  }
  return {
    ...options,
    challenge: bytes(options["challenge"] as string),
    allowCredentials: named(options["allowCredentials"]),
  } as unknown as PublicKeyCredentialRequestOptions;
}

function named(list: unknown): { type: "public-key"; id: ArrayBuffer }[] {
  const ids = (list ?? []) as { id: string }[];
  return ids.map(({ id }) => ({ type: "public-key", id: bytes(id) }));
}

/** What `toJSON` gives, also where the browser has none. */
function json(credential: PublicKeyCredential): unknown {
  if (typeof credential.toJSON === "function") {
    return credential.toJSON();
  }
  const response = credential.response as AuthenticatorAttestationResponse &
    AuthenticatorAssertionResponse;
  const part = (value: ArrayBuffer | null | undefined) => (value ? base64url(value) : undefined);
  return {
    id: credential.id,
    rawId: base64url(credential.rawId),
    type: credential.type,
    clientExtensionResults: {},
    response: {
      clientDataJSON: part(response.clientDataJSON),
      attestationObject: part(response.attestationObject),
      authenticatorData: part(response.authenticatorData),
      signature: part(response.signature),
      userHandle: part(response.userHandle),
      transports: response.getTransports?.(),
    },
  };
}

export function base64url(buffer: ArrayBuffer): string {
  const text = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(text).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

export function bytes(text: string): ArrayBuffer {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (c) => c.charCodeAt(0)).buffer;
}
