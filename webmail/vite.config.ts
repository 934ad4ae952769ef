import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig, type Plugin } from "vite";
import packages from "./package.json" with { type: "json" };

/** Where Maven takes the program's resources from. */
const out = process.env["MAILSTEAD_WEB_OUT"] ?? "target/classes/webmail";

/** What the pages bring along is named in package.json, so that its licence goes with them. */
const named: Plugin = {
  name: "named-packages",
  generateBundle() {
    for (const id of this.getModuleIds()) {
      const from = /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(id)?.[1];
      if (from !== undefined && !packages.bundled.includes(from)) {
        this.error(`${from} is in the pages, and not named under "bundled" in package.json`);
      }
    }
  },
};

export default defineConfig({
  plugins: [svelte(), named],
  build: {
    outDir: out,
    emptyOutDir: true,
    target: ["chrome111", "firefox115", "safari16.4"],
    // The policy of the pages lets data: be an image and nothing else.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    manifest: "manifest.json",
    rolldownOptions: {
      input: [
        "signin.html",
        "account.html",
        "consent.html",
        "admin.html",
        "welcome.html",
        "mail.html",
        "src/worker/mail-worker.ts",
      ],
      output: {
        // Browsers know a worker by its address.
        entryFileNames: ({ name }) =>
          name.endsWith("-worker") ? "[name].js" : "assets/[name]-[hash].js",
      },
      checks: { pluginTimings: false },
    },
  },
});
