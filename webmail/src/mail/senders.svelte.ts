/** What somebody has said of senders, for all devices. */
import type { Problem, Reply } from "../core/api.ts";
import { get } from "../core/jmap/calls.ts";
import type { Send } from "../core/jmap/client.ts";
import { type Change, change } from "../core/jmap/records.ts";
import type { Id, SenderChoice } from "../core/jmap.ts";
import { domainOf } from "../core/mail/addresses.ts";

export type Senders = ReturnType<typeof senders>;

export function senders(send: Send, accountId: Id) {
  let all = $state.raw<readonly SenderChoice[]>([]);
  let failed = $state.raw<Problem>();
  let known = $state(false);

  async function load(): Promise<void> {
    const [reply] = await send(get<SenderChoice>("SenderChoice", accountId, null));
    failed = reply.kind === "problem" ? reply.problem : undefined;
    if (reply.kind === "ok") {
      all = reply.value.list;
      known = true;
    }
  }

  function find(email: string): SenderChoice | undefined {
    return all.find((one) => one.address.toLowerCase() === email.toLowerCase());
  }

  async function put(what: Change): Promise<Reply<unknown>> {
    const reply = await change(send, "SenderChoice", accountId, what);
    await load();
    return reply;
  }

  return {
    load,
    /** Undefined until it is known. */
    get all() {
      return known ? all : undefined;
    },
    get problem() {
      return failed;
    },
    isTrusted(email: string): boolean {
      const address = email.toLowerCase();
      const names = [address, `@${domainOf(address)}`];
      return all.some(
        (one) => one.choice === "trusted" && names.includes(one.address.toLowerCase()),
      );
    },
    async choose(email: string, choice: SenderChoice["choice"]): Promise<Reply<unknown>> {
      const known = find(email);
      const create = { one: { address: email.toLowerCase(), choice } };
      return put(known === undefined ? { create } : { update: { [known.id]: { choice } } });
    },
    /** Nothing is said of it any more. */
    async forget(email: string): Promise<Reply<unknown>> {
      const known = find(email);
      return known === undefined ? { kind: "ok", value: undefined } : put({ destroy: [known.id] });
    },
  };
}
