import { describe, expect, test } from "vitest";
import { href, placeOf } from "../../src/admin/routes.ts";
import {
  type Certificate,
  certificateStanding,
  purposeOf,
  reaches,
  type Setting,
} from "../../src/core/admin.ts";
import { axisTop, stacked } from "../../src/core/charts.ts";
import { asking, path } from "../../src/core/paths.ts";
import { size, typedSize, writtenSize } from "../../src/core/sizes.ts";

describe("places of the administration", () => {
  test("an address and its place are one", () => {
    for (const subject of ["ada@example.org", "a b/c?d#e%", "ünïcode@exämple.org", "..x"]) {
      const to = new URL(href("accounts", subject), "https://mail.example.org");
      expect(to.search + to.hash).toBe("");
      expect(placeOf(to.pathname)).toEqual({ section: "accounts", subject });
    }
    expect(placeOf(href(""))).toEqual({ section: "", subject: "" });
    expect(placeOf("/admin/queue/")).toEqual({ section: "queue", subject: "" });
  });

  test.each(["/account", "/admin/nowhere", "/admin/accounts/a/b", "/admin/accounts/%", "/x/queue"])(
    "%s is none",
    (address) => {
      expect(placeOf(address)).toBeUndefined();
    },
  );
});

describe("addresses of calls", () => {
  test("a value stays in its place", () => {
    expect(path("/api/x/{}/y/{}", "a/b", "c?d")).toBe("/api/x/a%2Fb/y/c%3Fd");
    expect(asking("/api/x", { query: "a&b=c", after: undefined, domain: "", limit: 5 })).toBe(
      "/api/x?query=a%26b%3Dc&limit=5",
    );
    expect(asking("/api/x", {})).toBe("/api/x");
  });
});

describe("sizes", () => {
  test.each([
    ["", 0],
    ["5 GB", 5e9],
    ["5go", 5e9],
    ["1,5 g", 1.5e9],
    ["800 MB", 8e8],
    ["2 TiB", 2e12],
    ["123", 123],
    ["10 kB", 1e4],
  ])("%j is %d", (typed, octets) => {
    expect(typedSize(typed)).toBe(octets);
  });

  test.each(["a lot", "5 XB", "-1 GB", "1e9", "5 GB GB", "1.2.3 GB", "9999999999 GB"])(
    "%j is none",
    (typed) => {
      expect(typedSize(typed)).toBeUndefined();
    },
  );

  test("what is written can be read again", () => {
    for (const octets of [0, 1, 999, 1000, 1536, 5e9, 5_368_709_120, 1.25e12, 123_456_789]) {
      expect(typedSize(writtenSize(octets)), writtenSize(octets)).toBe(octets);
    }
    expect(writtenSize(1.5e9)).toBe("1.5 GB");
  });

  test("are told as people do", () => {
    expect(size(0, "en")).toBe("0 bytes");
    expect(size(48_000_000, "en")).toBe("48 MB");
    expect(size(1_240_000, "de")).toBe("1,2 MB");
    expect(size(5e15, "en")).toBe("5,000 TB");
  });
});

describe("charts", () => {
  test("the axis holds the largest value", () => {
    for (const [largest, top] of [
      [0, 4],
      [4, 4],
      [5, 5],
      [61, 100],
      [199, 200],
      [201, 400],
      [401, 500],
      [1000, 1000],
    ] as const) {
      expect(axisTop(largest), String(largest)).toBe(top);
    }
  });

  test("pieces lie one on the other", () => {
    expect(stacked([2, 0, 1], 4)).toEqual([
      { series: 0, from: 0, to: 0.5 },
      { series: 2, from: 0.5, to: 0.75 },
    ]);
    expect(stacked([0, 0], 4)).toEqual([]);
  });
});

describe("certificates", () => {
  const DAY = 86_400_000;
  const of = (source: Certificate["source"], days: number, problem?: string): Certificate => ({
    names: ["mail.example.org"],
    issuer: "somebody",
    notBefore: 0,
    notAfter: days * DAY,
    source,
    ...(problem === undefined ? {} : { problem }),
  });

  test.each([
    ["good", of("acme", 30)],
    ["soon", of("acme", 9)],
    ["soon", of("file", 20)],
    ["over", of("self-signed", 0)],
    ["self-signed", of("self-signed", 300)],
    ["failed", of("acme", 30, "nobody answers")],
  ] as const)("%s", (standing, certificate) => {
    expect(certificateStanding(certificate, 0)).toBe(standing);
  });
});

describe("settings", () => {
  test("go down as far as they may", () => {
    const of = (lowest: Setting["lowest"]) => ({ lowest }) as Setting;
    expect(reaches(of("system"), "system")).toBe(true);
    expect(reaches(of("system"), "domain")).toBe(false);
    expect(reaches(of("domain"), "domain")).toBe(true);
    expect(reaches(of("domain"), "account")).toBe(false);
    expect(reaches(of("account"), "tenant")).toBe(true);
  });
});

describe("records of the DNS", () => {
  test.each([
    ["mx", "example.org. IN MX 10 mail.example.org."],
    ["spf", 'example.org. IN TXT "v=spf1 mx -all"'],
    ["dkim", 'ed1._domainkey.example.org. IN TXT "v=DKIM1; k=ed25519; p=x"'],
    ["dmarc", '_dmarc.example.org. IN TXT "v=DMARC1; p=quarantine"'],
    ["mta-sts", '_mta-sts.example.org. IN TXT "v=STSv1; id=1"'],
    ["tls-rpt", '_smtp._tls.example.org. IN TXT "v=TLSRPTv1"'],
    ["dane", "_25._tcp.mail.example.org. IN TLSA 3 1 1 00"],
    ["autoconfig", "_imaps._tcp.example.org. IN SRV 0 1 993 mail.example.org."],
    ["HINFO", "example.org. IN HINFO a b"],
  ])("%s", (purpose, line) => {
    const [name = "", , type = "", value = ""] = line.split(" ");
    const record = { type, name, value, line, needed: true, state: "right" } as const;
    expect(purposeOf(record)).toBe(purpose);
  });
});
