export interface Visit {
  readonly placement: "product" | "cart";
  readonly productId: string | null;
  readonly lines: { variantId: string; quantity: number }[];
  readonly visitor: string;
  readonly customerId: string | null;
}

/** The n-th shopper: one to four lines, every second one on the cart page, every third logged in. */
export function visitOf(n: number, products: number): Visit {
  return {
    placement: n % 2 ? "cart" : "product",
    productId: n % 2 ? null : String((n % products) + 1),
    lines: Array.from({ length: 1 + (n % 4) }, (_, line) => ({
      variantId: String(((n * 7919 + line * 104_729) % products) + 1),
      quantity: 1,
    })),
    visitor: n.toString(16).padStart(32, "0"),
    customerId: n % 3 ? null : String((n % 5_000) + 1),
  };
}
