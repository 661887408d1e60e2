import type { Locator } from "playwright-core";
import { expect, test, vi } from "vitest";
import en from "../../app/locales/en.json" with { type: "json" };
import vietnamese from "../../app/locales/vi.json" with { type: "json" };
import type { DemoPlan } from "../../scripts/demo-offers.ts";
import { beginJourney, browser, faults, installAndSync, merchant, money, PHONE, row, shop, stack } from "./journey.ts";
import { Merchant } from "./merchant.ts";
import { pageProblems } from "./page-problems.ts";
import { Shopper } from "./shopper.ts";
import { untranslated } from "./untranslated.ts";

// One merchant, several shoppers, one store: each step stands on the ones before it.
beginJourney(120);
const offered = { headline: "A small hello", name: "Hello to newcomers", more: "Rounds off the order" };
let plan: DemoPlan;
let early: Shopper;

const titleOf = async (id: string | undefined) => (await row<{ title: string }>("select title from products where id = $1", [id])).title;

test("a merchant installs the app and follows the first sync on Home until it is done", async () => {
  await installAndSync();
  await merchant.app.getByRole("heading", { name: en.levers.title }).waitFor();
  const held = await row<{ orders: number }>("select count(*)::int as orders from orders");
  expect(held.orders).toBe(stack.stock.orders);
  const { planDemo } = await import("../../scripts/demo-offers.ts");
  const { inShop } = await import("../../app/database/pool.server.ts");
  await vi.waitFor(
    async () => expect(await row("select affinity_version from shops where id = $1", [shop.id])).not.toEqual({ affinity_version: 0 }),
    {
      timeout: 20_000,
      interval: 250,
    },
  );
  plan = (await planDemo(shop.id)) as DemoPlan;
  // These shoppers are to see the offers; who is held out is another journey.
  await inShop(shop.id, (db) => db.run("update shops set global_holdout_bp = 0, offer_holdout_bp = 0 where id = $1", [shop.id]));
});

test("Home's levers are the figures of the database", async () => {
  await merchant.opens("?period=all");
  const real = await row<{ customers: number; orders: number; revenue: number }>(
    `select count(distinct o.customer_id)::int as customers, count(distinct o.id)::int as orders,
       sum(l.unit_price * l.quantity - l.discount) filter (where not l.is_gift_card)::float8 as revenue
     from orders o join order_lines l on l.shop_id = o.shop_id and l.order_id = o.id
     where not o.test and o.cancelled_at is null and o.customer_id is not null`,
  );
  const equation = await merchant.app.locator(".crescendo-equation").innerText();
  expect(equation).toContain(real.customers.toLocaleString("en"));
  expect(equation).toContain(String(Number((real.orders / real.customers).toFixed(2))));
  expect(equation).toContain(money(real.revenue / real.orders));
  expect(equation).toContain(money(real.revenue));
});

test("customers are sorted as asked, and one customer's page says what they are worth", async () => {
  await merchant.opens("/customers");
  await merchant.presses(en.customers.column.orders);
  await merchant.page.waitForURL(/sort=orders/);
  const most = await row<{ orders: number }>("select max(orders)::int as orders from customer_values");
  const first = merchant.app.getByRole("row").nth(1);
  await vi.waitFor(async () => expect((await first.getByRole("cell").allInnerTexts())[3]).toBe(String(most.orders)), { timeout: 10_000 });
  await first.getByRole("link").click();
  await merchant.page.waitForURL(/customers\/\d+/);
  const id = /customers\/(\d+)/.exec(merchant.page.url())?.[1];
  await merchant.presses(en.figure.how_for.replace("{{figure}}", en.customer.clv_profit));
  const worth = await row<{ profit: number; revenue: number }>(
    "select profit::float8 as profit, revenue::float8 as revenue from customer_values where customer_id = $1",
    [id],
  );
  const page = await merchant.app.locator("body").innerText();
  expect(page).toContain(money(worth.profit));
  expect(page).toContain(money(worth.revenue));
});

test("what a search or a period makes of a page is told to those who do not see it", async () => {
  const told = merchant.app.getByRole("status");
  const nobody = "Nobody of that name";
  await merchant.opens("/customers");
  await told.filter({ hasText: /^Customers 1–25 of / }).waitFor();
  await merchant.field(en.customers.search).fill(nobody);
  await merchant.presses(en.customers.search_go);
  await told.filter({ hasText: en.customers.not_found_title.replace("{{search}}", nobody) }).waitFor();
  await merchant.opens("");
  await merchant.field(en.period.label).selectOption("quarter");
  await told.filter({ hasText: `${en.period.quarter}. ${en.levers.customers}: ` }).waitFor();
});

test("a button that goes with what it did hands the keyboard's place on", async () => {
  const { app } = merchant;
  const focused = app.locator(":focus");
  await merchant.opens("");
  await merchant.entersOn(en.setup.costs.confirm);
  await focused.and(app.getByRole("button", { name: en.setup.costs.title, exact: true })).waitFor();
  await merchant.entersOn(en.setup.dismiss);
  await focused.filter({ hasText: en.setup.hidden }).waitFor();
  const { inShop } = await import("../../app/database/pool.server.ts");
  await inShop(shop.id, (db) =>
    db.run(
      `insert into webhook_inbox (shop_id, event_id, topic, resource_id, triggered_at, attempts)
       select $1, 'given-up', 'orders/updated', max(id), now(), 100 from orders`,
      [shop.id],
    ),
  );
  await merchant.opens("/settings");
  await merchant.entersOn(en.settings.failed_events_retry);
  await focused.filter({ hasText: en.settings.failed_events_retried_one.replace("{{events}}", "1") }).waitFor();
});

test("the editor says beside the field what a tripwire lacks, shows it as shoppers will see it, and publishes it", async () => {
  await merchant.opens("/offers/new?stage=tripwire");
  const focused = (control: Locator) => merchant.app.locator(":focus").and(control).waitFor();
  await merchant.field(en.editor.headline).fill("");
  await merchant.field(en.editor.total_limit).fill("many");
  await merchant.saves();
  await focused(merchant.field(en.editor.headline));
  for (const code of ["headline_required", "product_required", "not_a_number", "loss_budget_required"] as const)
    await merchant.app.getByText(en.errors[code]).last().waitFor();
  expect(await merchant.field(en.editor.headline).getAttribute("aria-invalid")).toBe("true");
  for (const label of [en.editor.total_limit, en.editor.loss_budget]) {
    await merchant.entersOn(label);
    await focused(merchant.field(label));
  }
  await merchant.entersOn(en.editor.product_single);
  await focused(merchant.app.getByRole("button", { name: en.editor.product_choose_single, exact: true }));
  await merchant.field(en.editor.total_limit).fill("1,000");
  await expect.poll(() => merchant.app.getByText(en.errors.not_a_number).count()).toBe(0);

  await merchant.field(en.editor.name).fill(offered.name);
  await merchant.field(en.editor.headline).fill(offered.headline);
  await merchant.field(en.editor.loss_budget).fill("200");
  await merchant.presses(en.editor.product_choose_single);
  await merchant.chooses([await titleOf(plan.tripwire.productIds[0])]);
  await focused(merchant.app.getByRole("button", { name: en.editor.product_change, exact: true }));
  const preview = merchant.app.frameLocator("iframe.crescendo-preview").locator("body");
  await preview.getByText(await titleOf(plan.tripwire.productIds[0])).waitFor();
  expect(await preview.innerText()).toContain(offered.headline);

  await merchant.savesByKeyboard();
  await merchant.page.waitForURL(/offers\/\d+/);
  await merchant.entersOn(en.offer.publish);
  await merchant.app.locator(":focus").filter({ hasText: en.offer.published }).waitFor();
  await merchant.app.getByRole("link", { name: en.offer.report, exact: true }).waitFor();
});

test("objectives and trials are worked by keyboard: the focus goes on where the outcome is", async () => {
  const { app } = merchant;
  const focused = (name: string) => app.locator(":focus").and(app.getByRole("button", { name, exact: true }));
  const name = "A better autumn";
  await merchant.opens("/objectives");
  await merchant.entersOn(en.objectives.add);
  await merchant.entersOn(en.common.save);
  await app.getByText(en.objectives.error.objective_name_required).last().waitFor();
  await app.locator(":focus").and(merchant.field(en.objectives.field.name)).waitFor();
  const fields = { name, baseline: "100", target: "200", weight: "1", cost: "5" } as const;
  for (const [field, text] of Object.entries(fields)) await merchant.field(en.objectives.field[field as keyof typeof fields]).fill(text);
  await merchant.entersOn(en.common.save);
  await focused(en.objectives.add).waitFor();
  await merchant.entersOn(`Edit ${name}`);
  await merchant.entersOn(en.common.cancel);
  await focused(`Edit ${name}`).waitFor();
  await merchant.entersOn(`Archive ${name}`);
  await focused(`Restore ${name}`).waitFor();

  await merchant.opens("/why");
  await merchant.entersOn(en.why.try_go);
  await app.locator(":focus").filter({ hasText: en.why.nothing_shown }).waitFor();
});

test("what was edited is not lost by a click: leaving asks first, staying keeps it, and discarding takes its errors along", async () => {
  const { app, page } = merchant;
  const name = merchant.field(en.editor.name);
  const toOffers = app.getByRole("link", { name: en.nav.offers, exact: true }).first();
  await merchant.opens("/offers/new?stage=tripwire");
  await name.fill("Half done");
  await toOffers.click();
  await page.getByRole("button", { name: "Stay" }).click();
  expect(await name.inputValue()).toBe("Half done");
  await merchant.saves();
  await app.getByText(en.errors.loss_budget_required).first().waitFor();
  await page.getByRole("button", { name: en.common.discard, exact: true }).click();
  await expect.poll(() => app.getByText(en.errors.loss_budget_required).count()).toBe(0);
  await toOffers.click();
  await page.waitForURL(/\/offers$/);

  await merchant.opens("/settings");
  await merchant.field(en.settings.assumed_cost).fill("41");
  await merchant.field(en.settings.rule.restDays).fill("15");
  await merchant.saves();
  await app.getByText(en.settings.saved).waitFor();
  await app.getByText(en.settings.holdouts.saved).waitFor();
  await merchant.opens("/settings");
  expect(await merchant.field(en.settings.rule.restDays).inputValue()).toBe("15");
});

test("what is typed while a save is on its way stays, still unsaved, and what was sent is saved", async () => {
  const { app, page } = merchant;
  const discards = () => page.getByRole("button", { name: en.common.discard, exact: true }).click();
  const holds = (field: Locator, text: string) => expect.poll(() => field.inputValue()).toBe(text);

  const [cost, fee] = [merchant.field(en.settings.assumed_cost), merchant.field(en.settings.payment_fee)];
  await merchant.opens("/settings");
  const before = await fee.inputValue();
  await cost.fill("42.0");
  await merchant.savesSlowly(() => fee.fill("3.3"));
  await holds(fee, "3.3");
  await holds(cost, "42");
  await discards();
  await holds(fee, before);
  await holds(cost, "42");

  const name = merchant.field(en.editor.name);
  await merchant.opens("/offers/new?stage=tripwire");
  await name.fill("Sent");
  await merchant.field(en.editor.loss_budget).fill("200");
  await merchant.presses(en.editor.product_choose_single);
  await merchant.chooses([await titleOf(plan.tripwire.productIds[0])]);
  await merchant.savesSlowly(() => name.fill("Typed meanwhile"));
  await page.waitForURL(/offers\/\d+/);
  await holds(name, "Typed meanwhile");
  expect(await app.locator(":focus").and(name).count()).toBe(1);
  await discards();
  await holds(name, "Sent");

  const objective = merchant.field(en.objectives.field.name);
  const named = () => row<{ names: string[] }>("select array_agg(name) as names from objectives where name like 'Sales%'");
  await merchant.opens("/objectives");
  await merchant.presses(en.objectives.add);
  const fields = { name: "Sales", baseline: "100", target: "200" } as const;
  for (const [field, text] of Object.entries(fields)) await merchant.field(en.objectives.field[field as keyof typeof fields]).fill(text);
  await merchant.savesSlowly(() => objective.fill("Sales of spring"));
  await holds(objective, "Sales of spring");
  expect(await named()).toEqual({ names: ["Sales"] });
  await merchant.saves();
  await objective.waitFor({ state: "detached" });
  expect(await named()).toEqual({ names: ["Sales of spring"] });
});

test("variants of a test are added and removed by keyboard: the focus goes to the new one's first field, or to what is beside the one removed", async () => {
  const { app } = merchant;
  const { add, remove_variant, variant_name } = en.experiments.form;
  const button = (name: string) => app.getByRole("button", { name, exact: true });
  const focused = (control: Locator) => app.locator(":focus").and(control).waitFor();
  const remove = (letter: string) => remove_variant.replace("{{letter}}", letter);
  await merchant.opens("/experiments/new?offer=1");
  for (const more of [1, 2]) {
    await merchant.entersOn(add);
    await focused(merchant.field(variant_name).nth(more));
  }
  expect(await button(add).count()).toBe(0);
  await merchant.entersOn(remove("B"));
  await focused(button(remove("B")));
  await merchant.entersOn(remove("C"));
  await focused(button(add));
});

test("products are chosen by keyboard where the picker stays closed: the focus goes to the search, and stays with what was chosen", async () => {
  const { app, page } = merchant;
  const title = await titleOf(plan.tripwire.productIds[0]);
  const focused = (control: Locator) => app.locator(":focus").and(control).waitFor();
  await merchant.opens("/offers/new?stage=tripwire");
  await merchant.entersOn(en.editor.product_search_instead);
  await focused(merchant.field(en.editor.product_search));
  await page.keyboard.type(title);
  await merchant.entersOn(title);
  await focused(app.getByRole("button", { name: en.editor.product_change, exact: true }));
  await merchant.entersOn(en.editor.product_remove_named.replace("{{title}}", title));
  await focused(app.getByRole("button", { name: en.editor.product_choose_single, exact: true }));
});

test("settings that are refused are all named above them, in one answer, and the focus goes to the first", async () => {
  const { app, page } = merchant;
  const focused = (control: Locator) => app.locator(":focus").and(control).waitFor();
  await merchant.opens("/settings");
  await merchant.field(en.settings.payment_fee).fill("some");
  await merchant.field(en.settings.rule.restDays).fill("366");
  await merchant.field(en.settings.rule.coolOffHours).fill("soon");
  await merchant.saves();
  await app.getByText(en.form.wrong_other.replace("{{count}}", "3")).waitFor();
  await focused(merchant.field(en.settings.payment_fee));
  await merchant.entersOn(en.settings.rule.restDays);
  await focused(merchant.field(en.settings.rule.restDays));
  await page.getByRole("button", { name: en.common.discard, exact: true }).click();
  await expect.poll(() => app.getByText(en.errors.out_of_range).count()).toBe(0);
});

test("a profit maximizer for the cart is published", async () => {
  await merchant.opens("/offers/new?stage=profit_maximizer");
  await merchant.field(en.editor.name).fill(offered.more);
  await merchant.app.getByRole("checkbox", { name: en.editor.placement.product }).uncheck();
  await merchant.presses(en.editor.product_choose);
  const candidates = plan.maximizer?.productIds.slice(0, 2) ?? [];
  await merchant.chooses(await Promise.all(candidates.map(titleOf)));
  await merchant.app.getByText(en.margin.profit).first().waitFor();
  await merchant.saves();
  await merchant.page.waitForURL(/offers\/\d+/);
  await merchant.presses(en.offer.publish);
  await merchant.app.getByText(en.offer.published).waitFor();
  // Doing nothing competes with every offer but a pinned one, and this shopper is to see both.
  const { inShop } = await import("../../app/database/pool.server.ts");
  await inShop(shop.id, (db) =>
    db.run("update offers set pinned_product_id = product_ids[1], updated_at = now() where shop_id = $1", [shop.id]),
  );
});

test("a first-time shopper takes both offers, by keyboard and by mouse, and pays the prices shown", async () => {
  const shopper = await Shopper.arrives(browser, stack, faults);
  await shopper.opens(`/products/${plan.core.handle}`);
  const tripwire = await shopper.seesOffer();
  expect(tripwire.title).toBe(await titleOf(plan.tripwire.productIds[0]));
  expect(tripwire.now).not.toBe(tripwire.before);
  await shopper.page.getByRole("button", { name: "Add to cart" }).focus();
  await shopper.page.keyboard.press("Tab");
  await shopper.page.keyboard.press("Tab");
  expect(await shopper.accept.evaluate((button) => button === document.activeElement)).toBe(true);
  await shopper.page.keyboard.press("Enter");
  await shopper.page.getByText(`${tripwire.title} was added to your cart.`).waitFor();
  await shopper.addsToCart();

  const maximizer = await shopper.seesOffer();
  await shopper.accept.click();
  await expect.poll(() => shopper.cartLines.count(), { timeout: 10_000 }).toBe(3);
  for (const offer of [tripwire, maximizer]) {
    const line = shopper.cartLines.filter({ hasText: offer.title });
    expect(await line.locator(".line__price").innerText()).toContain(offer.now);
  }
  const order = await shopper.checksOut("ada@example.com");
  const attributed = () =>
    row<{ n: number }>(
      "select count(*)::int as n from attributions a join orders o on o.shop_id = a.shop_id and o.id = a.order_id where o.name = $1",
      [order],
    );
  await expect.poll(attributed, { timeout: 30_000, interval: 250 }).toEqual({ n: 2 });
  for (const offer of [tripwire, maximizer]) {
    const line = await row<{ paid: number }>(
      `select (l.unit_price * l.quantity - l.discount)::float8 as paid from order_lines l
       join orders o on o.shop_id = l.shop_id and o.id = l.order_id join products p on p.shop_id = l.shop_id and p.id = l.product_id
       where o.name = $1 and p.title = $2`,
      [order, offer.title],
    );
    expect(money(line.paid)).toBe(offer.now);
  }
});

test("the list of offers says how often each was shown and accepted, and what it brought", async () => {
  const earned = await row<{ revenue: number; discount: number; profit: number }>(
    `select (l.unit_price * l.quantity - l.discount)::float8 as revenue, l.discount::float8 as discount,
       ((l.unit_price - coalesce(l.unit_cost, round(l.unit_price * s.assumed_cost_bp / 10000.0))) * l.quantity - l.discount
         - round((l.unit_price * l.quantity - l.discount) * s.payment_fee_bp / 10000.0))::float8 as profit
     from order_lines l join shops s on s.id = l.shop_id
     where l.decision_id is not null and l.product_id = $1`,
    [plan.tripwire.productIds[0]],
  );
  await merchant.opens("/offers");
  const [, , , profit, shown, accepted, revenue, discount] = await merchant.row(offered.name);
  expect([shown, accepted, revenue, discount, profit?.split("\n")[0]]).toEqual([
    "1",
    "1 (100%)",
    money(earned.revenue),
    money(earned.discount),
    money(earned.profit),
  ]);
  expect((await merchant.row(offered.more)).slice(4, 6)).toEqual(["1", "1 (100%)"]);
});

test("every page of the admin is in Vietnamese, fits a phone, and names all its controls", async () => {
  const phone = await Merchant.atWork(browser, stack, faults, PHONE);
  await phone.reads("vi");
  const problems: Record<string, string[]> = {};
  for (const path of [
    "",
    "/customers",
    "/offers",
    "/offers/new?stage=tripwire",
    "/offers/1/report",
    "/results",
    "/objectives",
    "/why?try=cart",
    "/settings",
  ]) {
    await phone.opens(path);
    const root = phone.app.locator("html");
    expect(await root.getAttribute("lang")).toBe("vi");
    const found = [...(await untranslated(root)), ...(await pageProblems(root))];
    if (found.length > 0) problems[path || "home"] = found;
  }
  expect(problems).toEqual({});
  await phone.opens("");
  await phone.app.getByText(vietnamese.levers.title).waitFor();
  await phone.page.context().close();
});

test("every page of the admin names all its controls on a desk too", async () => {
  const problems: Record<string, string[]> = {};
  for (const path of ["", "/customers", "/offers", "/offers/1", "/settings"]) {
    await merchant.opens(path);
    const found = await pageProblems(merchant.app.locator("html"));
    if (found.length > 0) problems[path || "home"] = found;
    expect((await untranslated(merchant.app.locator("html"))).length, "English words are recognised").toBeGreaterThan(5);
  }
  expect(problems).toEqual({});
});

test("the storefront's pages fit a phone, with the offer and without", async () => {
  early = await Shopper.arrives(browser, stack, faults, PHONE);
  const problems: Record<string, string[]> = {};
  const look = async (name: string) => {
    const found = await pageProblems(early.page.locator("html"));
    if (found.length > 0) problems[name] = found;
  };
  await early.opens("/");
  await look("home");
  await early.opens(`/products/${plan.core.handle}`);
  await early.seesOffer();
  await look("product");
  await early.accept.click();
  await early.page.getByText("was added to your cart.").waitFor();
  await early.addsToCart();
  await look("cart");
  await early.page.getByRole("button", { name: "Check out" }).click();
  await early.page.getByRole("button", { name: /^Pay/ }).waitFor();
  await look("checkout");
  expect(problems).toEqual({});
});

test("a paused offer is shown to nobody, and carts that hold it pay the full price", async () => {
  const title = await titleOf(plan.tripwire.productIds[0]);
  const price = early.cartLines.filter({ hasText: title }).locator(".line__price s");
  await early.opens("/cart");
  expect(await price.count()).toBe(1);
  await merchant.opens("/offers");
  await merchant.app.getByRole("link", { name: offered.name }).click();
  await merchant.presses(en.offer.pause);
  await merchant.app.getByText(en.offer.paused).waitFor();
  await early.opens("/cart");
  expect(await early.cartLines.filter({ hasText: title }).count()).toBe(1);
  expect(await price.count()).toBe(0);
  const next = await Shopper.arrives(browser, stack, faults);
  await next.opens(`/products/${plan.core.handle}`);
  expect(await next.offer.count()).toBe(0);
});

test("when the app is down, shoppers see the page without an offer and can buy", async () => {
  await stack.crashWebServer();
  const shopper = await Shopper.arrives(browser, stack, faults);
  await shopper.opens(`/products/${plan.core.handle}`);
  expect(await shopper.offer.count()).toBe(0);
  await shopper.addsToCart();
  await shopper.page.waitForLoadState("networkidle");
  expect(await shopper.offer.count()).toBe(0);
  expect(await shopper.checksOut("grace@example.com")).toMatch(/^#\d+/);
  // the browser itself notes the unanswered question; nothing else went wrong
  const seen = faults.take();
  expect(seen.filter((fault) => !fault.includes("/apps/crescendo/") && !fault.startsWith("The web server stopped"))).toEqual([]);
  expect(seen.length).toBeGreaterThan(0);
});
