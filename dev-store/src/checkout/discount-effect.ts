/**
 * What one discount would do to a cart, before it is known which discounts hold together. Native
 * discounts and Discount Functions are both brought to this form.
 */

/** the part of a cart line that matters for a discount; `key` is unique within the cart */
export interface DiscountableLine {
  readonly key: string;
  readonly quantity: number;
  /** minor units */
  readonly unitPrice: number;
}

export type EffectValue =
  /** exact fraction of the price: numerator / denominator per cent, 0 to 100 */
  | { readonly kind: "percentage"; readonly numerator: bigint; readonly denominator: bigint; readonly text: string }
  /** minor units: off every discounted unit, or once across all targets */
  | { readonly kind: "fixed"; readonly amount: number; readonly each: boolean };

export interface ProductCandidate {
  readonly message: string | null;
  readonly value: EffectValue;
  /** units of a line that are discounted; null = all of them */
  readonly targets: readonly { readonly key: string; readonly quantity: number | null }[];
  readonly selectsAll: boolean;
}

export interface OrderCandidate {
  readonly message: string | null;
  readonly value: EffectValue;
  readonly excludedKeys: readonly string[];
}

export interface DiscountEffect {
  readonly discountId: number;
  readonly title: string;
  readonly code: string | null;
  readonly combinesWith: { readonly orderDiscounts: boolean; readonly productDiscounts: boolean; readonly shippingDiscounts: boolean };
  readonly product: readonly { readonly strategy: "FIRST" | "MAXIMUM" | "ALL"; readonly candidates: readonly ProductCandidate[] }[];
  readonly order: readonly { readonly strategy: "FIRST" | "MAXIMUM"; readonly candidates: readonly OrderCandidate[] }[];
  /** per cent off shipping, exact; null when this discount leaves shipping alone */
  readonly shipping: { readonly numerator: bigint; readonly denominator: bigint; readonly text: string } | null;
}
