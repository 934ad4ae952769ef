/** Where one goes on when what had the focus is gone. */
import { tick } from "svelte";

/** Changes the page; who removed something with the keyboard goes on from the page's title. */
export async function keepingFocus(change: () => void): Promise<void> {
  const before = document.activeElement;
  change();
  await tick();
  if (before?.isConnected === false) {
    document.querySelector<HTMLElement>("main h1")?.focus();
  }
}
