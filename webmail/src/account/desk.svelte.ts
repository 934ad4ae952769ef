/** What the parts of the account's page share: the overview, and how things are done. */
import type { Overview, Who } from "../core/account.ts";
import type { Call, Problem } from "../core/api.ts";
import { joined, shared } from "../ui/desk.svelte.ts";
import { keepingFocus } from "../ui/focus.ts";

export type Desk = ReturnType<typeof desk>;

export function desk(call: Call, who: Who) {
  let overview = $state.raw<Overview>();
  let failed = $state.raw<Problem>();
  const desk = shared(call, who);

  async function load(): Promise<void> {
    const reply = await desk.call<Overview>("GET", "/api/account/security");
    if (reply.kind === "ok") {
      await keepingFocus(() => {
        overview = reply.value;
        failed = undefined;
      });
    } else {
      failed = reply.problem;
    }
  }

  return joined(desk, {
    get overview() {
      return overview;
    },
    get failed() {
      return failed;
    },
    load,
  });
}
