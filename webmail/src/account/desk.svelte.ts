/** What the parts of the account's page share: the overview, and how things are done. */
import { tick } from "svelte";
import type { Overview, Who } from "../core/account.ts";
import type { Call, Method, Problem } from "../core/api.ts";
import { type Proved, proving } from "../core/prove.ts";
import { signInFor } from "../core/where.ts";

export type Question = {
  readonly title: string;
  readonly text: string;
  /** What the button says that does it. */
  readonly go: string;
};

type Asked = { readonly answer: (yes: boolean) => void };

export type Desk = ReturnType<typeof desk>;

export function desk(call: Call, who: Who) {
  let overview = $state.raw<Overview>();
  let failed = $state.raw<Problem>();
  let proof = $state.raw<Asked>();
  let question = $state.raw<Question & Asked>();
  let said = $state.raw({ text: "", nth: 0 });

  function over() {
    location.replace(signInFor(location.pathname));
  }

  async function load(): Promise<void> {
    const reply = await call<Overview>("GET", "/api/account/security");
    if (reply.kind === "ok") {
      const before = document.activeElement;
      overview = reply.value;
      failed = undefined;
      await tick();
      // Who removed something with the keyboard goes on from the top of the page.
      if (before?.isConnected === false) {
        document.querySelector<HTMLElement>("main h1")?.focus();
      }
    } else if (reply.problem.key === "login.needed") {
      over();
    } else {
      failed = reply.problem;
    }
  }

  /** Waits for an answer that a dialog gives. */
  function ask(show: (asked: Asked | undefined) => void): Promise<boolean> {
    return new Promise((resolve) => {
      show({
        answer: (yes) => {
          show(undefined);
          resolve(yes);
        },
      });
    });
  }

  return {
    who,
    call,
    get overview() {
      return overview;
    },
    get failed() {
      return failed;
    },
    /** A fresh proof that is being asked for. */
    get proof() {
      return proof;
    },
    get question() {
      return question;
    },
    /** What was done last, in words. */
    get said() {
      return said;
    },
    load,
    say(text: string) {
      said = { text, nth: said.nth + 1 };
    },
    /** Does something; the person is asked who they are when the server wants to know. */
    async act<T>(method: Method, path: string, body?: unknown): Promise<Proved<T>> {
      const reply = await proving<T>(
        () => call<T>(method, path, body),
        () =>
          ask((asked) => {
            proof = asked;
          }),
      );
      if (reply.kind === "problem" && reply.problem.key === "login.needed") {
        over();
      }
      return reply;
    },
    confirm: (asking: Question): Promise<boolean> =>
      ask((asked) => {
        question = asked && { ...asking, ...asked };
      }),
    /** Leaves for the sign-in page. */
    async signOut() {
      const reply = await call<{ location: string } | undefined>("POST", "/api/account/sign-out");
      location.replace((reply.kind === "ok" ? reply.value?.location : undefined) ?? "/signin");
    },
  };
}
