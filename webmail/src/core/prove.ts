/** Dangerous things need a fresh proof of who somebody is. */
import type { Reply } from "./api.ts";

export type Proved<T> = Reply<T> | { readonly kind: "cancelled" };

/**
 * Does something. When the server wants a fresh proof first, the person is asked for one, and then
 * it is done by itself.
 *
 * @param ask whether the person has proved it; false when they would rather not
 */
export async function proving<T>(
  act: () => Promise<Reply<T>>,
  ask: () => Promise<boolean>,
): Promise<Proved<T>> {
  const reply = await act();
  if (reply.kind === "ok" || reply.problem.key !== "login.prove-again") {
    return reply;
  }
  return (await ask()) ? act() : { kind: "cancelled" };
}
