/**
 * Sends method calls. Calls that are made at the same time go in one request, a few requests are
 * under way at once, and nobody waits behind one that hangs for ever.
 */
import { type Call as Api, type Problem, problem, type Reply } from "../api.ts";
import { type Call, written } from "./calls.ts";
import { CORE } from "./session.ts";

/** What a method answered; its errors are `jmap.` and their type. */
export type Answered<C> = C extends Call<infer R> ? Reply<R> : never;

/** What a group of calls came to: each has its own answer, unless none could be had. */
export type AnsweredAll<C extends readonly Call[]> = { -readonly [K in keyof C]: Answered<C[K]> };

export type Send = <const C extends readonly Call[]>(...calls: C) => Promise<AnsweredAll<C>>;

type Group = {
  readonly calls: readonly Call[];
  readonly done: (answers: Reply<unknown>[]) => void;
};

type Invocation = [name: string, args: Record<string, unknown>, id: string];
type Response = { methodResponses: Invocation[]; sessionState: string };

/** The server does ten of an account at once; the other tabs want theirs. */
const MOST_UNDER_WAY = 4;

const PATIENCE_MS = 60_000;

export type Options = {
  readonly api: Api;
  readonly url: string;
  readonly using: readonly string[];
  readonly maxCalls: number;
  /** Called when the session is no longer what it was: accounts came or went. */
  readonly sessionChanged?: (state: string) => void;
};

/** What sends calls, in groups of which each stays together. */
export function sender(options: Options): Send {
  const waiting: Group[] = [];
  let underWay = 0;
  let planned = false;

  function plan(): void {
    if (!planned) {
      planned = true;
      queueMicrotask(() => {
        planned = false;
        start();
      });
    }
  }

  function start(): void {
    while (underWay < MOST_UNDER_WAY && waiting.length > 0) {
      underWay++;
      void run(take()).finally(() => {
        underWay--;
        start();
      });
    }
  }

  /** As many groups as one request may have, in their order. */
  function take(): Group[] {
    const groups: Group[] = [];
    let calls = 0;
    for (let next = waiting[0]; next !== undefined; next = waiting[0]) {
      calls += next.calls.length;
      if (groups.length > 0 && calls > options.maxCalls) {
        break;
      }
      groups.push(next);
      waiting.shift();
    }
    return groups;
  }

  async function run(groups: Group[]): Promise<void> {
    const reply = await options.api<Response>(
      "POST",
      options.url,
      { using: [CORE, ...options.using], methodCalls: requested(groups) },
      PATIENCE_MS,
    );
    if (reply.kind === "problem") {
      for (const group of groups) {
        group.done(group.calls.map(() => reply));
      }
      return;
    }
    options.sessionChanged?.(reply.value.sessionState);
    const answers = byId(reply.value.methodResponses);
    groups.forEach((group, g) => {
      group.done(group.calls.map((_, c) => answers.get(`${g}.${c}`) ?? problem("net.answer")));
    });
  }

  return <const C extends readonly Call[]>(...calls: C) =>
    new Promise<AnsweredAll<C>>((resolve) => {
      waiting.push({ calls, done: (answers) => resolve(answers as AnsweredAll<C>) });
      plan();
    });
}

function requested(groups: readonly Group[]): Invocation[] {
  return groups.flatMap((group, g) =>
    group.calls.map((one, c): Invocation => {
      const idOf = (call: number) => [`${g}.${call}`, group.calls[call]?.name ?? ""] as const;
      return [one.name, written(one, idOf), `${g}.${c}`];
    }),
  );
}

/** The first answer of each call: what a server adds by itself (onSuccess…) has the same id. */
function byId(responses: readonly Invocation[]): Map<string, Reply<unknown>> {
  const answers = new Map<string, Reply<unknown>>();
  for (const [name, args, id] of responses) {
    if (!answers.has(id)) {
      answers.set(id, name === "error" ? methodError(args) : { kind: "ok", value: args });
    }
  }
  return answers;
}

function methodError(args: Record<string, unknown>): Reply<never> {
  const text = typeof args["description"] === "string" ? [args["description"]] : [];
  return problem(`jmap.${String(args["type"])}`, 200, ...text);
}

/** Whether it may work when it is tried again later, as it was. */
export function isPassing(problem: Problem): boolean {
  return (
    problem.status === 0 ||
    problem.status === 429 ||
    problem.status >= 500 ||
    problem.key === "jmap.serverUnavailable" ||
    problem.key === "jmap.serverFail"
  );
}
