/** Why an email is where it is, as the server has noted it (Email/trace), for people. */

export type Reason = {
  readonly who: string;
  readonly what: string;
  readonly evidence: string;
  readonly at: string;
};

/** A key of sentences, with what fills it; and whether it speaks for the email or against it. */
export type Told = {
  readonly key:
    | "why.verdict.ham"
    | "why.verdict.junk"
    | "why.clue.for"
    | "why.clue.against"
    | "why.auth.pass"
    | "why.auth.fail"
    | "why.auth.none"
    | "why.sender.blocked"
    | "why.sender.trusted"
    | "why.sender.muted"
    | "why.sender.doubt"
    | "why.opinion.junk"
    | "why.opinion.ham"
    | "why.thread"
    | "why.delivery.junk"
    | "why.delivery"
    | "why.rule"
    | "why.sweep"
    | "why.other";
  readonly args: readonly string[];
  readonly tone: "for" | "against" | "neutral";
};

const METHODS: Readonly<Record<string, string>> = {
  spf: "SPF",
  dkim: "DKIM",
  dmarc: "DMARC",
  arc: "ARC",
  iprev: "iprev",
};

export function explain({ who, what, evidence }: Reason): Told {
  const method = METHODS[who];
  if (method !== undefined) {
    return result(method, what, evidence);
  }
  switch (who) {
    case "verdict":
      return what === "ham"
        ? { key: "why.verdict.ham", args: [], tone: "for" }
        : { key: "why.verdict.junk", args: [], tone: "against" };
    case "clue":
      return /\+[1-9]\d*$/.test(what)
        ? { key: "why.clue.against", args: [evidence], tone: "against" }
        : { key: "why.clue.for", args: [evidence], tone: "for" };
    case "sender":
      return sender(what, evidence);
    case "opinion":
      return opinion(what, evidence);
    case "thread":
      return { key: "why.thread", args: [], tone: "neutral" };
    case "delivery":
      return what === "Junk"
        ? { key: "why.delivery.junk", args: [], tone: "against" }
        : { key: "why.delivery", args: [evidence === "" ? what : evidence], tone: "neutral" };
    case "rule":
      return { key: "why.rule", args: [evidence, what], tone: "neutral" };
    case "sweep":
      return { key: "why.sweep", args: [evidence], tone: "neutral" };
    default:
      return {
        key: "why.other",
        args: [[who, what, evidence].filter(Boolean).join(": ")],
        tone: "neutral",
      };
  }
}

function result(method: string, what: string, evidence: string): Told {
  switch (what) {
    case "pass":
      return { key: "why.auth.pass", args: [method, evidence], tone: "for" };
    case "fail":
    case "softfail":
    case "permerror":
      return { key: "why.auth.fail", args: [method, evidence], tone: "against" };
    default:
      return { key: "why.auth.none", args: [method, what], tone: "neutral" };
  }
}

function sender(what: string, evidence: string): Told {
  switch (what) {
    case "blocked":
      return { key: "why.sender.blocked", args: [evidence], tone: "against" };
    case "trusted":
      return { key: "why.sender.trusted", args: [evidence], tone: "for" };
    case "muted":
      return { key: "why.sender.muted", args: [evidence], tone: "neutral" };
    default:
      return { key: "why.sender.doubt", args: [], tone: "neutral" };
  }
}

/** What somebody did with an earlier one of the same sender, whose address begins the evidence. */
function opinion(what: string, evidence: string): Told {
  const of = evidence.split(": ", 1)[0] ?? "";
  switch (what) {
    case "junk":
      return { key: "why.opinion.junk", args: [of], tone: "against" };
    case "ham":
      return { key: "why.opinion.ham", args: [of], tone: "for" };
    default:
      return { key: "why.sender.doubt", args: [], tone: "neutral" };
  }
}
