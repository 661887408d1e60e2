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
