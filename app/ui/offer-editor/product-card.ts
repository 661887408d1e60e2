/** A product as the editor shows it. Money in minor units of the shop's currency. */
export interface ProductCard {
  readonly id: string;
  readonly title: string;
  readonly imageUrl: string | null;
  readonly isGiftCard: boolean;
  readonly variants: readonly {
    readonly id: string;
    readonly title: string;
    readonly price: number;
    readonly unitCost: number | null;
    readonly availableForSale: boolean;
  }[];
}

export interface CollectionCard {
  readonly id: string;
  readonly title: string;
}
