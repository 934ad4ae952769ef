/** The words of the page's language. They are there before the first component is. */
import type { Problem } from "../core/api.ts";
import { type Language, language } from "../core/language.ts";
import { ago, date, dateTime } from "../core/times.ts";
import { count, fill, sentenceOf } from "../core/words.ts";
import type en from "../i18n/en.ts";

export type Key = keyof typeof en;
export type Words = { readonly [key in Key]: string };

const LOAD: { readonly [one in Language]: () => Promise<{ default: Words }> } = {
  en: () => import("../i18n/en.ts"),
  de: () => import("../i18n/de.ts"),
  es: () => import("../i18n/es.ts"),
  fr: () => import("../i18n/fr.ts"),
  pt: () => import("../i18n/pt.ts"),
};

let spoken: Language = "en";
let words: Words;

/** Takes the first of the wanted languages that there is, then the browser's. */
export async function speak(...wanted: string[]): Promise<void> {
  const asked = [...wanted, ...navigator.languages];
  spoken = language(asked);
  words = (await LOAD[spoken]()).default;
  document.documentElement.lang = spoken;
}

export function t(key: Key, ...args: (string | number)[]): string {
  return fill(words[key], ...args);
}

/** With a number, in its form for one or for more. */
export function tn(key: Key, n: number, ...args: (string | number)[]): string {
  return count(words[key], spoken, n, ...args);
}

export function why(problem: Problem): string {
  return sentenceOf(problem, words);
}

export const when = {
  ago: (at: number) => ago(at, Date.now(), spoken),
  date: (at: number) => date(at, spoken),
  full: (at: number) => dateTime(at, spoken),
};

const SCOPES: readonly Key[] = [
  "scope.openid",
  "scope.email",
  "scope.profile",
  "scope.offline_access",
  "scope.mail",
  "scope.imap",
  "scope.pop3",
  "scope.smtp",
  "scope.managesieve",
  "scope.jmap",
  "scope.dav",
  "scope.activesync",
];

/** What a program would be let in to, for people. One that this page does not know keeps its word. */
export function scopeWord(scope: string): string {
  const key = SCOPES.find((one) => one === `scope.${scope}`);
  return key === undefined ? scope : t(key);
}
