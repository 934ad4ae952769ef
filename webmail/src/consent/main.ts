import "../ui/tokens.css";
import "../ui/base.css";
import { mount } from "svelte";
import type { Who } from "../core/account.ts";
import { caller } from "../core/api.ts";
import { signInFor } from "../core/where.ts";
import { entitle, wear } from "../ui/brand.svelte.ts";
import { speak, t } from "../ui/words.ts";
import Code from "./Code.svelte";
import Consent from "./Consent.svelte";

const call = caller(fetch);
const who = await call<Who>("GET", "/api/account");
if (who.kind === "problem" && who.problem.key === "login.needed") {
  location.replace(signInFor(location.pathname + location.search));
} else {
  const known = who.kind === "ok" ? who.value : undefined;
  await speak(known?.language);
  const target = document.getElementById("app");
  if (target !== null && known !== undefined) {
    const device = location.pathname === "/oauth/code";
    wear(known.brand);
    entitle(t(device ? "code.title" : "consent.title"));
    mount(device ? Code : Consent, { target, props: { call, who: known } });
  }
}
