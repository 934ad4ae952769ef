/** Sums for charts of bars. */

/** The top of an axis that holds the largest value: 1, 2 or 5 with noughts, never under 4. */
export function axisTop(largest: number): number {
  const floor = Math.max(4, largest);
  const tens = 10 ** Math.floor(Math.log10(floor));
  return [1, 2, 4, 5, 10].map((step) => step * tens).find((top) => top >= floor) ?? floor;
}

export type Segment = { readonly series: number; readonly from: number; readonly to: number };

/** A bar's pieces one on the other, as parts of the axis from 0 to 1; what is nothing is left out. */
export function stacked(values: readonly number[], top: number): Segment[] {
  const segments: Segment[] = [];
  let at = 0;
  for (const [series, value] of values.entries()) {
    if (value > 0) {
      segments.push({ series, from: at / top, to: (at + value) / top });
      at += value;
    }
  }
  return segments;
}
