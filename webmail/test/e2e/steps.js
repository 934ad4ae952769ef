// What people do on more than one page, and how a test goes through its steps.
import assert from "node:assert/strict";
import { join } from "node:path";

export const button = (where, name) => where.getByRole("button", { name, exact: true });
export const dialog = (where) => where.getByRole("dialog");
export const heading = (where, name) => where.getByRole("heading", { name, level: 1 });

export async function typePassword(where, name, password) {
  await where.getByLabel("Email address").fill(name);
  await where.getByLabel("Password", { exact: true }).fill(password);
  await button(where, "Sign in").click();
}

/** Sees the codes, keeps them as people do and says so. */
export async function keepCodes(where, look) {
  const codes = dialog(where);
  await codes.getByText("These codes are shown now").waitFor();
  const shown = await codes.locator("li code").allTextContents();
  assert.equal(shown.length, 10);
  assert.ok(await button(codes, "Done").isDisabled(), "nobody may go on without keeping them");
  await where.keyboard.press("Escape");
  await where.keyboard.press("Escape");
  assert.ok(await codes.isVisible(), "Escape does not throw the codes away");
  const [file] = await Promise.all([
    where.waitForEvent("download"),
    button(codes, "Save as a file").click(),
  ]);
  assert.equal(file.suggestedFilename(), "recovery-codes.txt");
  if (look !== undefined) {
    await look();
    await where.emulateMedia({ media: "print" });
    assert.ok(await codes.getByText("Recovery codes of").isVisible());
    assert.ok(await button(codes, "Print").isHidden());
    assert.ok(await where.locator("main h1").isHidden(), "the page behind is not printed");
    await where.emulateMedia({ media: "screen" });
  }
  await codes.getByLabel("I have kept these codes").check();
  await button(codes, "Done").click();
  await codes.waitFor({ state: "hidden" });
  return shown;
}

/**
 * Reaches something by Tab alone, and looks that one sees where one is.
 *
 * @param name what it is called
 */
export async function reach(where, name) {
  for (let i = 0; i < 60; i++) {
    await where.keyboard.press("Tab");
    const [called, ring] = await where.evaluate(() => {
      const element = document.activeElement;
      const label = element.labels?.[0]?.textContent;
      const text = element.getAttribute("aria-label") ?? label ?? element.textContent;
      return [text.trim(), getComputedStyle(element).outlineStyle];
    });
    if (called === name) {
      assert.notEqual(ring, "none", `${name} shows that it has the focus`);
      return;
    }
  }
  assert.fail(`${name} cannot be reached`);
}

/** Does the steps one after the other, until one fails; says how each went, and ends. */
export async function run(browser, page, out, steps) {
  let failed = false;
  for (const [name, step] of Object.entries(steps)) {
    try {
      await step();
      assert.deepEqual(browser.faults, [], "what a browser should never do");
      console.log(`ok ${name}`);
    } catch (error) {
      await page.screenshot({ path: join(out, "failed.png") });
      console.log(`not ok ${name}\n${error.stack}\n${browser.faults.join("\n")}`);
      failed = true;
      break;
    }
  }
  await browser.close();
  process.exit(failed ? 1 : 0);
}
