// Opens hostile messages one after the other: nothing may run, nothing may be asked for, and the
// page has to go on.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { start } from "./browser.js";
import { typePassword } from "./steps.js";
import { VECTORS } from "./vectors.js";

const url = process.env.MAILSTEAD_URL;
const hits = [];
const trap = createServer((request, response) => {
  hits.push(request.url);
  response.end();
});
await new Promise((resolve) => trap.listen(0, "127.0.0.1", resolve));
const hit = (name) => `http://127.0.0.1:${trap.address().port}/${name}`;

const browser = await start(url, `${process.env.MAILSTEAD_OUT}/hostile`);
let now = "";

/** Puts a message into the account, as a program would. */
async function bring({ api, upload, accountId, mailboxId, subject, html }) {
  const message = `From: Eve <eve@evil.test>\r\nTo: ada@example.test\r\nSubject: ${subject}\r\nMessage-ID: <${Math.random()}@evil.test>\r\nMIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n${btoa(unescape(encodeURIComponent(html))).replace(/.{76}/g, "$&\r\n")}\r\n`;
  const blob = await (await fetch(upload, { method: "POST", body: message })).json();
  const answer = await fetch(api, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({
      using: ["urn:ietf:params:jmap:core", "urn:ietf:params:jmap:mail"],
      methodCalls: [
        [
          "Email/import",
          {
            accountId,
            emails: { one: { blobId: blob.blobId, mailboxIds: { [mailboxId]: true } } },
          },
          "0",
        ],
      ],
    }),
  });
  const json = await answer.json();
  return json.methodResponses[0][1].created?.one?.id ?? JSON.stringify(json);
}

try {
  const ada = await browser.person();
  const { page } = ada;
  page.on("dialog", (dialog) => {
    browser.faults.push(`${now}: a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.goto("/mail");
  await typePassword(page, "ada@example.test", process.env.MAILSTEAD_ADA);
  await page.getByRole("heading", { name: "Inbox" }).waitFor();
  const session = await page.evaluate(async () => (await fetch("/jmap/session")).json());
  const accountId = session.primaryAccounts["urn:ietf:params:jmap:mail"];
  const inbox = await page.evaluate(async (accountId) => {
    const body = {
      using: ["urn:ietf:params:jmap:core", "urn:ietf:params:jmap:mail"],
      methodCalls: [["Mailbox/query", { accountId, filter: { role: "inbox" } }, "0"]],
    };
    const headers = { "Content-Type": "application/json" };
    const answer = await fetch("/jmap/api", {
      method: "POST",
      headers,
      body: JSON.stringify(body),
    });
    return (await answer.json()).methodResponses[0][1].ids[0];
  }, accountId);

  const names = Object.keys(VECTORS);
  for (const name of names) {
    now = name;
    const given = {
      api: "/jmap/api",
      upload: `/jmap/upload/${accountId}/`,
      accountId,
      mailboxId: inbox,
      subject: `Vector ${names.indexOf(name)}`,
      html: `<p>before</p>${VECTORS[name](hit)}`,
    };
    const id = await page.evaluate(bring, given);
    await page.getByRole("row").filter({ hasText: given.subject }).first().click();
    await page.getByRole("heading", { name: given.subject, exact: true }).waitFor();
    const frame = page.frameLocator("iframe:visible");
    await frame.getByText("before").first().waitFor();
    await page.waitForTimeout(150);
    assert.equal(await page.evaluate(() => globalThis.pwned), undefined, `${name} ran`);
    assert.match(page.url(), /\/mail\//, `${name} left the page`);
    const links = frame.locator("a[href]");
    for (const href of await links.evaluateAll((all) => all.map((one) => one.href))) {
      assert.match(href, /^(https?|mailto|tel):|#/, `${name} has a link to ${href}`);
    }
    await page.evaluate(
      async ({ accountId, id }) => {
        const headers = { "Content-Type": "application/json" };
        const using = ["urn:ietf:params:jmap:core", "urn:ietf:params:jmap:mail"];
        const methodCalls = [["Email/set", { accountId, destroy: [id] }, "0"]];
        await fetch("/jmap/api", {
          method: "POST",
          headers,
          body: JSON.stringify({ using, methodCalls }),
        });
      },
      { accountId, id },
    );
    await page.getByRole("row").filter({ hasText: given.subject }).waitFor({ state: "detached" });
  }
  console.log(`${names.length} hostile messages: none ran, and none was told that it is read`);
} catch (error) {
  console.log(`at "${now}": ${error.stack}`);
  await browser.picture("failed");
  process.exitCode = 1;
} finally {
  await browser.close();
  trap.close();
}
if (hits.length > 0) {
  console.log(`asked for: ${hits.join(" ")}`);
  process.exitCode = 1;
}
// What the sanitizer has left is stopped by the policy, and the console says so: that is no fault.
const faults = browser.faults.filter(
  (fault) => !/Content Security Policy|Content-Security-Policy/.test(fault),
);
if (faults.length > 0) {
  console.log(faults.join("\n"));
  process.exitCode = 1;
}
