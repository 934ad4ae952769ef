/** The words of the page's language. They are there before the first component is. */
import type { Problem } from "../core/api.ts";
import { client } from "../core/clients.ts";
import { type Language, language } from "../core/language.ts";
import { size } from "../core/sizes.ts";
import { ago, date, dateTime, exact, hour } from "../core/times.ts";
import { count, fill, type Sentences, sentenceOf } from "../core/words.ts";
import type admin from "../i18n/admin/en.ts";
import type en from "../i18n/en.ts";
import type mail from "../i18n/mail/en.ts";
import type settings from "../i18n/settings/en.ts";
import type welcome from "../i18n/welcome/en.ts";

export type Words = { readonly [key in keyof typeof en]: string };
export type AdminWords = { readonly [key in keyof typeof admin]: string };
export type MailWords = { readonly [key in keyof typeof mail]: string };
export type SettingsWords = { readonly [key in keyof typeof settings]: string };
export type WelcomeWords = { readonly [key in keyof typeof welcome]: string };
export type Key =
  | keyof Words
  | keyof AdminWords
  | keyof MailWords
  | keyof SettingsWords
  | keyof WelcomeWords;

/** The files of a set of sentences. */
export type Load<W extends Sentences = Sentences> = {
  readonly [one in Language]: () => Promise<{ default: W }>;
};

const LOAD: Load<Words> = {
  en: () => import("../i18n/en.ts"),
  de: () => import("../i18n/de.ts"),
  es: () => import("../i18n/es.ts"),
  fr: () => import("../i18n/fr.ts"),
  pt: () => import("../i18n/pt.ts"),
};

let spoken: Language = "en";
let words: Sentences = {};

/**
 * Takes the wanted language if there is such, else the browser's.
 *
 * @param more sentences that this page has beside those of all pages
 */
export async function speak(wanted = "", ...more: Load[]): Promise<void> {
  spoken = language([wanted, ...navigator.languages]);
  const sets = await Promise.all([LOAD, ...more].map((load) => load[spoken]()));
  words = Object.assign({}, ...sets.map((set) => set.default));
  document.documentElement.lang = spoken;
}

/** Adds the sentences of a part of the page that is loaded later. */
export async function learn(more: Load): Promise<void> {
  words = { ...words, ...(await more[spoken]()).default };
}

/** What a key says; a page without it shows the key, which no test lets pass. */
function sentence(key: Key): string {
  return words[key] ?? key;
}

export function t(key: Key, ...args: (string | number)[]): string {
  return fill(sentence(key), ...args);
}

/** What a key of the server's says, if this page has a sentence for it. */
export function saidIf(key: string, ...args: (string | number)[]): string | undefined {
  const found = words[key];
  return found === undefined ? undefined : fill(found, ...args);
}

/** The language that the page speaks. */
export function languageTag(): Language {
  return spoken;
}

/** With a number, in its form for one or for more. */
export function tn(key: Key, n: number, ...args: (string | number)[]): string {
  return count(sentence(key), spoken, n, ...args);
}

export function why(problem: Problem): string {
  return sentenceOf(problem, words);
}

/** A number as the language writes it. */
export function number(n: number): string {
  return n.toLocaleString(spoken);
}

export function bytes(n: number): string {
  return size(n, spoken);
}

export const when = {
  ago: (at: number) => ago(at, Date.now(), spoken),
  date: (at: number) => date(at, spoken),
  full: (at: number) => dateTime(at, spoken),
  exact: (at: number) => exact(at, spoken),
  hour: (at: number) => hour(at, spoken),
};

/** A browser or program as people call it. */
export function clientName(agent: string): string {
  const { program, system } = client(agent);
  if (program === "") {
    return t("client.unknown");
  }
  return system === "" ? program : t("client.on", program, system);
}

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
