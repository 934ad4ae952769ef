// What tests of the mail page have in common.
import { typePassword } from "./steps.js";

export const ADA = "ada@example.test";
export const BOB = "bob@example.test";

export const rows = (page) => page.getByRole("row");
export const row = (page, text) => rows(page).filter({ hasText: text });
export const toast = (page) => page.locator(".toasts");

export async function signIn(person, address, password) {
  await person.page.goto("/mail");
  await typePassword(person.page, address, password);
  await person.page.waitForURL("**/mail");
  await person.page.getByRole("heading", { name: "Inbox" }).waitFor();
}

/** How many the page says there are. */
export async function counted(page, text) {
  await page.locator(".foot").filter({ hasText: text }).waitFor();
}
