// Shows real mail, most of it hostile, through the page's cleaning and its frame: nothing may run,
// nothing may be asked for, and the page has to go on. The mail is that of the test data, which is
// in $MAILSTEAD_TEST_DATA or ../shared/data beside the checkout; a part of it is looked at, and all
// of it with MAILSTEAD_CORPUS=all.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { start } from "./browser.js";
import { ADA, signIn } from "./mail-steps.js";
import { htmlOf } from "./mime.js";

const webmail = fileURLToPath(new URL("../..", import.meta.url));
const data = process.env.MAILSTEAD_TEST_DATA ?? join(webmail, "../../shared/data");
const SAMPLE = 1200;
const AT_ONCE = 8;
/** No message keeps the page busy for longer. */
const PATIENCE_MS = 5_000;

if (!existsSync(data)) {
  console.log(`there is no test data in ${data}: nothing was looked at`);
  process.exit(process.env.CI === "true" ? 1 : 0);
}

/** All HTML there is, by the files that it is from. */
function corpus() {
  const folder = mkdtempSync(join(tmpdir(), "corpus-"));
  try {
    const found = [];
    let messages = 0;
    for (const kind of ["spam", "ham"]) {
      for (const name of readdirSync(join(data, kind)).filter((one) => one.endsWith(".tar.xz"))) {
        const into = mkdtempSync(join(folder, "one-"));
        const tar = spawnSync("tar", ["xJf", join(data, kind, name), "-C", into]);
        assert.equal(tar.status, 0, String(tar.stderr));
        for (const path of readdirSync(into, { recursive: true, encoding: "utf8" }).sort()) {
          const file = join(into, path);
          if (/^(ham|spam)\/./.test(path) && statSync(file).isFile()) {
            messages++;
            const htmls = htmlOf(readFileSync(file));
            found.push(...htmls.map((html) => ({ name: `${name} ${path}`, html })));
          }
        }
      }
    }
    return { found, messages };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The page's own code as one script, which is given to it from outside. */
async function code() {
  const entry = join(webmail, "test/e2e/corpus-code.ts");
  const built = await build({
    root: webmail,
    configFile: false,
    logLevel: "error",
    build: {
      write: false,
      minify: false,
      lib: { entry, name: "reading", formats: ["iife"], fileName: "reading" },
    },
  });
  return `${[built].flat()[0].output[0].code}\nglobalThis.reading = reading;`;
}

/** Makes the frames that show mail, as the page makes them. */
async function prepare({ count, sandbox }) {
  const { cleaning, frame } = globalThis.reading;
  const wash = await cleaning();
  const look = { dark: true, text: "#fff", ground: "#000", accent: "#00f" };
  const hears = { height: () => undefined, link: () => undefined, key: () => undefined };
  const made = [];
  globalThis.violations = [];
  for (let i = 0; i < count; i++) {
    const element = document.createElement("iframe");
    element.setAttribute("sandbox", sandbox);
    element.src = "/mailframe.html";
    await new Promise((resolve) => {
      element.addEventListener("load", resolve, { once: true });
      document.body.append(element);
    });
    element.contentDocument.addEventListener("securitypolicyviolation", (event) => {
      globalThis.violations.push(`${event.violatedDirective} ${event.blockedURI}`);
    });
    made.push({ element, shown: frame(element, hears) });
  }
  const pictures = { inline: new Map(), remote: new Map() };
  const nothing =
    "script,iframe,frame,object,embed,link,meta,base,form,input,button,svg,math,video,audio";

  /** What is left in it that has no business there. */
  function left(page) {
    const found = [...page.body.querySelectorAll(nothing)].map((one) => one.tagName);
    for (const one of page.body.querySelectorAll("*")) {
      for (const { name, value } of one.attributes) {
        const loads = /^(src|background|poster|srcset|data|action)$/.test(name);
        const runs = /^\s*(javascript|vbscript|data:text)/i.test(value);
        if (/^on/.test(name) || runs || (loads && !/^(blob:|data:image\/)/.test(value))) {
          found.push(`${name}=${value.slice(0, 80)}`);
        }
      }
    }
    const css = [...page.body.querySelectorAll("style")].map((one) => one.textContent);
    css.push(...[...page.body.querySelectorAll("[style]")].map((one) => one.getAttribute("style")));
    const outside = css.filter((one) => /url\(\s*["']?(?!data:|blob:|["')])|@import/i.test(one));
    return [...found, ...outside.map((one) => one.slice(0, 80))];
  }

  /** Shows something as it is, to see that what is looked for would be found. */
  globalThis.showRaw = async (html) => {
    const page = made[0].element.contentDocument;
    page.body.innerHTML = html;
    const found = left(page);
    await new Promise((resolve) => setTimeout(resolve, 100));
    page.body.replaceChildren();
    return { found, violations: globalThis.violations.splice(0) };
  };

  /** Shows some beside each other; tells what was left of each, and how long each took. */
  globalThis.showAll = async (htmls) => {
    const told = htmls.map((html, i) => {
      const begun = performance.now();
      const cleaned = wash.clean(html, pictures);
      made[i].shown.show(cleaned, look);
      const ms = performance.now() - begun;
      const { body } = made[i].element.contentDocument;
      return {
        ms,
        words: body.textContent.trim().length,
        remote: cleaned.remote.length,
        trackers: cleaned.trackers,
        left: left(made[i].element.contentDocument),
      };
    });
    // Whatever would be asked for is asked for by now.
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)));
    return { told, violations: globalThis.violations.splice(0), at: location.pathname };
  };
}

/**
 * While HTML is parsed, in a document that is never shown, the frame's policy refuses each <base> of
 * it, and the browser says so; what is shown has none.
 */
function takeBases() {
  const said = (one) => one.startsWith("console: Setting the document's base URI to");
  const others = browser.faults.filter((one) => !said(one));
  const bases = browser.faults.length - others.length;
  browser.faults.splice(0, browser.faults.length, ...others);
  return bases;
}

const { found, messages } = corpus();
const all = process.env.MAILSTEAD_CORPUS === "all";
const every = all ? 1 : Math.max(1, Math.floor(found.length / SAMPLE));
const looked = found.filter((_, i) => i % every === 0);
console.log(`${messages} messages have ${found.length} HTML parts; ${looked.length} are looked at`);

// Nothing of this mail's is to be resolved, not even by a mistake.
const browser = await start(process.env.MAILSTEAD_URL, `${process.env.MAILSTEAD_OUT}/corpus`, [
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost",
]);
const counts = {
  shown: 0,
  empty: 0,
  remote: 0,
  trackers: 0,
  blocked: 0,
  bases: 0,
  slowest: 0,
  name: "",
};
try {
  const ada = await browser.person();
  const { page } = ada;
  let now = "";
  page.on("dialog", (dialog) => {
    browser.faults.push(`a dialog at ${now}: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("popup", () => browser.faults.push(`a window at ${now}`));
  await signIn(ada, ADA, process.env.MAILSTEAD_ADA);
  const source = readFileSync(join(webmail, "src/mail/read/MailFrame.svelte"), "utf8");
  await page.evaluate(await code());
  await page.evaluate(prepare, { count: AT_ONCE, sandbox: /sandbox="([^"]+)"/.exec(source)[1] });
  const raw = await page.evaluate(() =>
    globalThis.showRaw(
      "<p onclick=x>a</p><img src=https://picture.invalid/><p style='background:url(//b.invalid/)'>",
    ),
  );
  assert.equal(raw.found.length, 3, "what has no business there would be found");
  assert.equal(raw.violations.length, 2, "what is asked for would be noticed");
  assert.ok(browser.faults.splice(0).length > 0, "and told by the browser, too");
  const begun = performance.now();
  for (let i = 0; i < looked.length; i += AT_ONCE) {
    const some = looked.slice(i, i + AT_ONCE);
    now = some[0].name;
    const htmls = some.map((one) => one.html);
    const { told, violations, at } = await page.evaluate((all) => globalThis.showAll(all), htmls);
    assert.equal(at, "/mail", `${now} left the page`);
    counts.blocked += violations.length;
    told.forEach(({ ms, words, remote, trackers, left }, n) => {
      const { name, html } = some[n];
      assert.deepEqual(left, [], name);
      assert.ok(ms < PATIENCE_MS, `${name} (${html.length} signs) took ${Math.round(ms)} ms`);
      counts.shown++;
      counts.empty += words === 0 ? 1 : 0;
      counts.remote += remote;
      counts.trackers += trackers;
      if (ms > counts.slowest) {
        counts.slowest = Math.round(ms);
        counts.name = `${name}, ${html.length} signs`;
      }
    });
    counts.bases += takeBases();
    assert.deepEqual(browser.faults, [], now);
  }
  await page.getByRole("link", { name: /^Drafts/ }).click();
  await page.getByRole("heading", { name: "Drafts" }).waitFor();
  console.log(
    `${counts.shown} shown in ${Math.round((performance.now() - begun) / 1000)} s, ${counts.empty} without words;`,
    `${counts.remote} pictures kept back, ${counts.trackers} of them trackers;`,
    `the frame's policy had to stop ${counts.blocked}, and ${counts.bases} <base> while they were read;`,
    `the slowest took ${counts.slowest} ms (${counts.name})`,
  );
  assert.deepEqual(browser.faults, [], "what a browser should never do");
} catch (error) {
  console.log(`${error.stack}\n${browser.faults.join("\n")}`);
  process.exitCode = 1;
} finally {
  await browser.close();
}
