/** Where somebody types next. */

/** The field of a step; of one that has none, its question, which is read then. */
export function focusStep(step: ParentNode | null): void {
  const title = step?.querySelector<HTMLElement>("h1");
  const field = step?.querySelector<HTMLElement>(
    "input:not([type=radio], [type=checkbox], [hidden])",
  );
  (field ?? title)?.focus({ preventScroll: true });
}

/** The same for a step whose field comes later, unless somebody has gone elsewhere meanwhile. */
export function focusLate(): void {
  const at = document.activeElement;
  if (at === null || at === document.body || at.tagName === "H1") {
    focusStep(document.querySelector("main section"));
  }
}
