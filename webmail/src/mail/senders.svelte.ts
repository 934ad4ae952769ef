/** What somebody has said of senders, for all devices. */
import { get, set } from "../core/jmap/calls.ts";
import type { Send } from "../core/jmap/client.ts";
import type { Id, SenderChoice } from "../core/jmap.ts";
import { domainOf } from "../core/mail/addresses.ts";

export type Senders = ReturnType<typeof senders>;

export function senders(send: Send, accountId: Id) {
  let all = $state.raw<readonly SenderChoice[]>([]);

  async function load(): Promise<void> {
    const [reply] = await send(get<SenderChoice>("SenderChoice", accountId, null));
    if (reply.kind === "ok") {
      all = reply.value.list;
    }
  }

  return {
    load,
    isTrusted(email: string): boolean {
      const address = email.toLowerCase();
      const names = [address, `@${domainOf(address)}`];
      return all.some(
        (one) => one.choice === "trusted" && names.includes(one.address.toLowerCase()),
      );
    },
    async choose(email: string, choice: SenderChoice["choice"]): Promise<boolean> {
      const address = email.toLowerCase();
      const known = all.find((one) => one.address.toLowerCase() === address);
      const [reply] = await send(
        set(
          "SenderChoice",
          accountId,
          known === undefined
            ? { create: { one: { address, choice } } }
            : { update: { [known.id]: { choice } } },
        ),
      );
      await load();
      return reply.kind === "ok" && Object.keys(reply.value.notCreated ?? {}).length === 0;
    },
  };
}
