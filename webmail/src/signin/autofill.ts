/** Passkeys offered in the list under the field for the name. */
import { autofillWorks, usePasskey } from "../core/passkeys.ts";
import type { SignIn } from "../core/signin.ts";

/** The server's challenge is good for five minutes. */
const RENEW_MS = 4 * 60_000;

export type Autofill = {
  /** Waits until the person picks a passkey; the wait goes on when that did not work. */
  wait: (picked: (passkey: unknown) => Promise<void>) => Promise<void>;
  /** Ends the wait: a browser does one thing with passkeys at a time. */
  stop: () => void;
};

export function autofill(calls: () => SignIn): Autofill {
  let going: AbortController | undefined;

  async function once(picked: (passkey: unknown) => Promise<void>, own: AbortController) {
    const options = await calls().passkeyOptions();
    if (options.kind !== "ok" || own.signal.aborted) {
      return false;
    }
    const round = AbortSignal.any([own.signal, AbortSignal.timeout(RENEW_MS)]);
    const used = await usePasskey(options.value, true, round);
    if (used.kind === "ok") {
      await picked(used.value);
    } else if (used.problem.key !== "passkey.aborted" && !round.aborted) {
      return false;
    }
    return !own.signal.aborted;
  }

  return {
    async wait(picked) {
      going?.abort();
      const own = new AbortController();
      going = own;
      if (await autofillWorks()) {
        while (await once(picked, own));
      }
    },
    stop() {
      going?.abort();
    },
  };
}
