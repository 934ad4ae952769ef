/** Calls to the server. What goes wrong is a value: every caller says what it does about it. */

/** A refusal, as the server names it (RFC 9457), or one of the two kinds of our own below. */
export type Problem = {
  /** The HTTP status; 0 when no answer came. */
  readonly status: number;
  readonly key: string;
  readonly args: readonly string[];
};

export type Reply<T> =
  | { readonly kind: "ok"; readonly value: T }
  | { readonly kind: "problem"; readonly problem: Problem };

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/**
 * @param patience milliseconds after which nobody waits any more; half a minute without it
 */
export type Call = <T>(
  method: Method,
  path: string,
  body?: unknown,
  patience?: number,
) => Promise<Reply<T>>;

const TIME_MS = 30_000;

/** What JMAP says of a request as a whole (RFC 8620 section 3.6.1). */
const JMAP = "urn:ietf:params:jmap:error:";

export function problem(key: string, status = 0, ...args: string[]): Reply<never> {
  return { kind: "problem", problem: { status, key, args } };
}

/** Makes calls with what fetches. */
export function caller(fetcher: typeof fetch): Call {
  return async <T>(
    method: Method,
    path: string,
    body?: unknown,
    patience = TIME_MS,
  ): Promise<Reply<T>> => {
    let answer: Response;
    try {
      answer = await fetcher(path, {
        method,
        credentials: "same-origin",
        redirect: "error",
        headers: body === undefined ? {} : { "Content-Type": "application/json" },
        body: body === undefined ? null : JSON.stringify(body),
        signal: AbortSignal.timeout(patience),
      });
    } catch {
      return problem("net.unreachable");
    }
    return read<T>(answer);
  };
}

async function read<T>(answer: Response): Promise<Reply<T>> {
  try {
    if (answer.status === 204) {
      return { kind: "ok", value: undefined as T };
    }
    const json: unknown = await answer.json();
    return answer.ok ? { kind: "ok", value: json as T } : refusal(answer.status, json);
  } catch {
    return problem("net.answer", answer.status);
  }
}

function refusal(status: number, json: unknown): Reply<never> {
  const told = json as { key?: unknown; arguments?: unknown; type?: unknown };
  if (typeof told?.key !== "string") {
    const type = typeof told?.type === "string" ? told.type : "";
    return type.startsWith(JMAP)
      ? problem(`jmap.${type.slice(JMAP.length)}`, status)
      : problem("net.answer", status);
  }
  const args = Array.isArray(told.arguments) ? told.arguments.map(String) : [];
  return problem(told.key, status, ...args);
}
