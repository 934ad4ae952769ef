/** Whether one has had to do with a sender before. */
import { call, Earlier, get, type Queried } from "../jmap/calls.ts";
import type { Send } from "../jmap/client.ts";
import type { Email, Id, Mailbox } from "../jmap.ts";
import { same } from "./addresses.ts";
import { byRole } from "./folders.ts";

/** An index of words finds others beside the address itself; so many are looked through. */
const MOST = 20;

export class Acquainted {
  readonly #accountId: Id;
  readonly #send: Send;
  readonly #asked = new Map<string, Promise<boolean>>();

  constructor(accountId: Id, send: Send) {
    this.#accountId = accountId;
    this.#send = send;
  }

  /** Asked for once a sender; who cannot be asked about counts as known, which is the quiet answer. */
  knows(email: string, mailboxes: readonly Mailbox[]): Promise<boolean> {
    const key = email.toLowerCase();
    const asked = this.#asked.get(key) ?? this.#ask(key, mailboxes);
    this.#asked.set(key, asked);
    return asked;
  }

  /** Somebody was made a contact, or is one no more. */
  forget(email: string): void {
    this.#asked.delete(email.toLowerCase());
  }

  async #ask(email: string, mailboxes: readonly Mailbox[]): Promise<boolean> {
    const accountId = this.#accountId;
    const phrase = `"${email.replace(/"/g, "")}"`;
    const left = [byRole(mailboxes, "junk")?.id, byRole(mailboxes, "trash")?.id];
    const elsewhere = { inMailboxOtherThan: left.filter((id) => id !== undefined) };
    const query = (filter: unknown, limit: number) =>
      call<Queried>("Email/query", { accountId, filter, limit });
    const from = { operator: "AND", conditions: [{ from: phrase }, elsewhere] };
    const sent = byRole(mailboxes, "sent")?.id;
    const [, had, wrote, contacts] = await this.#send(
      query(from, MOST),
      get<Pick<Email, "id" | "from">>("Email", accountId, new Earlier(0, "/ids"), {
        properties: ["id", "from"],
      }),
      query({ to: phrase, ...(sent === undefined ? {} : { inMailbox: sent }) }, 1),
      call<{ ids: readonly Id[] }>("ContactCard/query", { accountId, filter: { email }, limit: 1 }),
    );
    if (had.kind === "problem" || wrote.kind === "problem") {
      this.#asked.delete(email);
      return true;
    }
    const theirs = had.value.list.filter(({ from }) => same(from?.[0]?.email ?? "", email));
    const isContact = contacts.kind === "ok" && contacts.value.ids.length > 0;
    // The one that is read is one of them.
    return theirs.length > 1 || (sent !== undefined && wrote.value.ids.length > 0) || isContact;
  }
}
