// Sets a new server up by its first steps, and administers it, as its owner does. The server is
// given by the environment: MAILSTEAD_URL, MAILSTEAD_WELCOME (the address that its console printed)
// and MAILSTEAD_OUT for pictures. Ends with 0 when all went well.
import assert from "node:assert/strict";
import { authenticator, start } from "./browser.js";
import { button, dialog, heading, keepCodes, reach, run, typePassword } from "./steps.js";
import { totp } from "./totp.js";

const url = process.env.MAILSTEAD_URL;
const link = process.env.MAILSTEAD_WELCOME;
const out = process.env.MAILSTEAD_OUT;

const GRACE = "grace@example.test";
const PASSWORD = "lantern gravel otter seventeen";
const BOB = "bob@example.test";
const ZOE = "zoe@example.test";

/** A name that is text, whatever it looks like. */
const MARKUP = "<b>Acme</b> & Sons";

const browser = await start(url, out);
const grace = await browser.person();
const key = await authenticator(grace);
const page = grace.page;
let secret;
let madePassword;

const row = (name) => page.getByRole("row", { name });

async function go(section) {
  await page.getByRole("link", { name: section, exact: true }).first().click();
  await heading(page, section).waitFor();
}

/** That something is not there was what the step wanted to see. */
function forgetMissing() {
  const others = browser.faults.filter((one) => !/ 404 /.test(one));
  browser.faults.splice(0, browser.faults.length, ...others);
}

/** Types what brings nothing back again, and does it. */
async function typeAndDo(name, doing) {
  const sure = dialog(page);
  assert.ok(await button(sure, doing).isDisabled(), "nothing is done before it is typed");
  await sure.getByRole("textbox").fill(`${name}x`);
  assert.ok(await button(sure, doing).isDisabled());
  await sure.getByRole("textbox").fill(name);
  await button(sure, doing).click();
}

const FIRST_STEPS = {
  async "without the code nobody takes the server over"() {
    await page.goto("/welcome?step=you");
    await heading(page, "Welcome to Mailstead").waitFor();
    await page.getByText("Step 1 of 8").waitFor();
    assert.equal(await page.evaluate(() => document.activeElement?.tagName), "INPUT");
    await button(page, "Next").click();
    await page.getByText("Type the code that the server printed").waitFor();
    await grace.look("welcome-code");
    await page.getByLabel("Code from the console").fill("AAAA-AAAA-AAAA");
    await button(page, "Next").click();
    await page.getByLabel("Just try it out with example.test").check();
    await button(page, "Next").click();
    await page.getByLabel("Email address").fill("mallory");
    await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await button(page, "Make my account").click();
    await heading(page, "Welcome to Mailstead").waitFor();
    await page.getByRole("alert").waitFor();
    await grace.look("welcome-code-wrong");
  },

  async "the address of the console brings the code, and hides it"() {
    await page.goto(link);
    await heading(page, "Which domain is it for?").waitFor();
    assert.equal(new URL(page.url()).hash, "");
    await page.getByLabel("My own domain").check();
    await page.getByRole("textbox").fill("no domain");
    await button(page, "Next").click();
    await page.getByText("That is no domain.").waitFor();
    await grace.look("welcome-domain");
    await page.getByLabel("Just try it out with example.test").check();
    await button(page, "Next").click();
    await heading(page, "Who are you?").waitFor();
  },

  async "one may go back, and load the page again"() {
    await page.getByLabel("Your name").fill("Grace Hopper");
    await page.goBack();
    await heading(page, "Which domain is it for?").waitFor();
    await page.goForward();
    await heading(page, "Who are you?").waitFor();
    await button(page, "Back").click();
    await heading(page, "Which domain is it for?").waitFor();
    await page.reload();
    assert.ok(await page.getByLabel("Just try it out with example.test").isChecked());
    await button(page, "Next").click();
    await heading(page, "Who are you?").waitFor();
  },

  async "a weak password is refused at its field"() {
    await page.getByLabel("Your name").fill("Grace Hopper");
    await page.getByLabel("Email address").fill("");
    await button(page, "Make my account").click();
    await page.getByText("Write what stands before the @").waitFor();
    await page.getByLabel("Email address").fill(GRACE);
    await page.getByText(`Your address will be ${GRACE}.`).waitFor();
    const password = page.getByLabel("Password", { exact: true });
    await page.getByLabel("Email address").fill(BOB);
    await password.fill(PASSWORD);
    await button(page, "Make my account").click();
    await page.getByText(`${BOB} is there already.`).waitFor();
    await page.getByLabel("Email address").fill(GRACE);
    await password.fill("short");
    await button(page, "Make my account").click();
    await page.getByText("Too short: at least 10").waitFor();
    await page.waitForFunction(() => document.activeElement?.id.length > 0);
    assert.equal(await password.getAttribute("aria-invalid"), "true");
    assert.ok(await password.evaluate((field) => field === document.activeElement));
    await grace.look("welcome-you");
    await password.fill(PASSWORD);
    await button(page, "Make my account").click();
    await heading(page, "Add a passkey").waitFor();
  },

  async "the owner is signed in, and gets a passkey and recovery codes"() {
    await page.reload();
    await heading(page, "Add a passkey").waitFor();
    await page.getByLabel("Name").waitFor();
    await grace.look("welcome-passkey");
    // By the keyboard alone: the field has the focus already.
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.type("Grace's laptop");
    await page.keyboard.press("Enter");
    await keepCodes(page, () => grace.look("welcome-recovery"));
    await heading(page, "Add an authenticator app").waitFor();
    assert.equal((await key.credentials()).length, 1);
  },

  async "an authenticator app is set up"() {
    await page.waitForFunction(() => document.activeElement?.tagName === "INPUT");
    await page.keyboard.press("Enter");
    await page.getByRole("img", { name: "QR code" }).waitFor();
    await page.getByText("I cannot scan it").click();
    secret = await page.locator("details code").textContent();
    await grace.look("welcome-app");
    await page.getByLabel("Code that the app shows now").fill("000000");
    await button(page, "Confirm").click();
    await page.getByText("That is not the code").waitFor();
    await page.waitForFunction(() => document.activeElement?.tagName === "INPUT");
    await page.keyboard.type(totp(secret));
    await page.keyboard.press("Enter");
    await heading(page, "Tell the world where your mail goes").waitFor();
    await page.waitForFunction(() => document.activeElement?.tagName === "H1");
  },

  async "what is there already is told, and not asked for again"() {
    await button(page, "Back").click();
    await page.getByText("You have an authenticator app: Phone.").waitFor();
    await button(page, "Back").click();
    await page.getByText("You have a passkey: Grace's laptop.").waitFor();
    await button(page, "Next").click();
    await page.getByText("You have an authenticator app").waitFor();
    await button(page, "Next").click();
  },

  async "records, a certificate and a message for trying"() {
    await page.getByText("example.test is for trying out").waitFor();
    await page.getByText("Show what a real domain would need").click();
    await page.getByText("v=spf1").first().waitFor();
    await grace.look("welcome-records");
    await reach(page, "Next");
    await page.keyboard.press("Enter");
    await heading(page, "The certificate").waitFor();
    await page.getByText("The server made it itself").waitFor();
    await grace.look("welcome-certificate");
    await reach(page, "Next");
    await page.keyboard.press("Enter");
    await heading(page, "Send a test message").waitFor();
    assert.equal(await page.getByLabel("To").inputValue(), GRACE);
    await page.waitForFunction(() => document.activeElement?.tagName === "INPUT");
    await page.keyboard.press("Enter");
    await page.getByRole("list", { name: "What happened" }).getByRole("listitem").first().waitFor();
    await grace.look("welcome-test");
    await button(page, "Next").click();
    await heading(page, "It is all set up").waitFor();
    await grace.look("welcome-done");
    await page.getByRole("link", { name: "Open the administration" }).click();
    await heading(page, "Overview").waitFor();
  },

  async "who comes again is led to what is left, and strangers to the sign-in page"() {
    await page.goto("/welcome");
    await page.getByText("You have a passkey").waitFor();
    const stranger = await browser.person();
    await stranger.page.goto(link);
    await heading(stranger.page, "Sign in").waitFor();
    await stranger.context.close();
  },
};

const ADMINISTRATION = {
  async "the overview says how the server is"() {
    await page.goto("/admin");
    await heading(page, "Overview").waitFor();
    await page.getByRole("img", { name: /Mail that came in/ }).waitFor();
    await page.getByText("Show as a table").first().click();
    assert.ok((await page.getByRole("table").first().getByRole("row").count()) >= 24);
    await page.getByText("Show as a table").first().click();
    await grace.look("admin-overview");
  },

  async "an account is made, and its password shown once"() {
    await go("Accounts");
    await page.getByRole("table").waitFor();
    await grace.look("admin-accounts");
    await button(page, "Add an account").click();
    await dialog(page).getByLabel("Email address").fill(BOB);
    await button(dialog(page), "Add it").click();
    await dialog(page).getByText(`${BOB} is taken already.`).waitFor();
    await grace.look("admin-account-add");
    await dialog(page).getByLabel("A shared mailbox").check();
    await dialog(page).getByLabel("Password").waitFor({ state: "detached" });
    await dialog(page).getByLabel("A shared mailbox").uncheck();
    await dialog(page).getByLabel("Email address").fill(ZOE);
    await dialog(page).getByLabel("Name").fill("Zoe Zuse");
    await button(dialog(page), "Add it").click();
    await dialog(page).getByText("It is shown now and never again.").waitFor();
    madePassword = await dialog(page).locator("code").textContent();
    await button(dialog(page), "Copy: password").click();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), madePassword);
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await button(dialog(page), "Done").click();
    await heading(page, ZOE).waitFor();
    assert.equal(await page.title(), `${ZOE} – Mailstead`);
    assert.equal(await page.evaluate(() => document.activeElement?.tagName), "H1");
  },

  async "its limits are told at their fields when they are wrong"() {
    await button(page, "Change").click();
    const size = dialog(page).getByLabel("Most that it may hold");
    await size.fill("a lot");
    await dialog(page).getByText("Write a number and a unit").waitFor();
    assert.ok(await button(dialog(page), "Save").isDisabled());
    await size.fill("5 GB");
    await dialog(page).getByLabel("Language").selectOption("de");
    await grace.look("admin-account-edit");
    await button(dialog(page), "Save").click();
    await page.getByText("Saved.").waitFor();
    await page.getByText("5 GB").waitFor();
    await page.getByText("German").waitFor();
  },

  async "another address is added, and one that is taken is not"() {
    await button(page, "Add an address").click();
    await dialog(page).getByLabel("Address").fill(BOB);
    await button(dialog(page), "Add it").click();
    await dialog(page).getByText(`${BOB} is taken already.`).waitFor();
    await dialog(page).getByLabel("Address").fill("z@example.test");
    await button(dialog(page), "Add it").click();
    await page.getByRole("heading", { name: "z@example.test" }).waitFor();
    await grace.look("admin-account");
  },

  async "somebody else is let in, and shut out again"() {
    await button(page, "Let somebody in").click();
    await dialog(page).getByRole("textbox", { name: "Who" }).fill("nobody@example.test");
    await button(dialog(page), "Save").click();
    await dialog(page).getByRole("alert").waitFor();
    forgetMissing();
    await dialog(page).getByRole("textbox", { name: "Who" }).fill(BOB);
    await dialog(page).getByLabel("Mail", { exact: true }).selectOption("write");
    await dialog(page).getByLabel(`May send on behalf of ${ZOE}`).check();
    await grace.look("admin-delegate");
    await button(dialog(page), "Save").click();
    await page.getByText("Reads, moves and deletes mail · sends on behalf").waitFor();
    await button(page, `Change ${BOB}`).click();
    await dialog(page).getByLabel("Mail", { exact: true }).selectOption("read");
    await button(dialog(page), "Save").click();
    await page.getByText("Reads the mail · sends on behalf").waitFor();
    await button(page, `Remove “${BOB}”`).click();
    await button(dialog(page), "Remove").click();
    await page.getByText("Nobody else.").waitFor();
  },

  async "the owner looks into an account for a while, and says why"() {
    await button(page, "Ask for a permit").click();
    assert.ok(await button(dialog(page), "Ask for a permit").isDisabled());
    await dialog(page).getByLabel("Reason").fill("ticket 4711: mail is missing");
    await grace.look("admin-permit");
    await button(dialog(page), "Ask for a permit").click();
    await page.getByText("ticket 4711: mail is missing").waitFor();
    await button(page, `End it: ${GRACE}`).click();
    await button(page, `End it: ${GRACE}`).waitFor({ state: "detached" });
  },

  async "she signs in, and is seen; she is signed out, and gets a link"() {
    const zoe = await browser.person();
    await zoe.page.goto("/signin?to=/account");
    await typePassword(zoe.page, ZOE, madePassword);
    await heading(zoe.page, "Überblick").waitFor();
    await page.reload();
    await page.getByText("Chrome on Linux").first().waitFor();
    await button(page, "Sign out everywhere").click();
    await button(dialog(page), "Sign out everywhere").click();
    await page.getByText("1 session is ended.").waitFor();
    await zoe.page.reload();
    await heading(zoe.page, "Sign in").waitFor();
    await button(page, "Make a link for a new password").click();
    const way = await dialog(page).locator("code").textContent();
    await button(dialog(page), "Done").click();
    await zoe.page.goto(way);
    await zoe.page.getByLabel("New password").fill("another gravel otter eighteen");
    await button(zoe.page, "Set the password").click();
    await zoe.page.getByText("Your password is set.").waitFor();
    await zoe.context.close();
  },

  async "what is switched off lets nobody in, and can be switched on"() {
    await button(page, "Switch off").click();
    await button(dialog(page), "Switch off").click();
    await page.getByText("This account is switched off").waitFor();
    await button(page, "Switch on").click();
    await button(page, "Switch off").waitFor();
  },

  async "accounts are found by a part of their name"() {
    await page.getByRole("link", { name: "Accounts" }).first().click();
    await heading(page, "Accounts").waitFor();
    await page.getByRole("searchbox").fill("zuse");
    await page.keyboard.press("Enter");
    await row("Zoe Zuse").waitFor();
    await page.waitForFunction(() => document.querySelectorAll("tbody tr").length === 1);
    await page.reload();
    await row("Zoe Zuse").waitFor();
    assert.equal(await page.getByRole("searchbox").inputValue(), "zuse");
    await page.getByRole("searchbox").fill("nobody of this name");
    await button(page, "Search").click();
    await page.getByText("Nothing matches.").waitFor();
  },

  async "a group is made, changed and removed"() {
    await go("Groups");
    await page.getByText("There are no groups yet.").waitFor();
    await button(page, "Add a group").click();
    await dialog(page).getByLabel("Address").fill("team@example.test");
    await dialog(page).getByLabel("Members").fill(`${ZOE}\n${BOB}`);
    await grace.look("admin-group");
    await button(dialog(page), "Save").click();
    await page.getByText("2 members").waitFor();
    await button(page, "Change team@example.test").click();
    await dialog(page).getByLabel("Members").fill(ZOE);
    await button(dialog(page), "Save").click();
    await page.getByText("1 member", { exact: true }).waitFor();
    await grace.look("admin-groups");
    await button(page, "Remove “team@example.test”").click();
    await button(dialog(page), "Remove").click();
    await page.getByText("There are no groups yet.").waitFor();
  },

  async "a domain is added with its records, its keys change in two steps"() {
    await go("Domains");
    await row("example.test").waitFor();
    await grace.look("admin-domains");
    await button(page, "Add a domain").click();
    await dialog(page).getByLabel("Domain").fill("second.test");
    await button(dialog(page), "Add it").click();
    await heading(page, "second.test").waitFor();
    await page.getByText("v=spf1").first().waitFor();
    await button(page, "Copy: MX second.test.").click();
    assert.match(await page.evaluate(() => navigator.clipboard.readText()), /^10 /);
    await grace.look("admin-domain");
    await button(page, "Change").click();
    await dialog(page).getByLabel("Second factor").selectOption("required");
    await dialog(page).getByLabel("Days of grace").fill("14");
    await button(dialog(page), "Save").click();
    await page.getByText("Required (after 14 days of grace)").waitFor();
    await button(page, "Make new keys").click();
    await button(dialog(page), "Make new keys").click();
    await page.getByText("The new keys are made.").waitFor();
    await button(page, "Let the new keys sign").click();
    await page.getByText("Not yet: these are not in the DNS").waitFor();
    await button(page, "Remove …").click();
    await typeAndDo("second.test", "Remove this domain");
    await heading(page, "Domains").waitFor();
    await row("second.test").waitFor({ state: "detached" });
  },

  async "a tenant gets limits and a look of its own, and nothing that runs"() {
    await go("Tenants");
    await row("first").waitFor();
    await button(page, "Add a tenant").click();
    await dialog(page).getByLabel("Name").fill("first");
    await button(dialog(page), "Add it").click();
    await dialog(page).getByText("There is a tenant first already.").waitFor();
    await dialog(page).getByLabel("Name").fill("Acme & Sons");
    await button(dialog(page), "Add it").click();
    await heading(page, "Acme & Sons").waitFor();
    await button(page, "Change the limits").click();
    await dialog(page).getByLabel("Most accounts").fill("5");
    await dialog(page).getByLabel("Most storage").fill("a lot");
    assert.ok(await button(dialog(page), "Save").isDisabled());
    await dialog(page).getByLabel("Most storage").fill("10 GB");
    await grace.look("admin-tenant-limits");
    await button(dialog(page), "Save").click();
    await page.getByText("0 of 5").waitFor();
    await page.getByText("of 10 GB").waitFor();

    await button(page, "Change the look").click();
    await dialog(page).getByLabel("Name for its people").fill("Acme\u202etset");
    await button(dialog(page), "Save").click();
    await dialog(page).getByText("At most 100 characters on one line").waitFor();
    await dialog(page).getByLabel("Name for its people").fill(MARKUP);
    await dialog(page).getByLabel("Colour", { exact: true }).fill("red;}");
    assert.ok(await button(dialog(page), "Save").isDisabled());
    await dialog(page).getByLabel("Colour", { exact: true }).fill("#ffcc00");
    await dialog(page).getByLabel("Place for help").fill("javascript:alert(1)");
    await dialog(page).getByText("Only an address that begins with https:").waitFor();
    assert.ok(await button(dialog(page), "Save").isDisabled());
    await dialog(page).getByLabel("Place for help").fill("https://help.acme.test/mail");
    assert.equal(await dialog(page).getByText(MARKUP, { exact: true }).count(), 2);
    await grace.look("admin-brand");
    await button(dialog(page), "Save").click();
    await page.getByText("https://help.acme.test/mail").waitFor();

    await page.getByText("It has no domain yet.").waitFor();
    await button(page, "Add a domain").click();
    await dialog(page).getByLabel("Domain").fill("acme.test");
    await button(dialog(page), "Add it").click();
    await page.getByRole("link", { name: "acme.test", exact: true }).waitFor();
    await grace.look("admin-tenant");
    await go("Tenants");
    await row("Acme & Sons").waitFor();
    await grace.look("admin-tenants");
  },

  async "its people see it where they sign in, once their domain is known"() {
    const eve = await browser.person();
    const accent = () =>
      eve.page.evaluate(() =>
        getComputedStyle(document.documentElement).getPropertyValue("--accent").trim(),
      );
    await eve.page.goto("/signin");
    await heading(eve.page, "Sign in").waitFor();
    assert.equal(await eve.page.title(), "Sign in – Mailstead");
    const own = await accent();
    await eve.page.getByLabel("Email address").fill("nobody@acme.test");
    await eve.page.keyboard.press("Tab");
    await eve.page.getByText(MARKUP, { exact: true }).waitFor();
    assert.equal(await eve.page.title(), `Sign in – ${MARKUP}`);
    assert.notEqual(await accent(), own);
    const help = eve.page.getByRole("link", { name: "help.acme.test" });
    assert.equal(await help.getAttribute("rel"), "noopener noreferrer");
    assert.equal(await help.getAttribute("href"), "https://help.acme.test/mail");
    await eve.look("signin-brand");
    await eve.page.getByLabel("Email address").fill(GRACE);
    await eve.page.keyboard.press("Tab");
    await help.waitFor({ state: "detached" });
    assert.equal(await eve.page.title(), "Sign in – Mailstead");
    assert.equal(await accent(), own);
    await eve.context.close();
  },

  async "a long name takes no more room than there is"() {
    const looks = (brand, colour, helpAddress) =>
      page.evaluate(
        async (body) => {
          const answer = await fetch("/api/admin/tenants/first", {
            method: "PATCH",
            headers: { "Content-Type": "application/json" },
            body: JSON.stringify(body),
          });
          return answer.status;
        },
        { brand, colour, helpAddress },
      );
    const long = "W".repeat(100);
    assert.equal(await looks(long, "#7a1fa2", "tel:+49-30-1234"), 200);
    await page.setViewportSize({ width: 320, height: 640 });
    await page.goto("/account/sign-in");
    await heading(page, "Sign-in").waitFor();
    assert.equal(await page.title(), `Sign-in – ${long}`);
    await page.getByRole("link", { name: "+49-30-1234" }).waitFor();
    const [wide, room, high] = await page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return [scrollWidth, clientWidth, document.querySelector("header")?.offsetHeight];
    });
    assert.ok(wide <= room, `${wide} wide in ${room}`);
    assert.ok(high <= 72, `the top is ${high} high`);
    await grace.look("account-brand");
    assert.equal(await looks("", "", ""), 200);
    await page.goto("/admin/tenants");
    await heading(page, "Tenants").waitFor();
    assert.equal(await page.title(), "Tenants – Mailstead");
  },

  async "a tenant is removed once it has no domain"() {
    await page.getByRole("link", { name: "Acme & Sons" }).click();
    await button(page, "Remove …").click();
    await typeAndDo("Acme & Sons", "Remove this tenant");
    await page.getByText("It still has domains.").waitFor();
    await page.getByRole("link", { name: "acme.test", exact: true }).click();
    await heading(page, "acme.test").waitFor();
    await button(page, "Remove …").click();
    await typeAndDo("acme.test", "Remove this domain");
    await heading(page, "Domains").waitFor();
    await go("Tenants");
    await page.getByRole("link", { name: "Acme & Sons" }).click();
    await button(page, "Remove …").click();
    await typeAndDo("Acme & Sons", "Remove this tenant");
    await heading(page, "Tenants").waitFor();
    await row("Acme & Sons").waitFor({ state: "detached" });
  },

  async "mail that waits is seen, traced and thrown away"() {
    const sent = await page.evaluate(
      async (addresses) => {
        const send = (to) =>
          fetch("/api/admin/test-mail", {
            method: "POST",
            headers: { "Content-Type": "application/json" },
            body: JSON.stringify({ to }),
          });
        return Promise.all(addresses.map(async (to) => (await send(to)).status));
      },
      ["first@elsewhere.test", "second@elsewhere.test"],
    );
    assert.deepEqual(sent, [200, 200]);
    await go("Queue");
    await row("first@elsewhere.test").waitFor();
    await grace.look("admin-queue");
    await page.getByRole("searchbox").fill("second@");
    await button(page, "Search").click();
    await row("first@elsewhere.test").waitFor({ state: "detached" });
    await button(page, "Let go: second@elsewhere.test").click();
    await button(dialog(page), "Cancel").click();
    await button(page, "Throw away: second@elsewhere.test").click();
    await button(dialog(page), "Throw away").click();
    await page.getByText("Nothing matches.").waitFor();
    await page.getByRole("searchbox").fill("");
    await button(page, "Search").click();
    const trace = await page.getByRole("link", { name: "What happened" }).getAttribute("href");
    await button(page, "Let go: first@elsewhere.test").click();
    await button(dialog(page), "Let go").click();
    await page.getByText("It is on its way again.").waitFor();
    await page.goto(trace);
    await heading(page, "Trace a message").waitFor();
    // It is written a moment later, for many messages at a time.
    while ((await page.getByText("the operator lets it go").count()) === 0) {
      const fresh = page.waitForResponse("**/api/admin/trace**");
      await button(page, "Refresh").click();
      await fresh;
    }
    await grace.look("admin-trace");
  },

  async "reports and certificates"() {
    await go("Reports");
    await page.getByText("Nobody has reported yet.").first().waitFor();
    await grace.look("admin-reports");
    await go("Certificates");
    await page.getByText("The server made it itself").waitFor();
    await grace.look("admin-certificates");
  },

  async "a setting is found, changed and reset; a domain may have its own"() {
    await go("Settings");
    await page.getByRole("searchbox").fill("junk points");
    await button(page, "Change junk_points").waitFor();
    assert.ok((await page.locator("main h3").count()) < 6, "only what fits is shown");
    await grace.look("admin-settings");
    await button(page, "Change junk_points").click();
    await dialog(page).getByLabel("Value").fill("many");
    await button(dialog(page), "Save").click();
    await dialog(page).getByRole("alert").getByText("junk_points is a number").waitFor();
    await grace.look("admin-setting");
    await dialog(page).getByLabel("Value").fill("7");
    await button(dialog(page), "Save").click();
    await page.getByText(`by ${GRACE}`).waitFor();
    await button(page, "Reset junk_points").click();
    await button(dialog(page), "Reset").click();
    await button(page, "Reset junk_points").waitFor({ state: "detached" });
    await page.getByRole("searchbox").fill("hostname");
    await page.getByText("set in mailstead.toml").first().waitFor();
    await page.goto("/admin/settings?domain=example.test");
    await heading(page, "Settings of example.test").waitFor();
    await button(page, "Change messages_per_account").waitFor();
    assert.equal(await button(page, "Change junk_points").count(), 0);
  },

  async "somebody gets a role, and sees what it is for and nothing else"() {
    await go("Roles");
    await button(page, "Give a role").click();
    await dialog(page).getByLabel("Email address").fill(ZOE);
    await dialog(page).getByLabel("Role").selectOption("help-desk");
    await grace.look("admin-role-give");
    await button(dialog(page), "Give it").click();
    await row(ZOE).waitFor();
    const zoe = await browser.person();
    await zoe.page.goto("/signin?to=/admin");
    await typePassword(zoe.page, ZOE, "another gravel otter eighteen");
    await heading(zoe.page, "Konten").waitFor();
    assert.equal(await zoe.page.getByRole("link", { name: "Warteschlange" }).count(), 0);
    assert.equal(await button(zoe.page, "Konto hinzufügen").count(), 0);
    await zoe.page.getByText("mit einem Passwort allein").waitFor();
    await zoe.look("admin-help-desk-de");
    await zoe.page.goto(`/admin/accounts/${encodeURIComponent(BOB)}`);
    await button(zoe.page, "Link für ein neues Passwort").waitFor();
    assert.equal(await button(zoe.page, "Passwort setzen").count(), 0);
    assert.equal(await button(zoe.page, "Jemanden einlassen").count(), 0);
    await zoe.page.goto("/admin/audit");
    await heading(zoe.page, "Nicht für Ihre Rolle").waitFor();
    await zoe.context.close();
  },

  async "a program gets a token, shown once"() {
    await button(page, "Make a token").click();
    await dialog(page).getByLabel("Name").fill("monitoring");
    await button(dialog(page), "Make it").click();
    await dialog(page).getByText("It is shown now and never again.").waitFor();
    const token = await dialog(page).locator("code").textContent();
    await button(dialog(page), "Done").click();
    const asks = () =>
      fetch(`${url}/api/admin/overview`, { headers: { Authorization: `Bearer ${token}` } });
    assert.equal((await asks()).status, 200);
    await page.getByRole("heading", { name: "monitoring" }).waitFor();
    await grace.look("admin-roles");
    await button(page, "Remove “monitoring”").click();
    await button(dialog(page), "Remove").click();
    await page.getByRole("heading", { name: "monitoring" }).waitFor({ state: "detached" });
    assert.equal((await asks()).status, 401);
    await button(page, `Take away: ${ZOE}`).click();
    await button(dialog(page), "Take away").click();
    await row(ZOE).waitFor({ state: "detached" });
  },

  async "all that was done is in the log, which can be verified and taken away"() {
    await go("Audit log");
    await row("role.revoke").waitFor();
    await grace.look("admin-audit");
    await page.getByLabel("Of what").fill(ZOE);
    await page.getByRole("textbox", { name: "What", exact: true }).fill("account.add");
    await button(page, "Search").click();
    await page.waitForFunction(() => document.querySelectorAll("tbody tr").length === 1);
    await page.getByRole("button", { name: /Details of account.add/ }).click();
    await dialog(page).getByText("Fingerprint").waitFor();
    await grace.look("admin-audit-entry");
    assert.ok(!(await dialog(page).textContent()).includes(madePassword), "no password in the log");
    await button(dialog(page), "Close").last().click();
    await button(page, "Verify").click();
    await page.getByText(/^All [\d,]+ entries are as they were written/).waitFor();
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "Export" }).click(),
    ]);
    assert.equal(file.suggestedFilename(), "audit.jsonl");
  },

  async "what brings nothing back has to be typed, and asks for a fresh proof"() {
    await page.goto(`/admin/accounts/${encodeURIComponent(ZOE)}`);
    // The server wants one after ten minutes: its refusal is played once, the rest is real.
    let refused = 0;
    await page.route("**/api/admin/accounts/zoe*", (route) =>
      route.request().method() === "DELETE" && refused++ === 0
        ? route.fulfill({
            status: 401,
            contentType: "application/problem+json",
            body: '{"status":401,"title":"NOT_AUTHENTICATED","key":"login.prove-again","arguments":[]}',
          })
        : route.continue(),
    );
    await button(page, "Remove …").click();
    await grace.look("admin-account-remove");
    await typeAndDo(ZOE, "Remove this account");
    await dialog(page).getByText("So we ask again.").waitFor();
    await button(dialog(page), "Use a passkey").click();
    await heading(page, "Accounts").waitFor();
    await row(BOB).waitFor();
    assert.equal(await row(ZOE).count(), 0);
  },

  async "the keyboard alone is enough, and what it reaches can be seen"() {
    const keys = page.keyboard;
    await page.goto("/admin");
    await heading(page, "Overview").waitFor();
    await keys.press("Tab");
    await keys.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement?.id), "content");
    await page.goto("/admin");
    await heading(page, "Overview").waitFor();
    await reach(page, "Groups");
    await keys.press("Enter");
    await heading(page, "Groups").waitFor();
    await page.waitForFunction(() => document.activeElement?.tagName === "H1");
    await reach(page, "Add a group");
    await keys.press("Enter");
    await reach(page, "Address");
    await keys.type("team@example.test");
    await reach(page, "Members");
    await keys.type(BOB);
    await reach(page, "Save");
    await keys.press("Enter");
    await page.getByRole("heading", { name: "team@example.test" }).waitFor();
    await reach(page, "Remove “team@example.test”");
    await keys.press("Enter");
    await reach(page, "Remove");
    await keys.press("Enter");
    await page.getByText("There are no groups yet.").waitFor();
    await page.waitForFunction(() => document.activeElement?.tagName === "H1");
  },

  async "on a phone the sections are in a drawer"() {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto("/admin/queue");
    await heading(page, "Queue").waitFor();
    await button(page, "Menu").click();
    await dialog(page).getByRole("link", { name: "Domains" }).waitFor();
    await grace.look("admin-drawer", 720);
    await page.setViewportSize({ width: 390, height: 844 });
    await dialog(page).getByRole("link", { name: "Domains" }).click();
    await heading(page, "Domains").waitFor();
    await dialog(page).waitFor({ state: "detached" });
    await page.goBack();
    await heading(page, "Queue").waitFor();
    await button(page, "Menu").click();
    await page.keyboard.press("Escape");
    await dialog(page).waitFor({ state: "detached" });
    await page.setViewportSize({ width: 1440, height: 900 });
  },

  async "enlarged four times nothing scrolls sideways"() {
    await page.setViewportSize({ width: 320, height: 640 });
    for (const part of [
      "",
      "/accounts",
      "/domains/example.test",
      "/tenants/first",
      "/settings",
      "/roles",
      "/audit",
    ]) {
      await page.goto(`/admin${part}`);
      await page.locator("main h1").waitFor();
      await page.waitForLoadState("networkidle");
      const [wide, room] = await page.evaluate(() => {
        const whole = document.documentElement;
        return [whole.scrollWidth, whole.clientWidth];
      });
      assert.ok(wide <= room, `/admin${part} is ${wide} wide in ${room}`);
    }
    await page.setViewportSize({ width: 1440, height: 900 });
  },

  async "an address that is none says so"() {
    await page.goto("/admin/nowhere/at-all");
    await heading(page, "There is no such page").waitFor();
    await page.goto("/admin/accounts/nobody%40example.test");
    await page.getByRole("alert").waitFor();
    forgetMissing();
  },

  async "the owner's browser alone is not enough for the next one"() {
    await button(page, "Sign out").click();
    await heading(page, "Sign in").waitFor();
    await page.goto("/admin/accounts");
    await typePassword(page, GRACE, PASSWORD);
    await button(page, "Use the authenticator app").click();
    await page.getByLabel("Code from your authenticator app").fill(totp(secret, 1));
    await button(page, "Sign in").click();
    await heading(page, "Accounts").waitFor();
  },
};

await run(browser, page, out, { ...FIRST_STEPS, ...ADMINISTRATION });
