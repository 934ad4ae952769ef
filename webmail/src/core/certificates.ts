/** Certificates by which mail programs sign in. */
import { problem, type Reply } from "./api.ts";

export type Certificate = {
  readonly fingerprint: string;
  readonly name: string;
  /** Whom it names, as it says itself. */
  readonly subject: string;
  readonly made: number;
  readonly ends: number;
  readonly used?: { readonly at: number; readonly from: string; readonly protocol: string };
};

/** Octets of a file that the server takes. */
const MOST = 16 * 1024;

const SEQUENCE = 0x30;
const INTEGER = 0x02;
const LINE = 64;

/**
 * A file as the server wants it: in PEM. What holds a private key is not even sent: PEM says so;
 * keys in DER, and PKCS #12 files with a key in them, have a number where certificates have none.
 */
export function certificateText(octets: Uint8Array): Reply<string> {
  if (octets.length > MOST) {
    return problem("certificate.large", 0, String(MOST / 1024));
  }
  if (octets[0] !== SEQUENCE) {
    return pastedText(new TextDecoder("latin1").decode(octets));
  }
  return octets[contentAt(octets)] === INTEGER
    ? problem("certificate.key")
    : { kind: "ok", value: pem(octets) };
}

/** The same for what is pasted. */
export function pastedText(text: string): Reply<string> {
  if (text.length > MOST) {
    return problem("certificate.large", 0, String(MOST / 1024));
  }
  return text.includes("PRIVATE KEY-----")
    ? problem("certificate.key")
    : { kind: "ok", value: text };
}

/** Where the first element's content begins: after its tag and its length. */
function contentAt(octets: Uint8Array): number {
  const length = octets[1] ?? 0;
  return length < 0x80 ? 2 : 2 + (length & 0x7f);
}

function pem(octets: Uint8Array): string {
  const lines = btoa(String.fromCharCode(...octets)).match(new RegExp(`.{1,${LINE}}`, "g")) ?? [];
  return ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n");
}

/** A fingerprint as people compare it: pairs with colons, as openssl shows it. */
export function fingerprintText(hex: string): string {
  return (hex.toUpperCase().match(/../g) ?? []).join(":");
}
