import type { TriedCart } from "../../funnel/trace/tried-cart.ts";

/** What the address of the page asks. */
export interface WhyQuestion {
  readonly by: "order" | "customer" | "visitor" | "offer" | "cart" | null;
  readonly text: string;
  readonly cart: TriedCart;
}

const ID = /^[1-9]\d{0,17}$/;
const MOST_PRODUCTS = 20;

export function whyQuestion(parameters: URLSearchParams): WhyQuestion {
  const text = (name: string) => (parameters.get(name) ?? "").trim().slice(0, 60);
  const viewed = text("viewed");
  const segment = text("segment");
  const cart: TriedCart = {
    placement: text("try") === "product" ? "product" : "cart",
    segment: segment === "new" || segment === "returning" ? segment : "guest",
    viewed: ID.test(viewed) ? viewed : null,
    productIds: (parameters.get("products") ?? "")
      .split(",")
      .filter((id) => ID.test(id))
      .slice(0, MOST_PRODUCTS),
  };
  for (const by of ["order", "customer", "visitor", "offer"] as const) if (text(by) !== "") return { by, text: text(by), cart };
  return { by: parameters.has("try") ? "cart" : null, text: "", cart };
}
