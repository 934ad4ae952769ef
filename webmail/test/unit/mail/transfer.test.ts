import { expect, test } from "vitest";
import type { Call } from "../../../src/core/jmap/calls.ts";
import type { Send } from "../../../src/core/jmap/client.ts";
import { bringIn, exportLink, server, type TypedServer } from "../../../src/core/mail/transfer.ts";

const TYPED: TypedServer = {
  host: " imap.far.test ",
  port: "",
  security: "tls",
  user: "ada",
  password: " secret ",
};

test("a link to one's mail is under the page's own name", () => {
  const template =
    "https://other.test/jmap/export/{accountId}/{name}?format={format}&mailboxId={mailboxId}";
  expect(exportLink(template, "A1", "mbox", "F1-5", "Bills & more")).toBe(
    "/jmap/export/A1/Bills%20%26%20more.zip?format=mbox&mailboxId=F1-5",
  );
});

test("a server has its usual port, and its password is as it was typed", () => {
  const whole = { host: "imap.far.test", port: 993, security: "tls", user: "ada" };
  expect(server(TYPED)).toEqual({ ...whole, password: " secret " });
  expect(server({ ...TYPED, security: "starttls" })?.port).toBe(143);
  expect(server({ ...TYPED, port: "1993" })?.port).toBe(1993);
});

test.each<Partial<TypedServer>>([
  { host: " " },
  { user: "" },
  { password: "" },
  { port: "25" },
  { port: "99999" },
  { port: "imap" },
])("a server is none with %o", (wrong) => {
  expect(server({ ...TYPED, ...wrong })).toBeUndefined();
});

test("what a server refuses is told by what was asked", async () => {
  const asked: Call[] = [];
  const send = (async (one: Call) => {
    asked.push(one);
    return [{ kind: "ok", value: { notCreated: { job: { type: "invalidProperties" } } } }];
  }) as unknown as Send;
  const whole = server(TYPED);
  if (whole === undefined) {
    throw new Error("that is one");
  }
  const key = async (reply: ReturnType<typeof bringIn>) => {
    const told = await reply;
    return told.kind === "problem" ? told.problem.key : "ok";
  };
  expect(await key(bringIn(send, "A", { server: whole }, ""))).toBe("import.server");
  expect(await key(bringIn(send, "A", { blobId: "G1" }, "F1"))).toBe("jmap.invalidProperties");
  expect(asked[1]?.args).toMatchObject({
    create: { job: { type: "import", blobId: "G1", mailboxId: "F1" } },
  });
  expect(asked[0]?.args).not.toMatchObject({ create: { job: { mailboxId: "" } } });
});
