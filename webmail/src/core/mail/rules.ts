/** Rules as somebody types them, and as the server takes them: each field has parts of its own. */
import type { Id, RuleAction, RuleCondition } from "../jmap.ts";
import { typedSize, writtenSize } from "../sizes.ts";

export type Field = RuleCondition["field"];
export type Operator = NonNullable<RuleCondition["operator"]>;
export type Deed = RuleAction["type"];

/** What a field asks for besides itself. */
export function asks(field: Field): "text" | "header" | "size" | "nothing" {
  switch (field) {
    case "from":
    case "to":
    case "cc":
    case "recipients":
    case "subject":
    case "list":
    case "body":
      return "text";
    case "header":
      return "header";
    case "sizeOver":
    case "sizeUnder":
      return "size";
    case "hasAttachment":
      return "nothing";
    default:
      return field satisfies never;
  }
}

/** What an action asks for besides its type. */
export function needs(type: Deed): "folder" | "keyword" | "address" | "nothing" {
  switch (type) {
    case "move":
    case "copy":
      return "folder";
    case "keyword":
      return "keyword";
    case "forward":
      return "address";
    case "archive":
    case "delete":
    case "junk":
    case "inbox":
    case "read":
    case "flag":
      return "nothing";
    default:
      return type satisfies never;
  }
}

export type TypedCondition = {
  readonly field: Field;
  readonly operator: Operator;
  readonly not: boolean;
  /** The text, or the size. */
  readonly value: string;
  /** Of a header. */
  readonly name: string;
};

export type TypedAction = { readonly type: Deed; readonly value: string };

export const NEW_CONDITION: TypedCondition = {
  field: "from",
  operator: "contains",
  not: false,
  value: "",
  name: "",
};

export const NEW_ACTION: TypedAction = { type: "move", value: "" };

export function typedCondition(one: RuleCondition): TypedCondition {
  return {
    field: one.field,
    operator: one.operator ?? "contains",
    not: one.not ?? false,
    value: one.octets === undefined ? (one.value ?? "") : writtenSize(one.octets),
    name: one.name ?? "",
  };
}

export function typedAction(one: RuleAction): TypedAction {
  return { type: one.type, value: one.mailboxId ?? one.keyword ?? one.email ?? "" };
}

/** Undefined when something is missing, or makes no sense. */
export function condition(typed: TypedCondition): RuleCondition | undefined {
  const { field, operator } = typed;
  const not = typed.not ? { not: true } : {};
  const value = typed.value.trim();
  switch (asks(field)) {
    case "text":
      return value === "" ? undefined : { field, operator, value, ...not };
    case "header": {
      const name = typed.name.trim().replace(/:$/, "");
      const isName = /^[!-9;-~]{1,100}$/.test(name);
      return value === "" || !isName ? undefined : { field, operator, name, value, ...not };
    }
    case "size": {
      const octets = typedSize(value);
      return octets === undefined || value === "" ? undefined : { field, octets, ...not };
    }
    case "nothing":
      return { field, ...not };
  }
}

export function action({ type, value }: TypedAction): RuleAction | undefined {
  const text = value.trim();
  switch (needs(type)) {
    case "nothing":
      return { type };
    case "folder":
      return text === "" ? undefined : { type, mailboxId: text };
    case "keyword": {
      const keyword = text.toLowerCase().replace(/\s+/g, "-");
      return /^[$!#&'+,./0-9:;<=>?@[^_`a-z|}~-]{1,60}$/.test(keyword)
        ? { type, keyword }
        : undefined;
    }
    case "address":
      return text.includes("@") ? { type, email: text } : undefined;
  }
}

/** The identifier in a List-Id (RFC 2919), without its name. */
export function listId(header: string | null): string | undefined {
  const found = /<([^<>\s]+)>\s*$/.exec(header ?? "")?.[1] ?? header?.trim();
  return found === undefined || found === "" || /\s/.test(found) ? undefined : found;
}

/** What a message has that others of its kind will have, too. */
export function kindOf(from: string | undefined, list: string | undefined): TypedCondition[] {
  return [
    ...(from === undefined ? [] : [{ ...NEW_CONDITION, operator: "is" as const, value: from }]),
    ...(list === undefined ? [] : [{ ...NEW_CONDITION, field: "list" as const, value: list }]),
  ];
}

type Placed = { readonly id: Id; readonly sortOrder: number };

export function inOrder<T extends Placed>(rules: readonly T[]): T[] {
  return [...rules].sort((a, b) => a.sortOrder - b.sortOrder || (a.id < b.id ? -1 : 1));
}

/** With one of them a place further up (-1) or down (1), and all numbered as they stand. */
export function shifted<T extends Placed>(rules: readonly T[], id: Id, by: -1 | 1): T[] {
  const next = inOrder(rules);
  const at = next.findIndex((one) => one.id === id);
  const [moved] = next.splice(at, 1);
  if (moved !== undefined) {
    next.splice(Math.max(0, at + by), 0, moved);
  }
  return next.map((one, sortOrder) => ({ ...one, sortOrder }));
}
