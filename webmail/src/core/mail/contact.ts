/** Makes somebody who wrote a contact. */
import { problem, type Reply } from "../api.ts";
import { get, set } from "../jmap/calls.ts";
import type { Send } from "../jmap/client.ts";
import type { AddressBook, EmailAddress, Id } from "../jmap.ts";
import { called } from "./addresses.ts";

/** Puts a card into the usual address book; gives its id. */
export async function addContact(
  send: Send,
  accountId: Id,
  person: EmailAddress,
): Promise<Reply<Id>> {
  const [books] = await send(get<AddressBook>("AddressBook", accountId, null));
  if (books.kind === "problem") {
    return books;
  }
  const book = books.value.list.find((one) => one.isDefault) ?? books.value.list[0];
  const one = {
    addressBookIds: { [book?.id ?? ""]: true },
    name: { full: called(person) },
    emails: { e: { address: person.email } },
  };
  const [reply] = await send(set("ContactCard", accountId, { create: { one } }));
  if (reply.kind === "problem") {
    return reply;
  }
  const id = reply.value.created?.["one"]?.id;
  return id === undefined
    ? problem(`jmap.${reply.value.notCreated?.["one"]?.type}`, 200)
    : { kind: "ok", value: id };
}

export async function removeContacts(
  send: Send,
  accountId: Id,
  destroy: readonly Id[],
): Promise<Reply<unknown>> {
  const [reply] = await send(set("ContactCard", accountId, { destroy }));
  return reply;
}
