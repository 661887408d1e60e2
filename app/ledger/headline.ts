import type { Incremental } from "./incremental.ts";
import type { Roi } from "./roi.ts";

/** All offers together, from the visitors who see none of them. */
export interface Headline {
  readonly currency: string;
  readonly incremental: Incremental;
  readonly roi: Roi;
}
