import { expect, test } from "vitest";
import en from "../../app/locales/en.json" with { type: "json" };
import vietnamese from "../../app/locales/vi.json" with { type: "json" };
import { beginJourney, browser, faults, installAndSync, merchant, money, PHONE, row, stack, words } from "./journey.ts";
import { Merchant } from "./merchant.ts";
import { pageProblems } from "./page-problems.ts";
import { untranslated } from "./untranslated.ts";

// One merchant looks at what customers are worth; each step stands on the ones before it.
beginJourney(200);

const fits = () =>
  row<{ version: number | null; asked: number }>(
    `select (select max(version) from value_models) as version,
       (select count(*)::int from pgboss.job where name in ('value.fit', 'value.rebuild') and state in ('created', 'retry', 'active')) as asked`,
  );

test("after the first sync the Value page has the store's forecast and figures, as the database holds them", async () => {
  await installAndSync();
  await expect.poll(fits, { timeout: 60_000, interval: 250 }).toEqual({ version: 1, asked: 0 });

  await merchant.opens("/value?period=all");
  const held = await row<{ customers: number; profit: number; clv: number }>(
    `select count(*)::int as customers, sum(profit)::float8 / count(*) as profit,
       (select (forecast -> 'clv' ->> 'mean')::float8 * (forecast -> 'perNet' ->> 'profit')::float8 from value_models) as clv
     from customer_values`,
  );
  const page = await words();
  expect(page).toContain(en.value.forecast.title);
  expect(page).toContain(money(held.clv));
  expect(page).toContain(money(held.profit));
});

test("the browser refuses the framed app its storage, and every page opens from the menu", async () => {
  const stored = merchant.app.locator("html").evaluate(() => sessionStorage.length);
  await expect(stored).rejects.toThrow("Access is denied");
  for (const page of ["customers", "offers", "experiments", "results", "objectives", "why", "settings", "value"] as const)
    await merchant.turnsTo(en.nav[page]);
  await merchant.opens("/value?period=all");
});

test("another base and another period are chosen on the page, stand in its address and change its figures", async () => {
  await merchant.field(en.value.base_label).selectOption("gross");
  await merchant.page.waitForURL(/base=gross/);
  const gross = await row<{ each: number }>("select sum(revenue)::float8 / count(*) as each from customer_values");
  await expect.poll(words, { timeout: 10_000 }).toContain(money(gross.each));
  await merchant.field(en.period.label).selectOption("quarter");
  await merchant.page.waitForURL(/period=quarter/);
  await merchant.app.getByText(en.value.levers.title).first().waitFor();
});

test("a chart's figures are reached and opened with the keyboard alone", async () => {
  const behind = merchant.app.getByRole("button", { name: en.chart.table_for.replace("{{title}}", en.value.levers.title) });
  await behind.focus();
  expect(await behind.getAttribute("aria-expanded")).toBe("false");
  await merchant.page.keyboard.press("Enter");
  await merchant.app.getByRole("columnheader", { name: en.value.levers.column.lever }).waitFor();
  expect(await behind.getAttribute("aria-expanded")).toBe("true");
});

test("the what-if slider is told in the words beside it", async () => {
  const slider = merchant.app.getByRole("slider");
  await slider.focus();
  await merchant.page.keyboard.press("ArrowRight");
  await merchant.app
    .locator(`[aria-valuetext="${en.value.what_if.points.replace("{{points}}", "2")}"]`)
    .and(slider)
    .waitFor();
});

test("a forecast asked for says that it is being made, and the page renews itself when it is there", async () => {
  const status = merchant.app.locator(".crescendo-fit-status");
  expect(await status.getAttribute("role")).toBe("status");
  expect(await status.innerText()).toBe("");
  await merchant.presses(en.value.model.again);
  await status.filter({ hasText: en.value.fit.working }).waitFor();
  await status.filter({ hasText: en.value.fit.done }).waitFor({ timeout: 60_000 });
  expect(await fits()).toEqual({ version: 2, asked: 0 });
  const [fitted] = en.value.model.fitted.split(", made");
  await merchant.app.getByText((fitted as string).replace("{{version}}", "2")).waitFor();
});

test("a group opens as a list of its customers, the one with most at stake first", async () => {
  const { group, customers } = await row<{ group: keyof typeof en.value.rfm.group; customers: number }>(
    `select r.rfm_group as "group", count(*)::int as customers from customer_rfm r join customer_scores s using (shop_id, customer_id)
     group by 1 order by 2 desc limit 1`,
  );
  await merchant.opens("/value");
  await merchant.app.getByRole("link", { name: en.value.rfm.group[group], exact: true }).first().click();
  await merchant.page.waitForURL(new RegExp(`group=${group}`));
  const top = await row<{ profit: number }>(
    `select v.profit::float8 as profit from customer_scores s join customer_rfm r using (shop_id, customer_id) join customer_values v using (shop_id, customer_id)
     where r.rfm_group = $1 order by s.priority desc, s.customer_id limit 1`,
    [group],
  );
  const first = merchant.app.getByRole("row").nth(1).getByRole("cell");
  await expect.poll(async () => (await first.allInnerTexts())[1], { timeout: 10_000 }).toBe(money(top.profit));
  expect((await first.allInnerTexts())[7]).toMatch(/^\d+%$/);
  expect(await words()).toContain(`of ${customers}`);
});

test("a customer's page tells worth and chance, and our group beside the store's own", async () => {
  const best = await row<{ id: string; clv: number }>(
    `select customer_id as id, clv * (select (forecast -> 'perNet' ->> 'profit')::float8 from value_models order by version desc limit 1) as clv
     from customer_scores order by clv desc, customer_id limit 1`,
  );
  await merchant.opens(`/customers/${best.id}`);
  const page = await words();
  expect(page).toContain(money(best.clv));
  expect(page).toContain(en.value.place.shopify_group);
  expect(page).toContain(en.value.place.shopify_tier);
});

test("the export has a line for every customer", async () => {
  await merchant.opens("/value");
  const [file] = await Promise.all([merchant.page.waitForEvent("download"), merchant.presses(en.value.export)]);
  const chunks: Buffer[] = [];
  for await (const chunk of await file.createReadStream()) chunks.push(chunk as Buffer);
  const lines = Buffer.concat(chunks).toString("utf8").trim().split("\r\n");
  expect(lines[0]).toMatch(/^customer_id,currency,orders/);
  const { customers } = await row<{ customers: number }>("select count(*)::int as customers from customer_values");
  expect(lines).toHaveLength(customers + 1);
});

test("an order that comes in is in the values and figures without a rebuild", async () => {
  const before = await row<{ orders: number; revenue: number }>(
    "select count(*)::int as orders, sum(revenue)::float8 as revenue from order_values",
  );
  const answer = await fetch(`${stack.storeUrl}/_dev/orders`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ count: 3, seed: 5 }),
  });
  expect(answer.ok).toBe(true);
  const orders = () => row<{ orders: number }>("select count(*)::int as orders from order_values");
  await expect.poll(orders, { timeout: 30_000, interval: 250 }).toEqual({ orders: before.orders + 3 });
  const after = await row<{ each: number; revenue: number }>(
    `select (select sum(revenue)::float8 from order_values) as revenue, (select sum(revenue)::float8 / count(*) from customer_values) as each`,
  );
  expect(after.revenue).toBeGreaterThan(before.revenue);
  await merchant.opens("/value?period=all&base=gross");
  await expect.poll(words, { timeout: 10_000 }).toContain(money(after.each));
});

test("the page is in Vietnamese, fits a phone and names all its controls", async () => {
  const phone = await Merchant.atWork(browser, stack, faults, PHONE);
  await phone.reads("vi");
  await phone.opens("/value");
  await phone.app.getByText(vietnamese.value.model.numbers).waitFor({ timeout: 30_000 });
  const root = phone.app.locator("html");
  expect(await root.getAttribute("lang")).toBe("vi");
  expect([...(await untranslated(root)), ...(await pageProblems(root))]).toEqual([]);
  await phone.page.context().close();
});
