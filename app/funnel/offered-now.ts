/** A product an offer may offer, as it stands now. Minor units. */
export interface OfferedNow {
  readonly id: string;
  readonly title: string;
  /** active, and sold in the online store */
  readonly active: boolean;
  readonly collectionIds: readonly string[];
  readonly variants: readonly {
    readonly id: string;
    readonly price: number;
    readonly unitCost: number | null;
    /** for sale, and more than the safety stock left */
    readonly available: boolean;
  }[];
}
