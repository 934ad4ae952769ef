/** What is shown of a contact card (JSContact, RFC 9553), which a stranger has written. */

export type Shown = {
  readonly name: string;
  /** Where somebody works, and as what. */
  readonly about: string;
  readonly emails: readonly string[];
  readonly phones: readonly string[];
  readonly addresses: readonly string[];
};

type Json = Readonly<Record<string, unknown>>;

export function shown(card: Json): Shown {
  const units = values(card["organizations"]).map((one) => text(one["name"]));
  const titles = values(card["titles"]).map((one) => text(one["name"]));
  const emails = values(card["emails"]).map((one) => text(one["address"]));
  const { name } = card;
  return {
    name: nameOf(isJson(name) ? name : {}) || units[0] || emails[0] || "",
    about: some([...titles, ...units]).join(", "),
    emails: some(emails),
    phones: some(values(card["phones"]).map((one) => text(one["number"]).replace(/^tel:/i, ""))),
    addresses: some(values(card["addresses"]).map(addressOf)),
  };
}

function nameOf(name: Json): string {
  return text(name["full"]) || joined(name, " ");
}

function addressOf(address: Json): string {
  return text(address["full"]) || joined(address, ", ");
}

/** Its pieces in their order; some of them only say what stands between two. */
function joined(of: Json, between: string): string {
  const pieces = Array.isArray(of["components"]) ? of["components"].filter(isJson) : [];
  const words = pieces
    .filter((one) => one["kind"] !== "separator")
    .map((one) => text(one["value"]));
  return some(words).join(between);
}

function values(of: unknown): Json[] {
  return isJson(of) ? Object.values(of).filter(isJson) : [];
}

function some(all: readonly string[]): string[] {
  return all.filter((one) => one !== "");
}

function text(of: unknown): string {
  return typeof of === "string" ? of.trim() : "";
}

function isJson(of: unknown): of is Json {
  return typeof of === "object" && of !== null && !Array.isArray(of);
}
