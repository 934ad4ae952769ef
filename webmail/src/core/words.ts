/** Sentences with gaps: `{0}` is the first argument; `one|many` chooses by the first argument. */
import type { Problem } from "./api.ts";

export type Sentences = { readonly [key: string]: string };

export function fill(sentence: string, ...args: (string | number)[]): string {
  return sentence.replace(/\{(\d)\}/g, (gap, n: string) => {
    const value = args[Number(n)];
    return value === undefined ? gap : String(value);
  });
}

/** For numbers; all our languages have one form for one and one for more. */
export function count(
  sentence: string,
  language: string,
  n: number,
  ...args: (string | number)[]
): string {
  const [one = sentence, more = one] = sentence.split("|");
  const form = new Intl.PluralRules(language).select(n) === "one" ? one : more;
  return fill(form, n.toLocaleString(language), ...args);
}

/** What to say of a problem. Each key of the server has its own sentence, or one for its kind. */
export function sentenceOf(problem: Problem, sentences: Sentences): string {
  const kind = problem.key.startsWith("request.") ? "problem.request" : "";
  const status =
    problem.status === 409 || problem.status === 503
      ? "problem.busy"
      : problem.status >= 500
        ? "problem.defect"
        : "problem.unknown";
  const sentence =
    sentences[`problem.${problem.key}`] ?? sentences[kind] ?? sentences[status] ?? problem.key;
  return fill(sentence, ...problem.args);
}
