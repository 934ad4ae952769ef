// What can be set for one's mail, in a real browser against a real server.
import assert from "node:assert/strict";
import { start } from "./browser.js";
import { ADA, signIn, toast } from "./mail-steps.js";
import { button, dialog } from "./steps.js";

const url = process.env.MAILSTEAD_URL;
const out = process.env.MAILSTEAD_OUT;
const told = (name) => process.env[`MAILSTEAD_${name}`];

const browser = await start(url, `${out}/settings`);
const steps = [];
let now = "";

async function step(name, work) {
  now = name;
  const begun = performance.now();
  await work();
  steps.push(`${name} (${Math.round(performance.now() - begun)} ms)`);
}

/** The server runs between tests: names are of this one. */
const mark = Date.now().toString(36);

try {
  const ada = await browser.person();
  const { page } = ada;
  const item = (text) => page.locator(".open li").filter({ hasText: text });

  async function tab(name) {
    await page.getByRole("navigation", { name: "Settings" }).getByRole("link", { name }).click();
    await page.getByRole("heading", { name, level: 2 }).first().waitFor();
  }

  await step("the settings are there, and letters do nothing behind them", async () => {
    await signIn(ada, ADA, told("ADA"));
    await page.goto("/mail/settings");
    await tab("Identities and signatures");
    await page.keyboard.press("e");
    assert.equal(await toast(page).getByText("Archived").count(), 0);
  });

  await step("an identity is made, signed, chosen, removed and back", async () => {
    await button(page, "New identity").click();
    const form = dialog(page);
    await form.getByLabel("Address").fill("nobody@elsewhere.test");
    await button(form, "Save").click();
    await form.getByText("You may not send as nobody@elsewhere.test.").waitFor();
    await form.getByLabel("Address").fill(ADA);
    await form.getByLabel("Name").fill(`Ada ${mark}`);
    await form.getByRole("textbox", { name: "Message" }).click();
    await page.keyboard.type("Countess");
    await ada.look("identity");
    await page.keyboard.press("Escape");
    await button(toast(page), "Undo").last().click();
    await form.getByText("Countess").waitFor();
    await button(form, "Save").click();
    await item(`Ada ${mark}`).getByText("with a signature").waitFor();
    await page.getByLabel("New messages are from").selectOption({ label: `Ada ${mark} <${ADA}>` });
    await item(`Ada ${mark}`).getByText("for new messages").waitFor();
    await ada.look("identities");
    await item(`Ada ${mark}`).getByRole("button", { name: "Remove" }).click();
    await item(`Ada ${mark}`).waitFor({ state: "detached" });
    await button(toast(page), "Undo").last().click();
    await item(`Ada ${mark}`).waitFor();
  });

  await step("answers while away are switched on, told and switched off", async () => {
    await tab("Away");
    await page.getByLabel("Send answers").check();
    await page.getByLabel("Last day").fill("2099-12-31");
    await button(page, "Save").click();
    await page.getByText("Write what is to be answered.").waitFor();
    await page.getByLabel("Answer", { exact: true }).fill("I am at sea.");
    await button(page, "Save").click();
    await page.getByText("Answers are sent while you are away until Dec 31, 2099.").waitFor();
    await ada.look("away");
    await page.goto("/mail");
    await page.getByText("Answers are sent while you are away until").waitFor();
    await ada.look("away-line");
    await button(page, "Switch it off").click();
    await page
      .getByText("Answers are sent while you are away until")
      .waitFor({ state: "detached" });
    await page.goto("/mail/settings/away");
    await page.waitForFunction(() => document.querySelector("textarea")?.value === "I am at sea.");
    assert.equal(await page.getByLabel("Send answers").isChecked(), false);
  });
} catch (error) {
  console.log(`at "${now}": ${error.stack}`);
  await browser.picture("failed");
  process.exitCode = 1;
} finally {
  await browser.close();
}
console.log(steps.join("\n"));
if (browser.faults.length > 0) {
  console.log(browser.faults.join("\n"));
  process.exitCode = 1;
}
