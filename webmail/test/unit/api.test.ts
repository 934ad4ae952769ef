import { describe, expect, test } from "vitest";
import { caller } from "../../src/core/api.ts";

type Sent = { path: string; init: RequestInit };

function answering(answer: () => Response | Promise<Response>) {
  const sent: Sent[] = [];
  const call = caller(async (path, init) => {
    sent.push({ path: String(path), init: init ?? {} });
    return answer();
  });
  return { call, sent };
}

describe("calls to the server", () => {
  test("an answer is its value", async () => {
    const { call, sent } = answering(() => Response.json({ a: 1 }));
    expect(await call("POST", "/api/x", { b: 2 })).toEqual({ kind: "ok", value: { a: 1 } });
    expect(sent[0]?.path).toBe("/api/x");
    expect(sent[0]?.init.body).toBe('{"b":2}');
    expect(sent[0]?.init.credentials).toBe("same-origin");
    expect(sent[0]?.init.redirect).toBe("error");
  });

  test("nothing is an answer too", async () => {
    const { call } = answering(() => new Response(null, { status: 204 }));
    expect(await call("DELETE", "/api/x")).toEqual({ kind: "ok", value: undefined });
  });

  test("a refusal has its key and what it speaks of", async () => {
    const body = { status: 403, title: "REFUSED", key: "password.short", arguments: ["10"] };
    const { call } = answering(() => Response.json(body, { status: 403 }));
    expect(await call("POST", "/api/x")).toEqual({
      kind: "problem",
      problem: { status: 403, key: "password.short", args: ["10"] },
    });
  });

  test.each([
    ["a page of a proxy", () => new Response("<h1>Bad gateway</h1>", { status: 502 })],
    ["another JSON", () => Response.json(["x"], { status: 502 })],
    ["null", () => Response.json(null, { status: 502 })],
    ["nothing", () => new Response("", { status: 502 })],
  ])("%s makes no sense", async (_, answer) => {
    expect(await answering(answer).call("GET", "/api/x")).toEqual({
      kind: "problem",
      problem: { status: 502, key: "net.answer", args: [] },
    });
  });

  test("no answer is a problem of its own", async () => {
    const { call } = answering(() => Promise.reject(new TypeError("Failed to fetch")));
    expect(await call("GET", "/api/x")).toEqual({
      kind: "problem",
      problem: { status: 0, key: "net.unreachable", args: [] },
    });
  });
});
