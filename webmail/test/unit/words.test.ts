import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { LANGUAGES, language } from "../../src/core/language.ts";
import { ago } from "../../src/core/times.ts";
import { count, fill, sentenceOf } from "../../src/core/words.ts";
import adminDe from "../../src/i18n/admin/de.ts";
import adminEn from "../../src/i18n/admin/en.ts";
import adminEs from "../../src/i18n/admin/es.ts";
import adminFr from "../../src/i18n/admin/fr.ts";
import adminPt from "../../src/i18n/admin/pt.ts";
import de from "../../src/i18n/de.ts";
import en from "../../src/i18n/en.ts";
import es from "../../src/i18n/es.ts";
import fr from "../../src/i18n/fr.ts";
import mailDe from "../../src/i18n/mail/de.ts";
import mailEn from "../../src/i18n/mail/en.ts";
import mailEs from "../../src/i18n/mail/es.ts";
import mailFr from "../../src/i18n/mail/fr.ts";
import mailPt from "../../src/i18n/mail/pt.ts";
import pt from "../../src/i18n/pt.ts";
import settingsDe from "../../src/i18n/settings/de.ts";
import settingsEn from "../../src/i18n/settings/en.ts";
import settingsEs from "../../src/i18n/settings/es.ts";
import settingsFr from "../../src/i18n/settings/fr.ts";
import settingsPt from "../../src/i18n/settings/pt.ts";
import welcomeDe from "../../src/i18n/welcome/de.ts";
import welcomeEn from "../../src/i18n/welcome/en.ts";
import welcomeEs from "../../src/i18n/welcome/es.ts";
import welcomeFr from "../../src/i18n/welcome/fr.ts";
import welcomePt from "../../src/i18n/welcome/pt.ts";

const ENGLISH: Record<string, string> = {
  ...en,
  ...adminEn,
  ...mailEn,
  ...settingsEn,
  ...welcomeEn,
};
const ALL: Record<string, Record<string, string>> = {
  de: { ...de, ...adminDe, ...mailDe, ...settingsDe, ...welcomeDe },
  en: ENGLISH,
  es: { ...es, ...adminEs, ...mailEs, ...settingsEs, ...welcomeEs },
  fr: { ...fr, ...adminFr, ...mailFr, ...settingsFr, ...welcomeFr },
  pt: { ...pt, ...adminPt, ...mailPt, ...settingsPt, ...welcomePt },
};

function gaps(sentence: string): string {
  const forms = sentence.split("|").map((form) => (form.match(/\{\d\}/g) ?? []).sort().join());
  return forms.at(-1) ?? "";
}

describe("sentences", () => {
  test.each(LANGUAGES)("of %s have the gaps of the English ones, and their forms", (tag) => {
    const other = ALL[tag] ?? {};
    for (const [key, sentence] of Object.entries(ENGLISH)) {
      expect(gaps(other[key] ?? ""), key).toBe(gaps(sentence));
      expect(other[key]?.split("|").length, key).toBe(sentence.split("|").length);
      expect(other[key]?.trim(), key).toBe(other[key]);
    }
  });

  test("are all used, and all that are used are there", () => {
    const files = readdirSync("src", { recursive: true, encoding: "utf8" })
      .filter((path) => /\.(ts|svelte)$/.test(path) && !path.startsWith("i18n"))
      .map((path) => readFileSync(join("src", path), "utf8"))
      .join("\n");
    for (const key of Object.keys(ENGLISH)) {
      const used =
        /^(problem|notice|mail\.filter|mail\.sort|settings\.density|snooze)\./.test(key) ||
        files.includes(`"${key}"`);
      expect(used, `${key} is used nowhere`).toBe(true);
    }
  });

  test("are in one set alone", () => {
    const sets = [en, adminEn, mailEn, settingsEn, welcomeEn].map((set) => Object.keys(set).length);
    expect(Object.keys(ENGLISH).length).toBe(sets.reduce((sum, one) => sum + one, 0));
  });

  test("are filled once: what people type is no gap", () => {
    expect(fill("{0} and {1}", "{1}", "b")).toBe("{1} and b");
    expect(fill("{0} {7}", "a")).toBe("a {7}");
  });

  test("know one from more", () => {
    expect(count("{0} code|{0} codes", "en", 1)).toBe("1 code");
    expect(count("{0} code|{0} codes", "en", 0)).toBe("0 codes");
    expect(count("once|{0} times", "en", 1200)).toBe("1,200 times");
    expect(count("{0} mal", "de", 3)).toBe("3 mal");
  });
});

/** Keys of the server that no page ever gets: of mail programs and of the command line. */
const ELSEWHERE = new Set([
  "account.remove",
  "admin.token",
  "login.act-as",
  "login.app-password-expired",
  "login.app-password-network",
  "login.app-password-protocol",
  "login.mechanism",
  "login.plaintext",
  "login.read-only",
  "login.tls",
  "token.by-token",
]);

describe("problems", () => {
  test("each that the server may tell a page has a sentence", () => {
    const folders = ["signin", "http", "identity", "admin"].map((one) => `../${one}/src/main/java`);
    const told = new Set<string>();
    for (const folder of folders) {
      for (const path of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
        if (path.endsWith(".java")) {
          const text = readFileSync(join(folder, path), "utf8");
          const key =
            /(?:Refused\(\s*Problem\.Kind\.\w+,|problem\(|Problem\.of\(\s*Problem\.Kind\.\w+,|Optional\.of\()\s*"([a-z-]+\.[a-z.-]+)"/g;
          for (const found of text.matchAll(key)) {
            told.add(found[1] ?? "");
          }
        }
      }
    }
    expect(told.size).toBeGreaterThan(30);
    const missing = [...told].filter(
      (key) =>
        !ELSEWHERE.has(key) &&
        !/^(request|sasl|client|ldap|oidc)\./.test(key) &&
        !(`problem.${key}` in ENGLISH),
    );
    expect(missing).toEqual([]);
  });

  test("one that nobody knows is told by its kind", () => {
    const of = (key: string, status: number) => sentenceOf({ key, status, args: [] }, en);
    expect(of("store.busy", 503)).toBe(en["problem.busy"]);
    expect(of("store.broken", 500)).toBe(en["problem.defect"]);
    expect(of("request.json", 400)).toBe(en["problem.request"]);
    expect(of("request.elsewhere", 403)).toBe(en["problem.request.elsewhere"]);
    expect(of("who.knows", 400)).toBe(en["problem.unknown"]);
  });
});

describe("languages", () => {
  test("the first wanted one that there is", () => {
    expect(language(["nl-NL", "pt-BR", "en"])).toBe("pt");
    expect(language(["", "DE-at"])).toBe("de");
    expect(language(["zh"])).toBe("en");
    expect(language([])).toBe("en");
  });

  test("times are said as people do", () => {
    const now = Date.UTC(2026, 10, 30, 12);
    expect(ago(now - 30_000, now, "en")).toBe("now");
    expect(ago(now - 5 * 60_000, now, "de")).toBe("vor 5 Minuten");
    expect(ago(now - 26 * 3_600_000, now, "en")).toBe("yesterday");
    expect(ago(now - 40 * 86_400_000, now, "en")).toContain("2026");
    expect(ago(now + 22 * 60_000, now, "en")).toBe("in 22 minutes");
    expect(ago(now + 3 * 3_600_000, now, "de")).toBe("in 3 Stunden");
    expect(ago(now + 26 * 3_600_000, now, "en")).toBe("tomorrow");
    expect(ago(now + 40 * 86_400_000, now, "en")).toContain("2027");
  });
});
