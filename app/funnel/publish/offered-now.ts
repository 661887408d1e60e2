/** A product an offer names, as it stands now. Minor units. */
export interface OfferedNow {
  readonly id: string;
  readonly title: string;
  /** active, and sold in the online store */
  readonly active: boolean;
  readonly variants: readonly {
    readonly price: number;
    readonly unitCost: number | null;
    /** for sale, and more than the safety stock left */
    readonly available: boolean;
  }[];
}
