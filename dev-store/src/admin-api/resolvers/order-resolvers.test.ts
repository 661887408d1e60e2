import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { addOrder, addProduct, line, type SampleAdmin, sampleAdmin, sampleStore } from "../sample-admin.ts";

let sample: SampleAdmin;
beforeAll(async () => {
  sample = await sampleAdmin();
});
afterAll(() => sample.api.close());
beforeEach(() => sample.renew());

test("money is exact in both currencies, with the decimals each of them has", async () => {
  const cases = [
    { shop: "USD", presentment: "JPY", rate: 151.37, unitPrice: 1999, shopMoney: "19.99", presentmentMoney: "3026.0" },
    { shop: "JPY", presentment: "USD", rate: 0.0066, unitPrice: 1500, shopMoney: "1500.0", presentmentMoney: "9.9" },
    { shop: "KWD", presentment: "USD", rate: 3.25, unitPrice: 1005, shopMoney: "1.005", presentmentMoney: "3.27" },
    { shop: "USD", presentment: "USD", rate: 1, unitPrice: 1000, shopMoney: "10.0", presentmentMoney: "10.0" },
  ];
  for (const one of cases) {
    sample.store = sampleStore({ currency: one.shop });
    const order = addOrder(sample.store, 0, {
      presentmentCurrency: one.presentment,
      presentmentRate: one.rate,
      lines: [line(sample.store, { unitPrice: one.unitPrice })],
    });
    const { data } = await sample.ask(
      `{ order(id: "gid://shopify/Order/${order.id}") { totalPriceSet { shopMoney { amount currencyCode } presentmentMoney { amount currencyCode } } } }`,
    );
    expect(data.order.totalPriceSet).toEqual({
      shopMoney: { amount: one.shopMoney, currencyCode: one.shop },
      presentmentMoney: { amount: one.presentmentMoney, currencyCode: one.presentment },
    });
  }
});

test("an order tells its lines, discounts, refunds and payments", async () => {
  const { store } = sample;
  addProduct(store, 1);
  const item = line(store, {
    productId: 1,
    variantId: 10,
    quantity: 3,
    currentQuantity: 3,
    unitPrice: 1000,
    attributes: [{ key: "_offer", value: "5" }],
    allocations: [
      { applicationIndex: 0, amount: 300 },
      { applicationIndex: 1, amount: 90 },
    ],
  });
  const order = addOrder(store, 1, {
    lines: [item],
    attributes: [{ key: "_visitor", value: "v" }],
    shipping: 500,
    discountApplications: [
      {
        index: 0,
        kind: "automatic",
        title: "Offer",
        code: null,
        value: { kind: "percentage", percentage: 10 },
        allocationMethod: "EACH",
        targetSelection: "ENTITLED",
      },
      {
        index: 1,
        kind: "code",
        title: "SAVE",
        code: "SAVE",
        value: { kind: "fixed", amount: 90 },
        allocationMethod: "ACROSS",
        targetSelection: "ALL",
      },
    ],
  });
  store.refundOrder(order.id, { amount: 870, lines: [{ lineId: item.id, quantity: 1 }] });
  const { data, errors } = await sample.ask(`{ order(id: "gid://shopify/Order/${order.id}") {
    displayFinancialStatus customAttributes { key value } subtotalPriceSet { shopMoney { amount } } currentSubtotalPriceSet { shopMoney { amount } } totalDiscountsSet { shopMoney { amount } } totalPriceSet { shopMoney { amount } } currentTotalPriceSet { shopMoney { amount } } totalRefundedSet { shopMoney { amount } } netPaymentSet { shopMoney { amount } }
    discountApplications(first: 5) { nodes { __typename index ... on AutomaticDiscountApplication { title } ... on DiscountCodeApplication { code } value { ... on PricingPercentageValue { percentage } ... on MoneyV2 { amount } } } }
    transactions { kind status gateway amountSet { shopMoney { amount } } }
    refunds { totalRefundedSet { shopMoney { amount } } refundLineItems(first: 5) { nodes { quantity subtotalSet { shopMoney { amount } } lineItem { id } } } }
    lineItems(first: 5) { nodes { quantity currentQuantity refundableQuantity customAttributes { key value } discountedTotalSet { shopMoney { amount } } product { title } variant { sku inventoryItem { unitCost { amount currencyCode } } } discountAllocations { allocatedAmountSet { shopMoney { amount } } discountApplication { index } } } } } }`);
  expect(errors).toBeUndefined();
  const money = (amount: string) => ({ shopMoney: { amount } });
  expect(data.order).toEqual({
    displayFinancialStatus: "PARTIALLY_REFUNDED",
    customAttributes: [{ key: "_visitor", value: "v" }],
    subtotalPriceSet: money("26.1"),
    currentSubtotalPriceSet: money("17.4"),
    totalDiscountsSet: money("3.9"),
    totalPriceSet: money("31.1"),
    currentTotalPriceSet: money("22.4"),
    totalRefundedSet: money("8.7"),
    netPaymentSet: money("22.4"),
    discountApplications: {
      nodes: [
        { __typename: "AutomaticDiscountApplication", index: 0, title: "Offer", value: { percentage: 10 } },
        { __typename: "DiscountCodeApplication", index: 1, code: "SAVE", value: { amount: "0.9" } },
      ],
    },
    transactions: [
      { kind: "SALE", status: "SUCCESS", gateway: "bogus", amountSet: money("31.1") },
      { kind: "REFUND", status: "SUCCESS", gateway: "bogus", amountSet: money("8.7") },
    ],
    refunds: [
      {
        totalRefundedSet: money("8.7"),
        refundLineItems: { nodes: [{ quantity: 1, subtotalSet: money("8.7"), lineItem: { id: `gid://shopify/LineItem/${item.id}` } }] },
      },
    ],
    lineItems: {
      nodes: [
        {
          quantity: 3,
          currentQuantity: 2,
          refundableQuantity: 2,
          customAttributes: [{ key: "_offer", value: "5" }],
          discountedTotalSet: money("27.0"),
          product: { title: "Product 1" },
          variant: { sku: "SKU-1", inventoryItem: { unitCost: { amount: "4.0", currencyCode: "USD" } } },
          discountAllocations: [
            { allocatedAmountSet: money("3.0"), discountApplication: { index: 0 } },
            { allocatedAmountSet: money("0.9"), discountApplication: { index: 1 } },
          ],
        },
      ],
    },
  });
});
