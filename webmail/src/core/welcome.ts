/** The way of somebody who sets up a server: one question after the other. */
import type { Call, Reply } from "./api.ts";

export type Welcome = {
  /** Whether the server has no owner yet. */
  readonly open: boolean;
  /** The domain that it was told of, or empty. */
  readonly domain: string;
  readonly hostname: string;
};

/** The first three make the owner; the rest are theirs, and may be left for later. */
export const STEPS = [
  "code",
  "domain",
  "you",
  "passkey",
  "app",
  "records",
  "certificate",
  "test",
  "done",
] as const;

export type Step = (typeof STEPS)[number];

const FIRST_OF_OWNER: Step = "passkey";

/** What was answered so far: no password is ever among it. */
export type Answers = {
  readonly code: string;
  readonly domain: string;
  readonly user: string;
  readonly name: string;
};

export const NOTHING: Answers = { code: "", domain: "", user: "", name: "" };

function place(step: Step): number {
  return STEPS.indexOf(step);
}

/** Whether a step is one that whoever has no account yet can be at. */
export function isOpen(step: Step): boolean {
  return place(step) < place(FIRST_OF_OWNER);
}

/**
 * The step that an address asks for, or the nearest before it that can be: nobody is asked who they
 * are before the code is right, and nobody who is an owner is asked for it again.
 *
 * @param owner whether the server has an owner, who is signed in here
 */
export function stepOf(asked: string | null, answers: Answers, owner: boolean): Step {
  const wish = STEPS.find((step) => step === asked) ?? "code";
  if (owner) {
    return isOpen(wish) ? FIRST_OF_OWNER : wish;
  }
  if (wish === "code" || answers.code === "") {
    return "code";
  }
  return wish === "domain" || answers.domain === "" ? "domain" : "you";
}

export function stepAfter(step: Step): Step {
  return STEPS[place(step) + 1] ?? "done";
}

/** The step before; undefined where there is none to go back to: what was made stays made. */
export function stepBefore(step: Step): Step | undefined {
  return step === FIRST_OF_OWNER ? undefined : STEPS[place(step) - 1];
}

/** Codes as people type them, or the whole address that the console printed. */
export function typedCode(typed: string): string {
  return (typed.split("#").at(-1) ?? "").trim();
}

/** The answers from where a browser keeps them over a reload; what makes no sense is nothing. */
export function kept(text: string | null): Answers {
  try {
    const json = JSON.parse(text ?? "{}") as { [name: string]: unknown };
    const of = (name: keyof Answers) => (typeof json[name] === "string" ? json[name] : "");
    return { code: of("code"), domain: of("domain"), user: of("user"), name: of("name") };
  } catch {
    return NOTHING;
  }
}

export function welcome(call: Call) {
  return {
    look: (): Promise<Reply<Welcome>> => call("GET", "/api/welcome"),
    begin: (answers: Answers, password: string): Promise<Reply<unknown>> =>
      call("POST", "/api/welcome", {
        code: answers.code,
        domain: answers.domain,
        address: `${answers.user}@${answers.domain}`,
        name: answers.name,
        password,
      }),
  };
}

/** Whether a domain, or an address at it, is one that nobody can have (RFC 2606, RFC 6761). */
export function reserved(domain: string): boolean {
  return /(?:^|[.@])(?:test|example|invalid|localhost|example\.(?:com|net|org))$/i.test(domain);
}
