/** What rules ask and do, in words. */
import type { Rule, RuleAction, RuleCondition } from "../../core/jmap.ts";
import { asks, type Deed, type Field, type Operator } from "../../core/mail/rules.ts";
import { bytes, type Key, languageTag, t } from "../../ui/words.ts";
import type { Desk } from "../desk.svelte.ts";
import { pathOf } from "./folder-choices.ts";

export const FIELDS: { readonly [field in Field]: Key } = {
  from: "rule.from",
  to: "rule.to",
  cc: "rule.cc",
  recipients: "rule.recipients",
  subject: "rule.subject",
  list: "rule.list",
  body: "rule.body",
  header: "rule.header",
  sizeOver: "rule.sizeOver",
  sizeUnder: "rule.sizeUnder",
  hasAttachment: "rule.attachment",
};

export const OPERATORS: { readonly [operator in Operator]: readonly [is: Key, isNot: Key] } = {
  contains: ["rule.contains", "rule.contains.not"],
  is: ["rule.is", "rule.is.not"],
  startsWith: ["rule.starts", "rule.starts.not"],
  endsWith: ["rule.ends", "rule.ends.not"],
};

export const ACTIONS: { readonly [type in Deed]: Key } = {
  move: "rule.move",
  copy: "rule.copy",
  archive: "rule.archive",
  delete: "rule.delete",
  junk: "rule.junk",
  inbox: "rule.inbox",
  read: "rule.read",
  flag: "rule.flag",
  keyword: "rule.keyword",
  forward: "rule.forward",
};

/** Names of an object, with their type. */
export function names<T extends string>(of: { readonly [name in T]: unknown }): T[] {
  return Object.keys(of) as T[];
}

function conditionWords(one: RuleCondition): string {
  const at = one.not === true ? 1 : 0;
  const field = one.field === "header" ? (one.name ?? "") : t(FIELDS[one.field]);
  switch (asks(one.field)) {
    case "text":
    case "header":
      return t("rule.line", field, t(OPERATORS[one.operator ?? "contains"][at]), one.value ?? "");
    case "size": {
      const words = `${field} ${bytes(one.octets ?? 0)}`;
      return at === 1 ? t("rule.not", words) : words;
    }
    case "nothing":
      return t(at === 1 ? "rule.attachment.not" : "rule.attachment");
  }
}

function actionWords(desk: Desk, one: RuleAction): string {
  const what = one.mailboxId === undefined ? one.keyword : pathOf(desk, one.mailboxId);
  const value = what ?? one.email;
  return value === undefined ? t(ACTIONS[one.type]) : `${t(ACTIONS[one.type])} ${value}`;
}

/** All of a rule in a sentence. */
export function ruleWords(
  desk: Desk,
  { match, conditions, actions }: Pick<Rule, "match" | "conditions" | "actions">,
): string {
  const list = (type: "conjunction" | "disjunction", words: readonly string[]) =>
    new Intl.ListFormat(languageTag(), { type }).format(words);
  const asked =
    conditions.length === 0
      ? t("rule.every")
      : list(match === "any" ? "disjunction" : "conjunction", conditions.map(conditionWords));
  return `${asked} → ${list(
    "conjunction",
    actions.map((one) => actionWords(desk, one)),
  )}`;
}
