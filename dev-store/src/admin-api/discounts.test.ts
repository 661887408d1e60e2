import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { webhookPayload } from "../platform/webhook-payload.ts";
import { type Answer, CLIENT_ID, type SampleAdmin, sampleAdmin } from "./sample-admin.ts";

let sample: SampleAdmin;
beforeAll(async () => {
  sample = await sampleAdmin({ functions: [{ handle: "offers", title: "Offers", apiType: "discount" }] });
});
afterAll(() => sample.api.close());
beforeEach(() => sample.renew());

const CREATE = `mutation($input: DiscountAutomaticAppInput!) { discountAutomaticAppCreate(automaticAppDiscount: $input) {
  automaticAppDiscount { discountId title status appliesOnSubscription discountClasses combinesWith { productDiscounts orderDiscounts } appDiscountType { functionId appKey } }
  userErrors { field message code } } }`;
const input = (change: object = {}) => ({
  title: "Offers",
  functionHandle: "offers",
  startsAt: "2026-01-01T00:00:00Z",
  discountClasses: ["PRODUCT"],
  combinesWith: { productDiscounts: true },
  metafields: [{ namespace: "$app:crescendo", key: "function-configuration", type: "json", value: `{"version":1}` }],
  ...change,
});

test("an app discount is made with its metafield, found, changed, switched and deleted", async () => {
  const created = (await sample.ask(CREATE, { input: input() })).data.discountAutomaticAppCreate;
  expect(created.userErrors).toEqual([]);
  expect(created.automaticAppDiscount).toMatchObject({
    title: "Offers",
    status: "ACTIVE",
    discountClasses: ["PRODUCT"],
    combinesWith: { productDiscounts: true, orderDiscounts: false },
    appDiscountType: { appKey: CLIENT_ID },
  });
  const id = created.automaticAppDiscount.discountId;
  expect(id).toMatch(/^gid:\/\/shopify\/DiscountAutomaticNode\/\d+$/);

  const read = `query($id: ID!) { node: discountNode(id: $id) { id discount { __typename ... on DiscountAutomaticApp { title } } metafield(namespace: "$app:crescendo", key: "function-configuration") { jsonValue namespace ownerType } }
    list: discountNodes(first: 5, query: "method:automatic") { nodes { id } } }`;
  const nodeId = id.replace("DiscountAutomaticNode", "DiscountNode");
  const found = (await sample.ask(read, { id: nodeId })).data;
  expect(found.node).toEqual({
    id: nodeId,
    discount: { __typename: "DiscountAutomaticApp", title: "Offers" },
    metafield: { jsonValue: { version: 1 }, namespace: `app--${CLIENT_ID}--crescendo`, ownerType: "DISCOUNT" },
  });
  expect(found.list.nodes).toEqual([{ id: nodeId }]);

  const updated = await sample.ask(
    `mutation($id: ID!, $input: DiscountAutomaticAppInput!) { discountAutomaticAppUpdate(id: $id, automaticAppDiscount: $input) { automaticAppDiscount { title } userErrors { code } } }`,
    { id, input: { title: "New", metafields: [{ namespace: "$app:crescendo", key: "function-configuration", value: `{"version":2}` }] } },
  );
  expect(updated.data.discountAutomaticAppUpdate).toEqual({ automaticAppDiscount: { title: "New" }, userErrors: [] });
  expect((await sample.ask(read, { id: nodeId })).data.node.metafield.jsonValue).toEqual({ version: 2 });

  const status = async (mutation: string) =>
    (
      await sample.ask(
        `mutation($id: ID!) { r: ${mutation}(id: $id) { automaticDiscountNode { automaticDiscount { ... on DiscountAutomaticApp { status } } } userErrors { code } } }`,
        { id },
      )
    ).data.r.automaticDiscountNode.automaticDiscount.status;
  expect(await status("discountAutomaticDeactivate")).toBe("EXPIRED");
  expect(await status("discountAutomaticActivate")).toBe("ACTIVE");

  const deleted = await sample.ask(
    `mutation($id: ID!) { discountAutomaticDelete(id: $id) { deletedAutomaticDiscountId userErrors { code } } }`,
    {
      id,
    },
  );
  expect(deleted.data.discountAutomaticDelete.deletedAutomaticDiscountId).toBe(id);
  expect(sample.store.metafields.size).toBe(0);
  expect((await sample.ask(read, { id: nodeId })).data.node).toBeNull();
});

test("a change of a discount is told to the world, and what was asked of subscriptions is told again", async () => {
  const told: [string, unknown][] = [];
  sample.store.onEvent((event) => told.push([event.topic, webhookPayload(sample.store, event)?.admin_graphql_api_id]));
  const { automaticAppDiscount } = (await sample.ask(CREATE, { input: input({ appliesOnSubscription: false }) })).data
    .discountAutomaticAppCreate;
  expect(automaticAppDiscount.appliesOnSubscription).toBe(false);
  const id = automaticAppDiscount.discountId;
  await sample.ask(`mutation($id: ID!) { discountAutomaticDeactivate(id: $id) { userErrors { code } } }`, { id });
  await sample.ask(`mutation($id: ID!) { discountAutomaticDelete(id: $id) { userErrors { code } } }`, { id });
  expect(told).toEqual([
    ["discounts/create", id],
    ["discounts/update", id],
    ["discounts/delete", id],
  ]);
  expect((await sample.ask(CREATE, { input: input() })).data.discountAutomaticAppCreate.automaticAppDiscount.appliesOnSubscription).toBe(
    true,
  );
});

test("what Shopify would refuse is refused with its code and nothing is kept", async () => {
  const codes = async (change: object) =>
    (await sample.ask(CREATE, { input: input(change) })).data.discountAutomaticAppCreate.userErrors.map((one: Answer) => one.code);
  expect(await codes({ title: "" })).toEqual(["BLANK"]);
  expect(await codes({ functionHandle: "other" })).toEqual(["INVALID"]);
  expect(await codes({ functionHandle: null })).toEqual(["MISSING_FUNCTION_IDENTIFIER"]);
  expect(await codes({ functionId: "x" })).toEqual(["MULTIPLE_FUNCTION_IDENTIFIERS"]);
  expect(await codes({ endsAt: "2025-01-01T00:00:00Z" })).toEqual(["END_DATE_BEFORE_START_DATE"]);
  expect(await codes({ metafields: [{ namespace: "$app", key: "config", type: "json", value: "{" }] })).toEqual(["INVALID"]);
  expect(sample.store.discounts.size).toBe(0);
  const denied = await sample.ask(CREATE, { input: input() }, ["read_discounts"]);
  expect(denied.errors[0].extensions.code).toBe("ACCESS_DENIED");
  const narrowed = await sample.ask(CREATE, { input: input({ context: { customers: { add: ["gid://shopify/Customer/1"] } } }) });
  expect(narrowed.errors[0].message).toContain("context: {customers}");
});

test("an app holds at most 25 active discounts", async () => {
  for (let at = 0; at < 25; at += 1) await sample.ask(CREATE, { input: input({ title: `Offer ${at}` }) });
  sample.store.clockOffset += 10_000;
  const last = (await sample.ask(CREATE, { input: input() })).data.discountAutomaticAppCreate;
  expect(last.userErrors.map((one: Answer) => one.code)).toEqual(["MAX_APP_DISCOUNTS"]);
  const scheduled = (await sample.ask(CREATE, { input: input({ startsAt: "2099-01-01T00:00:00Z" }) })).data.discountAutomaticAppCreate;
  expect(scheduled.automaticAppDiscount.status).toBe("SCHEDULED");
});

test("native discounts take a fraction and keep a percentage", async () => {
  const { data } = await sample.ask(
    `mutation { a: discountCodeBasicCreate(basicCodeDiscount: {title: "Ten", code: "TEN", startsAt: "2026-01-01T00:00:00Z", context: {all: ALL}, customerGets: {value: {percentage: 0.1}, items: {all: true}}}) { codeDiscountNode { id codeDiscount { ... on DiscountCodeBasic { codes(first: 1) { nodes { code } } customerGets { value { ... on DiscountPercentage { percentage } } } } } } userErrors { code message } }
      b: discountCodeBasicCreate(basicCodeDiscount: {title: "Ten", code: "ten", startsAt: "2026-01-01T00:00:00Z", customerGets: {value: {percentage: 0.1}, items: {all: true}}}) { codeDiscountNode { id } userErrors { code } } }`,
  );
  expect(data.a.userErrors).toEqual([]);
  expect(data.a.codeDiscountNode.codeDiscount).toEqual({
    codes: { nodes: [{ code: "TEN" }] },
    customerGets: { value: { percentage: 0.1 } },
  });
  expect(data.b).toEqual({ codeDiscountNode: null, userErrors: [{ code: "TAKEN" }] });
  expect([...sample.store.discounts.values()].map((one) => one.percentage)).toEqual([10]);
});

test("metafields are set on the installation and the shop, all or none", async () => {
  const owner = (await sample.ask("{ currentAppInstallation { id } shop { id } }")).data;
  const SET =
    "mutation($m: [MetafieldsSetInput!]!) { metafieldsSet(metafields: $m) { metafields { key value type } userErrors { field code elementIndex } } }";
  const good = { ownerId: owner.currentAppInstallation.id, key: "state", type: "json", value: `{"a":1}` };
  const bad = { ownerId: owner.shop.id, namespace: "$app:crescendo", key: "count", type: "number_integer", value: "many" };
  const refused = (await sample.ask(SET, { m: [good, bad] })).data.metafieldsSet;
  expect(refused).toEqual({
    metafields: null,
    userErrors: [{ field: ["metafields", "1", "value"], code: "INVALID_VALUE", elementIndex: 1 }],
  });
  expect(sample.store.metafields.size).toBe(0);
  expect((await sample.ask(SET, { m: [good, { ...bad, value: "3" }] })).data.metafieldsSet.userErrors).toEqual([]);
  const back = (
    await sample.ask(
      `{ currentAppInstallation { metafield(key: "state") { jsonValue } } shop { metafield(namespace: "$app:crescendo", key: "count") { jsonValue } metafields(first: 5) { nodes { key } } } }`,
    )
  ).data;
  expect(back).toEqual({
    currentAppInstallation: { metafield: { jsonValue: { a: 1 } } },
    shop: { metafield: { jsonValue: 3 }, metafields: { nodes: [{ key: "count" }] } },
  });
});

test("the app's Functions are listed", async () => {
  const { data } = await sample.ask(
    `{ shopifyFunctions(first: 5, apiType: "discount") { nodes { handle title apiType app { apiKey } } } }`,
  );
  expect(data.shopifyFunctions.nodes).toEqual([{ handle: "offers", title: "Offers", apiType: "discount", app: { apiKey: CLIENT_ID } }]);
});

test("uninstalling tells the world", async () => {
  const topics: string[] = [];
  sample.store.onEvent((event) => topics.push(event.topic));
  sample.store.installations.set(CLIENT_ID, { clientId: CLIENT_ID, scopes: [], installedAt: 0 });
  expect((await sample.ask("mutation { appUninstall { app { apiKey } userErrors { message } } }")).data.appUninstall.app.apiKey).toBe(
    CLIENT_ID,
  );
  expect(topics).toEqual(["app/uninstalled"]);
  expect(sample.store.installations.size).toBe(0);
});
