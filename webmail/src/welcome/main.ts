import "../ui/tokens.css";
import "../ui/base.css";
import { mount } from "svelte";
import { ADMIN } from "../admin/words.ts";
import type { Me } from "../core/admin.ts";
import { caller } from "../core/api.ts";
import { welcome } from "../core/welcome.ts";
import { signInFor } from "../core/where.ts";
import Failed from "../ui/Failed.svelte";
import { speak } from "../ui/words.ts";
import Welcome from "./Welcome.svelte";
import { wizard } from "./wizard.svelte.ts";
import { WELCOME } from "./words.ts";

const call = caller(fetch);
const target = document.getElementById("app");
const look = await welcome(call).look();
const me =
  look.kind === "ok" && !look.value.open ? await call<Me>("GET", "/api/admin/me") : undefined;

if (me?.kind === "problem" && me.problem.key === "login.needed") {
  location.replace(signInFor(location.pathname + location.search));
} else if (target !== null) {
  await speak("", ADMIN, WELCOME);
  const failed = [look, me].find((reply) => reply?.kind === "problem");
  if (failed?.kind === "problem") {
    mount(Failed, { target, props: { problem: failed.problem } });
  } else if (look.kind === "ok") {
    const owner = me?.kind === "ok" ? me.value : undefined;
    mount(Welcome, { target, props: { wizard: wizard(call, look.value, owner) } });
  }
}
