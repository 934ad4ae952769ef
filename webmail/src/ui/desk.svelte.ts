/** What the pages of somebody who has signed in share: how things are asked, done and told. */
import type { Who } from "../core/account.ts";
import type { Call, Method, Reply } from "../core/api.ts";
import { type Proved, proving } from "../core/prove.ts";
import { signInFor } from "../core/where.ts";

export type Question = {
  readonly title: string;
  readonly text: string;
  /** What the button says that does it. */
  readonly go: string;
  /** What has to be typed first, where nothing brings back what was done. */
  readonly typed?: string;
};

type Asked = { readonly answer: (yes: boolean) => void };

/** Whose page it is, as far as the dialogs want to know. */
export type Person = Pick<Who, "address">;

export type Shared<W extends Person = Person> = ReturnType<typeof shared<W>>;

export function shared<W extends Person>(call: Call, who: W) {
  let proof = $state.raw<Asked>();
  let question = $state.raw<Question & Asked>();
  let said = $state.raw({ text: "", nth: 0 });

  /** Leads to the sign-in page, and back. */
  function over() {
    location.replace(signInFor(location.pathname + location.search));
  }

  /** Asks the server; whoever is not signed in any more is led to where they can be. */
  async function asking<T>(
    method: Method,
    path: string,
    body?: unknown,
    patience?: number,
  ): Promise<Reply<T>> {
    const reply = await call<T>(method, path, body, patience);
    if (reply.kind === "problem" && reply.problem.key === "login.needed") {
      over();
    }
    return reply;
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
    call: asking,
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
    say(text: string) {
      said = { text, nth: said.nth + 1 };
    },
    /** Does something; the person is asked who they are when the server wants to know. */
    act: <T>(method: Method, path: string, body?: unknown, patience?: number): Promise<Proved<T>> =>
      proving<T>(
        () => asking<T>(method, path, body, patience),
        () =>
          ask((asked) => {
            proof = asked;
          }),
      ),
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

/** Both in one; what is read from either stays alive. */
export function joined<A extends object, B extends object>(one: A, other: B): A & B {
  return Object.defineProperties(one, Object.getOwnPropertyDescriptors(other)) as A & B;
}
