import "../ui/tokens.css";
import "../ui/base.css";
import { mount } from "svelte";
import { caller, problem } from "../core/api.ts";
import { type NeedsSecond, PROVIDER_PROBLEMS, signIn } from "../core/signin.ts";
import { whereTo } from "../core/where.ts";
import { entitle, wear } from "../ui/brand.svelte.ts";
import { speak, t } from "../ui/words.ts";
import Forgotten from "./Forgotten.svelte";
import Reset from "./Reset.svelte";
import SignIn from "./SignIn.svelte";

const asked = new URLSearchParams(location.search).get("to");
const to = whereTo(asked, location.origin);
const calls = signIn(caller(fetch));

const target = document.getElementById("app");

// A link on another site's page comes without cookies, also for who is signed in.
const standing = await calls.standing();
wear(standing.brand);
if (location.pathname === "/signin/reset") {
  await speak();
  entitle(t("reset.title"));
  if (target !== null) {
    mount(Reset, { target, props: { calls, token: location.hash.slice(1) } });
  }
} else if (location.pathname === "/signin/forgotten") {
  await speak();
  entitle(t("forgotten.title"));
  if (target !== null) {
    mount(Forgotten, { target, props: { calls } });
  }
} else if (standing.signedIn) {
  location.replace(to);
} else {
  await show(standing.pending);
}

async function show(pending: NeedsSecond | undefined) {
  const told = new URLSearchParams(location.search).get("problem") ?? "";
  const failed = PROVIDER_PROBLEMS.includes(told) ? problem(told) : undefined;
  await speak();
  entitle(t("signin.title"));
  if (target !== null) {
    mount(SignIn, { target, props: { calls, to, pending, failed } });
  }
}
