// Builds the pages for the program's jar ("build"), or looks whether they are sound ("check").
// Both do nothing when nothing has changed since the last time.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const root = dirname(fileURLToPath(import.meta.url));
const out = join(root, process.env.MAILSTEAD_WEB_OUT ?? "target/classes/webmail");
const stamps = join(root, "target/stamps");
const report = join(root, "target/surefire-reports/TEST-webmail.xml");

/** Packing less than this saves nothing. */
const LEAST_PACKED = 512;

/** What pages may load before they show, packed by gzip, and the sentences that each has. */
const MOST_SCRIPT = [
  { page: "signin.html", most: 40 * 1024, words: [""] },
  { page: "welcome.html", most: 90 * 1024, words: ["", "admin/", "welcome/"] },
  { page: "admin.html", most: 130 * 1000, words: ["", "admin/"] },
  { page: "mail.html", most: 130 * 1000, words: ["", "mail/"] },
];

function files(folder, under = folder) {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? files(path, under) : [relative(under, path)];
    })
    .sort();
}

function hash(paths) {
  const sum = createHash("sha256");
  for (const path of paths) {
    sum
      .update(`${path}\0`)
      .update(readFileSync(join(root, path)))
      .update("\0");
  }
  return sum.digest("hex");
}

const settings = readdirSync(root).filter((name) => /\.(json|js|ts|html)$|^\.npmrc$/.test(name));
const under = (folder) => files(join(root, folder)).map((path) => join(folder, path));
const sources = [...settings, ...under("src"), ...under("public")].sort();

/** Whose refusals the pages have sentences for. */
const server = ["signin", "http", "identity", "admin"]
  .map((name) => `../${name}/src/main/java`)
  .filter((folder) => existsSync(join(root, folder)))
  .flatMap(under);

/** Does some work unless what it is made from is as it was. */
function unlessDone(name, made, result, work) {
  const stamp = join(stamps, name);
  if (existsSync(result) && existsSync(stamp) && readFileSync(stamp, "utf8") === made) {
    return;
  }
  rmSync(stamp, { force: true });
  work();
  mkdirSync(stamps, { recursive: true });
  writeFileSync(stamp, made);
}

function run(program, ...words) {
  const ended = spawnSync(program, words, { cwd: root, stdio: "inherit" });
  if (ended.status !== 0) {
    console.error(`${program} ${words.join(" ")} failed`);
    process.exit(ended.status ?? 1);
  }
}

function tool(name, ...words) {
  run(process.execPath, join(root, "node_modules", name), ...words);
}

function install() {
  const lock = hash(["package-lock.json", ".npmrc"]);
  const stamp = join(root, "node_modules/.installed");
  if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== lock) {
    run("npm", "ci");
    writeFileSync(stamp, lock);
  }
}

/** The packages whose code is in the pages, with the texts of their licences, which ask for it. */
function licences() {
  const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
  const named = JSON.parse(readFileSync(join(root, "package.json"), "utf8")).bundled;
  return named.map((name) => {
    const folder = join(root, "node_modules", name);
    const text = readdirSync(folder).find((file) => /^licen[cs]e/i.test(file));
    const { version, license } = lock.packages[`node_modules/${name}`];
    return `(${license}) ${name} ${version}\n\n${readFileSync(join(folder, text), "utf8").trim()}\n`;
  });
}

function pack() {
  for (const path of files(out)) {
    const bytes = readFileSync(join(out, path));
    if (bytes.length >= LEAST_PACKED && /\.(html|js|css|svg|txt|webmanifest)$/.test(path)) {
      const best = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };
      writeFileSync(join(out, `${path}.br`), brotliCompressSync(bytes, best));
      writeFileSync(join(out, `${path}.gz`), gzipSync(bytes, { level: 9 }));
    }
  }
  writeFileSync(join(out, "files.txt"), `${files(out).join("\n")}\n`);
}

/** What a page loads before it shows: its entry, all that this one imports at once, its words. */
function measure(page, sets) {
  const manifest = JSON.parse(readFileSync(join(out, "manifest.json"), "utf8"));
  const seen = new Set();
  const visit = (key) => {
    if (!seen.has(key)) {
      seen.add(key);
      (manifest[key].imports ?? []).forEach(visit);
    }
  };
  visit(page);
  const size = (key) => gzipSync(readFileSync(join(out, manifest[key].file)), { level: 9 }).length;
  // A page of one language: the largest.
  const words = sets.map((set) =>
    Math.max(
      ...Object.keys(manifest)
        .filter((key) => new RegExp(`^src/i18n/${set}[a-z]+\\.ts$`).test(key))
        .map(size),
    ),
  );
  return [...[...seen].map(size), ...words].reduce((sum, one) => sum + one, 0);
}

/** Tells the mail page's worker what the page is made of; of its languages what is spoken comes by itself. */
function employ() {
  const manifest = JSON.parse(readFileSync(join(out, "manifest.json"), "utf8"));
  const seen = new Set();
  const visit = (key) => {
    if (!seen.has(key) && !key.startsWith("src/i18n/")) {
      seen.add(key);
      const { imports = [], dynamicImports = [] } = manifest[key];
      [...imports, ...dynamicImports].forEach(visit);
    }
  };
  visit("mail.html");
  const made = [...seen].flatMap((key) => [manifest[key].file, ...(manifest[key].css ?? [])]);
  const files = [...new Set([...made, "mailframe.html", "mailframe.css", "favicon.svg"])]
    .filter((path) => path !== "mail.html")
    .sort();
  const sum = createHash("sha256");
  for (const path of ["mail.html", ...files]) {
    sum.update(readFileSync(join(out, path)));
  }
  const page = { version: sum.digest("hex").slice(0, 16), files: files.map((path) => `/${path}`) };
  const script = join(out, "mail-worker.js");
  writeFileSync(script, `const PAGE=${JSON.stringify(page)};${readFileSync(script, "utf8")}`);
}

function build() {
  install();
  unlessDone("build", hash(sources), join(out, "files.txt"), () => {
    tool("vite/bin/vite.js", "build", "--logLevel", "warn");
    for (const { page, most, words } of MOST_SCRIPT) {
      const script = measure(page, words);
      console.log(`${page} loads ${script} octets of script before it shows`);
      if (script > most) {
        console.error(`that is more than ${most}`);
        process.exit(1);
      }
    }
    employ();
    rmSync(join(out, "manifest.json"));
    writeFileSync(join(out, "licences.txt"), licences().join("\n---\n\n"));
    pack();
  });
}

function check() {
  install();
  const tests = under("test");
  unlessDone("check", hash([...sources, ...tests, ...server]), report, () => {
    tool("@biomejs/biome/bin/biome", "check", "--error-on-warnings", ".");
    tool("typescript/bin/tsc", "-p", "src/worker");
    tool("svelte-check/bin/svelte-check", "--fail-on-warnings", "--output", "human");
    const reporter = ["--reporter=default", "--reporter=junit", `--outputFile.junit=${report}`];
    tool("vitest/vitest.mjs", "run", "--dir", "test/unit", ...reporter);
  });
}

switch (process.argv[2]) {
  case "build":
    build();
    break;
  case "check":
    check();
    break;
  default:
    console.error("usage: node build.js build|check");
    process.exit(2);
}
