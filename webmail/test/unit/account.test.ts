import { describe, expect, test } from "vitest";
import { appPasswordOf, type Overview, standing } from "../../src/core/account.ts";
import { client, deviceName } from "../../src/core/clients.ts";
import { best, type Service, thunderbird } from "../../src/core/phone.ts";
import { proving } from "../../src/core/prove.ts";
import { digits, ways } from "../../src/core/signin.ts";

const BARE: Overview = {
  address: "ada@example.test",
  policy: { secondFactor: "offered", graceDays: 0, since: 0 },
  passwordElsewhere: false,
  recoveryCodes: 0,
  totp: [],
  passkeys: [],
  appPasswords: [],
  sessions: [],
  connections: [],
  devices: [],
  delegates: [],
};

const APP = { id: "1", name: "Phone", made: 1 };
const KEY = { id: "2", name: "Mac", made: 1, backedUp: true };

describe("how well an account is protected", () => {
  test.each([
    ["password", BARE],
    ["off", { ...BARE, policy: { ...BARE.policy, secondFactor: "off" } }],
    ["no-way-back", { ...BARE, totp: [APP] }],
    ["few-codes", { ...BARE, passkeys: [KEY], recoveryCodes: 3 }],
    ["one-key", { ...BARE, passkeys: [KEY], recoveryCodes: 10 }],
    ["good", { ...BARE, passkeys: [KEY], totp: [APP], recoveryCodes: 4 }],
  ] as const)("%s", (expected, overview) => {
    expect(standing(overview as Overview)).toBe(expected);
  });

  test("a sign-in's way names its app password", () => {
    const one = {
      id: "1f",
      name: "Thunderbird",
      made: 1,
      readOnly: false,
      protocols: [],
      networks: [],
    };
    const overview = { ...BARE, appPasswords: [one] };
    expect(appPasswordOf("app-password 1f", overview)?.name).toBe("Thunderbird");
    expect(appPasswordOf("app-password 2", overview)).toBeUndefined();
    expect(appPasswordOf("password", overview)).toBeUndefined();
  });
});

describe("a fresh proof", () => {
  const refused = {
    kind: "problem",
    problem: { status: 401, key: "login.prove-again", args: [] },
  } as const;

  test("is asked for once, and then the thing is done", async () => {
    const answers = [refused, { kind: "ok", value: 7 }] as const;
    let done = 0;
    let asked = 0;
    const act = async () => answers[done++] ?? refused;
    const ask = async () => {
      asked++;
      return true;
    };
    expect(await proving(act, ask)).toEqual({ kind: "ok", value: 7 });
    expect([done, asked]).toEqual([2, 1]);
  });

  test("that is not given leaves everything as it was", async () => {
    let done = 0;
    const act = async () => {
      done++;
      return refused;
    };
    expect(await proving(act, async () => false)).toEqual({ kind: "cancelled" });
    expect(done).toBe(1);
  });

  test("is not asked for when something else is wrong", async () => {
    const other = {
      kind: "problem",
      problem: { status: 404, key: "factor.missing", args: [] },
    } as const;
    const ask = async () => {
      throw new Error("nobody shall be asked");
    };
    expect(await proving(async () => other, ask)).toEqual(other);
  });
});

describe("second factors", () => {
  test("the best way goes first, and passkeys only where there are any", () => {
    expect(ways(["totp", "recovery-code", "passkey"], true)).toEqual([
      "passkey",
      "totp",
      "recovery-code",
    ]);
    expect(ways(["totp", "passkey"], false)).toEqual(["totp"]);
    expect(ways(["passkey"], false)).toEqual([]);
  });

  test("a code is taken as it was pasted", () => {
    expect(digits(" 123 456\n")).toBe("123456");
  });
});

describe("clients", () => {
  test.each([
    [
      "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/156.0.0.0 Safari/537.36",
      "Chrome",
      "Linux",
    ],
    [
      "Mozilla/5.0 (Windows NT 10.0; Win64) AppleWebKit/537.36 Chrome/156.0 Safari/537.36 Edg/156.0",
      "Edge",
      "Windows",
    ],
    ["Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox", "Windows"],
    [
      "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605 Version/19 Safari/605",
      "Safari",
      "Mac",
    ],
    [
      "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) CriOS/156 Mobile Safari/604",
      "Chrome",
      "iPhone",
    ],
    [
      "Mozilla/5.0 (Linux; Android 15; Pixel) Chrome/156.0 Mobile Safari/537.36",
      "Chrome",
      "Android",
    ],
    ["Mozilla/5.0 (nobody knows)", "", ""],
    ["Thunderbird 140.1", "Thunderbird 140.1", ""],
    ["", "", ""],
  ])("%s", (agent, program, system) => {
    expect(client(agent)).toEqual({ program, system });
  });

  test("a passkey is called after its device", () => {
    expect(deviceName("Mozilla/5.0 (iPhone; like Mac OS X) Safari/604")).toBe("iPhone");
  });
});

describe("settings of mail programs", () => {
  const services: Service[] = [
    { protocol: "imap", host: "mail.example.org", port: 143, security: "starttls" },
    { protocol: "imap", host: "mail.example.org", port: 993, security: "tls" },
    { protocol: "smtp", host: "mail.example.org", port: 587, security: "starttls" },
  ];

  test("TLS from the first octet goes before STARTTLS", () => {
    expect(best(services, "imap")?.port).toBe(993);
    expect(best(services, "smtp")?.port).toBe(587);
    expect(best(services, "pop3")).toBeUndefined();
  });

  test("the code for a phone has what the format wants, in its order", () => {
    expect(JSON.parse(thunderbird(services, "ada@example.org", "Ada", "abcd-efgh") ?? "")).toEqual([
      1,
      [1, 1],
      [0, "mail.example.org", 993, 3, 1, "ada@example.org", null, "abcd-efgh"],
      [
        [
          [0, "mail.example.org", 587, 2, 1, "ada@example.org", "abcd-efgh"],
          ["ada@example.org", "Ada"],
        ],
      ],
    ]);
    expect(thunderbird(services.slice(0, 2), "ada@example.org", "Ada", "x")).toBeUndefined();
    expect(thunderbird(services, "ädä@example.org", "Ada", "x")).toBeUndefined();
  });
});
