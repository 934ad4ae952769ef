/** Where somebody is in the first steps, and what they have answered. */
import type { Me } from "../core/admin.ts";
import type { Call, Problem } from "../core/api.ts";
import { signIn } from "../core/signin.ts";
import {
  type Answers,
  kept,
  type Step,
  stepAfter,
  stepBefore,
  stepOf,
  typedCode,
  type Welcome,
  welcome,
} from "../core/welcome.ts";
import { signInFor } from "../core/where.ts";
import { type Shared, shared } from "../ui/desk.svelte.ts";

/** In the browser's memory of this tab. */
const KEPT = "welcome";

export type Wizard = ReturnType<typeof wizard>;

/** What the address asks for. */
function wish(): string | null {
  return new URLSearchParams(location.search).get("step");
}

function store(answers: Answers) {
  sessionStorage.setItem(KEPT, JSON.stringify(answers));
}

/** What is known at the start. The code is good for whoever has it: it leaves the address. */
function begun(isOwner: boolean): Answers {
  const before = kept(sessionStorage.getItem(KEPT));
  const code = typedCode(location.hash);
  if (code === "") {
    return before;
  }
  const answers = { ...before, code };
  store(answers);
  const query = isOwner || wish() !== null ? location.search : "?step=domain";
  history.replaceState(null, "", location.pathname + query);
  return answers;
}

export function wizard(call: Call, look: Welcome, me: Me | undefined) {
  const first = begun(me !== undefined);
  let answers = $state.raw<Answers>(first);
  let owner = $state.raw<Shared | undefined>(me && shared(call, me));
  let step = $state.raw<Step>(stepOf(wish(), first, me !== undefined));
  let problem = $state.raw<Problem>();

  function keep(some: Partial<Answers>) {
    answers = { ...answers, ...some };
    store(answers);
  }

  function see() {
    answers = begun(owner !== undefined); // a whole link may have been put into the address
    step = stepOf(wish(), answers, owner !== undefined);
  }

  function go(next: Step) {
    problem = undefined;
    history.pushState(null, "", `/welcome?step=${next}`);
    see();
  }

  /** Where the question is that an answer of the server is about. */
  function about(refused: Problem): Step {
    if (refused.key.startsWith("welcome.code")) {
      return "code";
    }
    return /^(?:domain|welcome\.domain)/.test(refused.key) ? "domain" : "you";
  }

  return {
    look,
    keep,
    go,
    see,
    get answers() {
      return answers;
    },
    get step() {
      return step;
    },
    get problem() {
      return problem;
    },
    /** Whoever owns the server and is signed in. */
    get owner() {
      return owner;
    },
    next: () => go(stepAfter(step)),
    back() {
      const last = stepBefore(step);
      if (last !== undefined) {
        go(last);
      }
    },
    hasBack: () => stepBefore(step) !== undefined,
    /** Makes the domain and its owner, and signs them in here. */
    async begin(password: string): Promise<void> {
      problem = undefined;
      const made = await welcome(call).begin(answers, password);
      if (made.kind === "problem") {
        const at = about(made.problem);
        if (at !== step) {
          go(at);
        }
        problem = made.problem;
        return;
      }
      const address = `${answers.user}@${answers.domain}`;
      const entered = await signIn(call).password(address, password, false);
      const found = entered.kind === "ok" ? await call<Me>("GET", "/api/admin/me") : entered;
      if (found.kind === "problem") {
        // The account is there: whatever went wrong, signing in leads on.
        location.replace(signInFor("/welcome?step=passkey"));
        return;
      }
      keep({ code: "" });
      owner = shared(call, found.value);
      go("passkey");
    },
  };
}
