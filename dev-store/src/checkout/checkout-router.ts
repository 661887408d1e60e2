import express, { type Request, type Response } from "express";
import type { FunctionRunner } from "../functions/function-runner.ts";
import type { Order } from "../store/model.ts";
import { parseBody, readBody } from "../storefront/form-body.ts";
import type { PageRenderer } from "../storefront/page-renderer.ts";
import { imageOf } from "../storefront/product-json.ts";
import type { ShopperRequest } from "../storefront/shopper-request.ts";
import { type Checkout, type CheckoutFields, checkoutsOf, openCheckout, type PaymentProblem } from "./checkout-session.ts";
import { toHundredths } from "./money.ts";
import { customerByEmail, payCheckout } from "./place-order.ts";
import { type PricedCart, priceCart } from "./price-cart.ts";
import { shippingRates } from "./shipping-rates.ts";

/** `/checkout` opens the checkout of the cart; `/checkouts/<token>` is it, one page and a thank-you page. */
export function createCheckoutRouter(
  renderer: PageRenderer,
  runner: FunctionRunner | null,
  shopperOf: (request: Request, response: Response) => ShopperRequest,
): express.Router {
  const router = express.Router();

  router.all("/checkout", (request, response) => {
    const shopper = shopperOf(request, response);
    if (shopper.cart.lines.length === 0) return response.redirect(302, `${shopper.prefix}/cart`);
    shopper.saveCart();
    const checkout = openCheckout(shopper.store, shopper.cart, shopper.customer?.email ?? null);
    if (shopper.customer && checkout.fields.last_name === "") {
      checkout.fields.first_name = shopper.customer.firstName ?? "";
      checkout.fields.last_name = shopper.customer.lastName ?? "";
    }
    response.redirect(303, `${shopper.prefix}/checkouts/${checkout.token}`);
  });

  const found = (request: Request, shopper: ShopperRequest) => checkoutsOf(shopper.store).get(request.params.token ?? "");
  const show = async (
    shopper: ShopperRequest,
    response: Response,
    checkout: Checkout,
    problem: PaymentProblem | null,
    codeError: string | null,
  ) => {
    const priced = await price(runner, shopper, checkout);
    const values = { checkout: checkoutView(shopper, checkout, priced), problem, code_error: codeError };
    const status = problem || codeError ? 422 : 200;
    await renderer.checkout(shopper, response, {
      template: "checkout",
      title: renderer.translate("checkout.title", shopper.locale),
      status,
      values,
    });
  };

  router.get("/checkouts/:token", async (request, response, next) => {
    const shopper = shopperOf(request, response);
    const checkout = found(request, shopper);
    if (!checkout) return next();
    if (checkout.orderId !== null) return response.redirect(302, `${shopper.prefix}/checkouts/${checkout.token}/thank-you`);
    if (checkout.cart.lines.length === 0) return response.redirect(302, `${shopper.prefix}/cart`);
    await show(shopper, response, checkout, null, null);
  });

  // Keeps what was typed so far and prices again: the e-mail, the code and the shipping rate all change what is paid.
  router.post("/checkouts/:token/update", readBody, async (request, response, next) => {
    const shopper = shopperOf(request, response);
    const checkout = found(request, shopper);
    if (!checkout) return next();
    const body = (await parseBody(request)) ?? {};
    keepFields(checkout, body);
    const { cart } = checkout;
    if (typeof body.remove_code === "string" && body.remove_code !== "") {
      cart.discountCodes = cart.discountCodes.filter((code) => code !== String(body.remove_code).toUpperCase());
    } else if (typeof body.apply === "string" && typeof body.discount === "string" && body.discount.trim() !== "") {
      const code = body.discount.trim().toUpperCase().slice(0, 255);
      const before = cart.discountCodes;
      cart.discountCodes = [...new Set([...before, code])].slice(-5);
      const state = (await price(runner, shopper, checkout)).codes.find((item) => item.code === code);
      if (state && state.state !== "applied") {
        cart.discountCodes = before;
        return show(
          shopper,
          response,
          checkout,
          null,
          state.message ?? renderer.translate(`checkout.code_${state.state}`, shopper.locale, { code }),
        );
      }
    }
    response.redirect(303, `${shopper.prefix}/checkouts/${checkout.token}`);
  });

  router.post("/checkouts/:token", readBody, async (request, response, next) => {
    const shopper = shopperOf(request, response);
    const checkout = found(request, shopper);
    if (!checkout) return next();
    const body = (await parseBody(request)) ?? {};
    if (checkout.orderId === null && checkout.payment === null) keepFields(checkout, body);
    const expected = typeof body.expected_total === "string" && /^\d+$/.test(body.expected_total) ? Number(body.expected_total) : null;
    const request_ = { cardNumber: String(body.card_number ?? ""), expectedTotal: expected };
    const outcome = await payCheckout(shopper.store, checkout, request_, () => price(runner, shopper, checkout));
    if (!outcome.ok) return show(shopper, response, checkout, outcome.problem, null);
    response.redirect(303, `${shopper.prefix}/checkouts/${checkout.token}/thank-you`);
  });

  router.get("/checkouts/:token/thank-you", async (request, response, next) => {
    const shopper = shopperOf(request, response);
    const checkout = found(request, shopper);
    const order = checkout?.orderId == null ? undefined : shopper.store.orders.get(checkout.orderId);
    if (!checkout || !order) return next();
    const title = renderer.translate("checkout.thanks_title", shopper.locale);
    await renderer.checkout(shopper, response, {
      template: "thank-you",
      title,
      values: { order: orderView(shopper, order), fields: checkout.fields },
    });
  });
  return router;
}

/** Prices the checkout's cart for whoever's e-mail it has; the logged-in customer counts as identified for sure. */
function price(runner: FunctionRunner | null, shopper: ShopperRequest, checkout: Checkout): Promise<PricedCart> {
  const email = checkout.fields.email.trim();
  const byEmail = customerByEmail(shopper.store, email);
  const isAuthenticated = shopper.customer !== null && (email === "" || byEmail?.id === shopper.customer.id);
  const customer = isAuthenticated ? shopper.customer : byEmail;
  return priceCart(shopper.store, checkout.cart, {
    runner,
    customerId: customer?.id ?? null,
    isAuthenticated,
    email: email || null,
    locale: shopper.locale,
  });
}

function keepFields(checkout: Checkout, body: Record<string, unknown>): void {
  for (const name of Object.keys(checkout.fields) as (keyof CheckoutFields)[]) {
    const value = body[name];
    if (typeof value === "string") checkout.fields[name] = value.slice(0, 255);
  }
  // An unticked box is not sent at all.
  if (body.email !== undefined) checkout.fields.accepts_marketing = typeof body.accepts_marketing === "string" ? "1" : "";
}

function checkoutView(shopper: ShopperRequest, checkout: Checkout, priced: PricedCart) {
  const money = (minor: number) => toHundredths(minor, priced.currency);
  const rates = shippingRates(priced);
  const chosen = rates.find((rate) => rate.handle === checkout.fields.shipping_rate) ?? rates[0];
  const total = priced.subtotal + (chosen?.discountedPrice ?? 0);
  return {
    url: `${shopper.prefix}/checkouts/${checkout.token}`,
    fields: checkout.fields,
    rates: rates.map((rate) => ({
      handle: rate.handle,
      price: money(rate.discountedPrice),
      original_price: money(rate.price),
      chosen: rate.handle === chosen?.handle,
    })),
    lines: priced.lines.map((line) => ({
      title: line.product.title,
      variant_title: line.variant.title === "Default Title" ? null : line.variant.title,
      quantity: line.line.quantity,
      image: imageOf(line.product),
      original_total: money(line.originalTotal),
      final_total: money(line.finalTotal),
      properties: Object.entries(line.line.properties).filter(([name]) => !name.startsWith("_")),
      discounts: line.allocations
        .filter((item) => item.level === "product")
        .map((item) => ({ title: priced.applications[item.applicationIndex]?.title ?? "", amount: money(item.amount) })),
    })),
    order_discounts: priced.applications
      .filter((item) => item.level === "order")
      .map((application) => ({
        title: application.title,
        amount: money(
          priced.lines
            .flatMap((line) => line.allocations)
            .reduce((sum, item) => sum + (item.applicationIndex === application.index ? item.amount : 0), 0),
        ),
      })),
    codes: priced.codes.filter((item) => item.state === "applied").map((item) => item.code),
    items_subtotal: money(priced.originalSubtotal - priced.productDiscounts),
    savings: money(priced.totalDiscount),
    total: money(total),
    expected_total: total,
  };
}

function orderView(shopper: ShopperRequest, order: Order) {
  const money = (minor: number) => toHundredths(minor, shopper.store.shop.currency);
  return {
    name: order.name,
    lines: order.lines.map((line) => {
      const product = line.productId === null ? undefined : shopper.store.products.get(line.productId);
      const off = line.allocations.reduce((sum, item) => sum + item.amount, 0);
      return {
        title: line.title,
        variant_title: line.variantTitle,
        quantity: line.quantity,
        image: product ? imageOf(product) : null,
        original_total: money(line.unitPrice * line.quantity),
        final_total: money(line.unitPrice * line.quantity - off),
        discounts: line.allocations.map((item) => ({
          title: order.discountApplications[item.applicationIndex]?.title ?? "",
          amount: money(item.amount),
        })),
      };
    }),
    subtotal: money(order.subtotal),
    savings: money(order.discounts),
    shipping: money(order.shipping),
    total: money(order.total),
  };
}
