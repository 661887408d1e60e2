/** Of each product the others that matter most, best first: product i has entries starts[i] to starts[i + 1] - 1. */
export interface NeighbourTable {
  readonly starts: Int32Array;
  readonly others: Int32Array;
  readonly scores: Float32Array;
}

/** What an engine's table knows beside the scores. */
export interface CoPurchaseTable extends NeighbourTable {
  /** orders that have both, unweighted, at most 65,535 */
  readonly together: Uint16Array;
}

export const MOST_TOGETHER = 65_535;

/** One product's entries, from `from` to `to` - 1. */
export interface NeighbourRow {
  readonly others: Int32Array;
  readonly scores: Float32Array;
  readonly from: number;
  readonly to: number;
}

/** Where rows come from: a whole table, or the few of a cart. */
export type NeighbourRows = (product: number) => NeighbourRow;

export function rowsOf({ starts, others, scores }: NeighbourTable): NeighbourRows {
  return (product) => ({ others, scores, from: starts[product] as number, to: starts[product + 1] as number });
}

/** Orders that have both products; 0 for a pair below the best of `product`. */
export function togetherIn(table: CoPurchaseTable): (product: number, other: number) => number {
  return (product, other) => {
    const at = table.others.subarray(table.starts[product], table.starts[product + 1]).indexOf(other);
    return at < 0 ? 0 : (table.together[(table.starts[product] as number) + at] as number);
  };
}
