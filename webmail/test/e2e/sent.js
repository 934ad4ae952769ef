// Signs in at a provider of others, as people do: MAILSTEAD_URL, MAILSTEAD_PROVIDER (its origin),
// MAILSTEAD_OUT for pictures. Ends with 0 when all went well.
import assert from "node:assert/strict";
import { start } from "./browser.js";

const url = process.env.MAILSTEAD_URL;
const provider = process.env.MAILSTEAD_PROVIDER;
const browser = await start(url, process.env.MAILSTEAD_OUT);
const { page, look } = await browser.person();
const button = (name) => page.getByRole("button", { name, exact: true });

/** Types an address and leaves the field, by keyboard. */
async function address(text) {
  await page.getByLabel("Email address").fill(text);
  await page.keyboard.press("Tab");
}

/** The pages of the provider, whose faults are not ours: counted from before the way there. */
async function there(person) {
  const ours = browser.faults.length;
  await button("Go on at Corp").click();
  await page.waitForURL(`${provider}/interaction/**`);
  await page.locator("input[name=login]").fill(person);
  await page.locator("input[name=password]").fill("whatever");
  await page.locator("button[type=submit]").click();
  await page.getByRole("button", { name: "Continue" }).click();
  await page.waitForURL(`${url}/**`);
  browser.faults.length = ours;
}

await page.goto("/signin?to=/account/sign-in");
await address("somebody@example.test");
await page.getByLabel("Password", { exact: true }).waitFor();
await address("bea@corp.test");
await button("Go on at Corp").waitFor();
assert.equal(await page.getByLabel("Password", { exact: true }).count(), 0);
await look("signin-provider");
await there("bea");
await page.waitForURL(`${url}/account/sign-in`);
await page.getByText("Your organisation keeps it").waitFor();
await page.getByText("bea@corp.test").first().waitFor();
assert.equal(await button("Change password").count(), 0);

// Who comes back and may not in is told why, and begins again.
const eve = await browser.person();
await eve.page.goto("/signin?problem=login.provider-address");
await eve.page.getByText("no address of this domain").waitFor();
await eve.page.goto("/signin?problem=<b>anything</b>");
await eve.page.getByRole("heading", { name: "Sign in", level: 1 }).waitFor();
assert.equal(await eve.page.getByRole("alert").count(), 0, "a link makes the page say nothing");

const faults = browser.faults.filter((fault) => !fault.includes(provider));
await browser.close();
assert.deepEqual(faults, []);
console.log("signed in at the provider");
