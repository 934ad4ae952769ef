import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Reply } from "../../src/core/api.ts";
import { certificateText, fingerprintText, pastedText } from "../../src/core/certificates.ts";

/** The same that the server's parser is tried with. */
const SEEDS =
  "../identity/src/test/resources/org/mailstead/identity/CertificateTextFuzzTestInputs/read";
const seed = (name: string) => new Uint8Array(readFileSync(join(SEEDS, name)));

function why(reply: Reply<unknown>): string {
  return reply.kind === "ok" ? "ok" : reply.problem.key;
}

describe("certificates of programs", () => {
  test("a file in either form becomes the same text", () => {
    const pem = certificateText(seed("pem"));
    expect(pem).toEqual({ kind: "ok", value: readFileSync(join(SEEDS, "pem"), "utf8") });
    expect(certificateText(seed("der"))).toEqual(pem);
  });

  test("no private key leaves the browser", () => {
    expect(why(certificateText(seed("key")))).toBe("certificate.key");
    expect(why(pastedText("-----BEGIN ENCRYPTED PRIVATE KEY-----"))).toBe("certificate.key");
    // PKCS #8 and PKCS #12 begin with their version's number.
    expect(why(certificateText(new Uint8Array([0x30, 0x81, 0x87, 2, 1, 0])))).toBe(
      "certificate.key",
    );
    expect(why(certificateText(new Uint8Array([0x30, 0x82, 9, 9, 2, 1, 3])))).toBe(
      "certificate.key",
    );
    expect(why(certificateText(new Uint8Array([0x30, 3, 2, 1, 0])))).toBe("certificate.key");
  });

  test("what is too large is not sent either", () => {
    expect(why(certificateText(new Uint8Array(64 * 1024).fill(65)))).toBe("certificate.large");
    expect(why(certificateText(new Uint8Array(64 * 1024).fill(0x30)))).toBe("certificate.large");
    expect(why(pastedText("A".repeat(17_000)))).toBe("certificate.large");
  });

  test("the rest is for the server to judge", () => {
    for (const octets of [[], [0x30], [0x30, 0x80], [0, 1, 2], [0x30, 0xff, 0xff]]) {
      expect(why(certificateText(new Uint8Array(octets)))).toBe("ok");
    }
    expect(why(pastedText("hello"))).toBe("ok");
  });

  test("a fingerprint is shown as openssl shows it", () => {
    expect(fingerprintText("00a1ff")).toBe("00:A1:FF");
  });
});
