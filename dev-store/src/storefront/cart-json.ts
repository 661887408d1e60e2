import { toHundredths } from "../checkout/money.ts";
import type { PricedCart, PricedLine } from "../checkout/price-cart.ts";
import { imageOf } from "./product-json.ts";

/** A cart as `/cart.js` gives it (shopify.dev/docs/api/ajax/reference/cart). Amounts are hundredths of the currency. */
export function cartJson(priced: PricedCart, prefix = "") {
  const price = (minor: number) => toHundredths(minor, priced.currency);
  const items = priced.lines.map((line) => itemJson(priced, line, prefix));
  return {
    token: priced.cart.token,
    note: priced.cart.note ?? "",
    attributes: priced.cart.attributes,
    original_total_price: price(priced.originalSubtotal),
    total_price: price(priced.subtotal),
    total_discount: price(priced.totalDiscount),
    total_weight: 0,
    item_count: priced.lines.reduce((sum, line) => sum + line.line.quantity, 0),
    items,
    requires_shipping: priced.lines.some((line) => !line.product.isGiftCard),
    currency: priced.currency,
    items_subtotal_price: price(priced.originalSubtotal - priced.productDiscounts),
    cart_level_discount_applications: priced.applications
      .filter((item) => item.level === "order")
      .map((item) => applicationJson(priced, item.index)),
    discount_codes: priced.codes.map(({ code, state }) => ({ code, applicable: state === "applied" })),
  };
}

export type CartJson = ReturnType<typeof cartJson>;
export type ItemJson = CartJson["items"][number];

function itemJson(priced: PricedCart, line: PricedLine, prefix: string) {
  const price = (minor: number) => toHundredths(minor, priced.currency);
  const { variant, product } = line;
  const quantity = line.line.quantity;
  const single = variant.title === "Default Title";
  const image = imageOf(product);
  const allocations = line.allocations.filter((item) => item.level === "product");
  // A line's discount may cover some units only; Shopify then gives the mean as the unit's price.
  const unit = price(line.finalTotal) / quantity;
  return {
    id: variant.id,
    properties: line.line.properties,
    quantity,
    variant_id: variant.id,
    key: line.line.key,
    title: single ? product.title : `${product.title} - ${variant.title}`,
    price: price(line.unitPrice),
    original_price: price(line.unitPrice),
    discounted_price: Math.round(unit),
    line_price: price(line.finalTotal),
    original_line_price: price(line.originalTotal),
    total_discount: price(line.originalTotal - line.finalTotal),
    discounts: allocations.map((item) => ({ amount: price(item.amount), title: priced.applications[item.applicationIndex]?.title ?? "" })),
    sku: variant.sku,
    grams: 0,
    vendor: product.vendor,
    taxable: true,
    product_id: product.id,
    product_has_only_default_variant: single,
    gift_card: product.isGiftCard,
    final_price: Math.round(unit),
    final_line_price: price(line.finalTotal),
    url: `${prefix}/products/${product.handle}?variant=${variant.id}`,
    featured_image: { url: image.src, alt: image.alt, width: image.width, height: image.height, aspect_ratio: image.aspect_ratio },
    image: image.src,
    handle: product.handle,
    requires_shipping: !product.isGiftCard,
    product_type: product.productType,
    product_title: product.title,
    product_description: product.descriptionHtml.replace(/<[^>]*>/g, " ").trim(),
    variant_title: single ? null : variant.title,
    variant_options: [variant.title],
    options_with_values: [{ name: "Title", value: variant.title }],
    line_level_discount_allocations: allocations.map((item) => ({
      amount: price(item.amount),
      discount_application: applicationJson(priced, item.applicationIndex),
    })),
    line_level_total_discount: price(line.originalTotal - line.finalTotal),
    quantity_rule: { min: 1, max: null, increment: 1 },
    has_components: false,
  };
}

function applicationJson(priced: PricedCart, index: number) {
  const application = priced.applications[index];
  if (!application) throw new Error(`The cart has no discount application ${index}.`);
  const allocated = priced.lines.reduce(
    (sum, line) => sum + line.allocations.reduce((own, item) => own + (item.applicationIndex === index ? item.amount : 0), 0),
    0,
  );
  const { value } = application;
  return {
    type: application.kind === "code" ? "discount_code" : "automatic",
    key: `${application.discountId}-${index}`,
    title: application.title,
    description: null,
    value: value.kind === "percentage" ? value.percentage.toFixed(1) : toHundredths(value.amount, priced.currency) / 100,
    value_type: value.kind === "percentage" ? "percentage" : "fixed_amount",
    allocation_method: application.allocationMethod.toLowerCase(),
    target_selection: application.targetSelection.toLowerCase(),
    target_type: "line_item",
    total_allocated_amount: toHundredths(allocated, priced.currency),
  };
}
