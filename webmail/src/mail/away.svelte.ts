/** What is answered while somebody is away (VacationResponse), for its line and its settings. */
import type { Problem, Reply } from "../core/api.ts";
import { get } from "../core/jmap/calls.ts";
import type { Send } from "../core/jmap/client.ts";
import { change } from "../core/jmap/records.ts";
import type { Id, VacationResponse } from "../core/jmap.ts";

export type Away = ReturnType<typeof away>;

export function away(send: Send, accountId: Id) {
  let value = $state.raw<VacationResponse>();
  let problem = $state.raw<Problem>();

  async function load(): Promise<void> {
    const [reply] = await send(get<VacationResponse>("VacationResponse", accountId, ["singleton"]));
    problem = reply.kind === "problem" ? reply.problem : undefined;
    value = reply.kind === "ok" ? reply.value.list[0] : value;
  }

  return {
    get value() {
      return value;
    },
    get problem() {
      return problem;
    },
    load,
    async set(next: Partial<VacationResponse>): Promise<Reply<unknown>> {
      const reply = await change(send, "VacationResponse", accountId, {
        update: { singleton: next },
      });
      await load();
      return reply;
    },
  };
}
