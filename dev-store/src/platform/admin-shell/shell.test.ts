import type http from "node:http";
import type { Browser, FrameLocator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { Store } from "../../store/store.ts";
import { APP_BRIDGE_CDN } from "../frame-proxy.ts";
import type { Seen } from "../sample-platform.ts";
import { listeningApp, SAMPLE_APP, samplePlatform, until } from "../sample-platform.ts";
import { readJwt } from "../signatures.ts";
import { hasChromium, launchChromium } from "./chromium.ts";

const present = hasChromium();
let browser: Browser;
const closing: (() => Promise<void>)[] = [];
beforeAll(async () => {
  if (present) browser = await launchChromium();
});
afterAll(() => browser?.close());
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const APP_PAGE = `<!doctype html><html lang="en"><head><title>Embedded</title>
<script data-api-key="${SAMPLE_APP.clientId}" src="${APP_BRIDGE_CDN}"></script><style>p{color:rgb(1,2,3)}</style></head><body>
<ui-nav-menu><a href="/app" rel="home">Home</a><a href="/app/offers">Offers</a><a href="/app/customers">Customers</a></ui-nav-menu>
<ui-title-bar title="Dashboard"><button variant="primary" onclick="log('primary')">Create offer</button></ui-title-bar>
<ui-save-bar id="bar"><button variant="primary" onclick="log('save')"></button><button onclick="log('discard')"></button></ui-save-bar>
<ui-modal id="dialog"><p>Inside the modal</p><ui-title-bar title="A modal"><button variant="primary" onclick="log('modal')">Agree</button></ui-title-bar></ui-modal>
<form data-save-bar onsubmit="event.preventDefault(); log('submitted')"><label>Name <input name="name"></label></form>
<a id="order" href="shopify://admin/orders">Orders</a>
<h1>Embedded page</h1><output id="log"></output>
<script>
function log(text) { document.getElementById("log").append(text + ";"); }
addEventListener("shopify:navigate", (event) => { history.pushState(null, "", event.target.getAttribute("href")); log("went " + location.pathname); });
</script></body></html>`;

async function open(path = "/admin/apps/crescendo") {
  let stale = 0;
  const app = await listeningApp((seen: Seen, response: http.ServerResponse) => {
    if (seen.url.startsWith("/app/data")) {
      if (stale-- > 0) return void response.writeHead(401, { "X-Shopify-Retry-Invalid-Session-Request": "1" }).end();
      return void response.writeHead(200, { "Content-Type": "application/json" }).end("{}");
    }
    const query = new URL(seen.url, "http://app.invalid").searchParams;
    if (seen.url.startsWith("/auth/session-token")) {
      return void response
        .writeHead(200, { "Content-Type": "text/html" })
        .end(`<script data-api-key="x" src="${APP_BRIDGE_CDN}"></script>`);
    }
    if (seen.url.startsWith("/app/bounce") && !query.get("id_token")) {
      query.set("shopify-reload", `http://${seen.headers.host}/app/bounce?${query}`);
      return void response.writeHead(302, { Location: `/auth/session-token?${query}` }).end();
    }
    response
      .writeHead(200, {
        "Content-Type": "text/html",
        "Content-Security-Policy": "frame-ancestors https://crescendo-demo.myshopify.com https://admin.shopify.com;",
      })
      .end(APP_PAGE);
  });
  const platform = await samplePlatform(app.url);
  closing.push(platform.close, app.close);
  platform.installations.install(platform.stores.primary);
  const page = await browser.newPage();
  closing.unshift(() => page.close());
  const complaints: string[] = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.goto(`${platform.url}${path}`);
  const frame = page.frameLocator("iframe[name=app-iframe]");
  await frame.locator("h1").waitFor();
  return { app, platform, page, frame, complaints, makeStale: (times: number) => (stale = times) };
}

const inApp = (frame: FrameLocator, script: string) => frame.locator("body").evaluate(`(async () => { ${script} })()`);
const logged = (frame: FrameLocator) => frame.locator("#log").textContent();
const pathOf = (page: Page) => new URL(page.url()).pathname;

test.skipIf(!present)("the admin frames the app with Shopify's parameters, its navigation, title and buttons outside", async () => {
  const { app, page, frame, complaints } = await open();
  const query = new URL(app.seen[0]?.url ?? "", "http://app.invalid").searchParams;
  expect([...query.keys()].sort()).toEqual(["embedded", "hmac", "host", "id_token", "locale", "session", "shop", "timestamp"]);
  expect(readJwt(query.get("id_token") ?? "", SAMPLE_APP.clientSecret)).toMatchObject({ aud: SAMPLE_APP.clientId });
  await page.getByRole("heading", { name: "Dashboard" }).waitFor();
  await page.getByRole("button", { name: "Create offer" }).click();
  await expect.poll(() => logged(frame)).toBe("primary;");
  await page.getByRole("link", { name: "Offers" }).click();
  await expect.poll(() => pathOf(page)).toBe("/admin/apps/crescendo/offers");
  expect(await logged(frame)).toBe("primary;went /app/offers;");
  expect(await page.getByRole("link", { name: "Offers" }).getAttribute("aria-current")).toBe("page");
  expect(await inApp(frame, "return [shopify.config.shop, shopify.config.locale, shopify.environment.embedded]")).toEqual([
    "crescendo-demo.myshopify.com",
    "en",
    true,
  ]);
  expect(complaints).toEqual([]);
});

test.skipIf(!present)("requests of the app carry a session token, and a stale one is fetched anew once", async () => {
  const { app, frame, makeStale } = await open();
  makeStale(1);
  expect(await inApp(frame, "return (await fetch('/app/data', { method: 'POST', body: 'kept' })).status")).toBe(200);
  const calls = app.seen.filter(({ url }) => url === "/app/data");
  expect(calls.map(({ body }) => body)).toEqual(["kept", "kept"]);
  const tokens = calls.map(({ headers }) => headers.authorization?.replace("Bearer ", "") ?? "");
  expect(new Set(tokens).size).toBe(2);
  for (const token of tokens)
    expect(readJwt(token, SAMPLE_APP.clientSecret)).toMatchObject({ dest: "https://crescendo-demo.myshopify.com" });
});

test.skipIf(!present)("the bounce page comes back with a fresh session token", async () => {
  const { app, page } = await open("/admin/apps/crescendo/bounce");
  const [frame] = page.frames().filter((candidate) => candidate.name() === "app-iframe");
  const src = new URL(frame?.url() ?? "");
  src.searchParams.delete("id_token");
  await frame?.goto(src.href);
  await until(
    () => app.seen.at(-1)?.url.includes("id_token=") === true && app.seen.some(({ url }) => url.startsWith("/auth/session-token")),
    "the reload",
  );
  expect(app.seen.at(-1)?.url).toMatch(/^\/app\/bounce\?/);
});

test.skipIf(!present)("save bar, form and leaving with unsaved changes", async () => {
  const { page, frame } = await open();
  await inApp(frame, "await shopify.saveBar.show('bar')");
  await page.getByRole("button", { name: "Save" }).click();
  await expect.poll(() => logged(frame)).toBe("save;");
  await page.getByRole("link", { name: "Products" }).click();
  await page.getByRole("button", { name: "Stay" }).click();
  expect(pathOf(page)).toBe("/admin/apps/crescendo");
  // An app that navigates by itself asks first: staying is never answered, leaving is.
  const asked = () => inApp(frame, "void shopify.saveBar.leaveConfirmation().then(() => log('left'))");
  await asked();
  await page.getByRole("button", { name: "Stay" }).click();
  expect(await logged(frame)).toBe("save;");
  await asked();
  await page.getByRole("button", { name: "Leave page" }).click();
  await expect.poll(() => logged(frame)).toBe("save;left;");
  await inApp(frame, "await shopify.saveBar.hide('bar')");
  await expect.poll(() => page.getByRole("button", { name: "Save" }).isVisible()).toBe(false);
  await asked();
  await expect.poll(() => logged(frame)).toBe("save;left;left;");
  await frame.getByLabel("Name").fill("x");
  await page.getByRole("button", { name: "Save" }).click();
  await expect.poll(() => logged(frame)).toBe("save;left;left;submitted;");
  await expect.poll(() => page.getByRole("button", { name: "Save" }).isVisible()).toBe(false);
});

test.skipIf(!present)("toast, modal and resource picker", async () => {
  const { page, frame } = await open();
  await inApp(frame, "shopify.toast.show('Saved', { action: 'Undo', onAction: () => log('undo') })");
  await page.getByRole("status").getByText("Saved").waitFor();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect.poll(() => logged(frame)).toBe("undo;");
  await inApp(frame, "await shopify.modal.show('dialog')");
  const inside = page.frameLocator("iframe[name=app-modal]").getByText("Inside the modal");
  await inside.waitFor();
  expect(await inside.evaluate((node) => getComputedStyle(node).color)).toBe("rgb(1, 2, 3)");
  await page.getByRole("dialog").getByRole("button", { name: "Agree" }).click();
  await expect.poll(() => logged(frame)).toBe("undo;modal;");
  await page.keyboard.press("Escape");
  await expect.poll(() => page.locator("iframe[name=app-modal]").count()).toBe(0);
  const picked = inApp(
    frame,
    "return (await shopify.resourcePicker({ type: 'product', multiple: true })).map(({ title, variants }) => [title, variants.length])",
  );
  await page.getByRole("searchbox", { name: "Search" }).fill("house");
  await expect.poll(() => page.getByRole("dialog").getByRole("checkbox").count()).toBe(1);
  await page.getByLabel("House Blend").check();
  await page.getByRole("button", { name: "Add", exact: true }).click();
  expect(await picked).toEqual([["House Blend", 2]]);
  const cancelled = inApp(frame, "return (await shopify.resourcePicker({ type: 'variant' })) === undefined");
  await page.getByRole("button", { name: "Cancel" }).click();
  expect(await cancelled).toBe(true);
  await expect(inApp(frame, "shopify.reviews.request()")).rejects.toThrow("not supported here");
});

test.skipIf(!present)("links into Shopify's admin open the local admin's page", async () => {
  const { page, frame } = await open();
  await frame.locator("#order").click();
  await page.getByRole("heading", { name: "Orders" }).waitFor();
  expect(pathOf(page)).toBe("/admin/orders");
});

test.skipIf(!present)("another language is passed to the app", async () => {
  const { app, page, frame } = await open();
  await page.getByLabel("Language of the app").selectOption("vi");
  await expect.poll(() => app.seen.some(({ url }) => url.includes("locale=vi"))).toBe(true);
  await frame.locator("h1").waitFor();
  expect(pathOf(page)).toBe("/admin/apps/crescendo");
});

test.skipIf(!present)("an order is refunded, edited and cancelled by hand", async () => {
  const { platform, page } = await open();
  const created = await (
    await fetch(`${platform.url}/_dev/orders`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: '{"customerId":21,"variantId":111,"quantity":3}',
    })
  ).json();
  const { id } = created.orders[0];
  await page.goto(`${platform.url}/admin/orders/${id}`);
  await page.getByLabel("House Blend", { exact: true }).fill("1");
  await page.getByRole("button", { name: "Refund" }).click();
  await page.getByRole("status").getByText("Refunded").waitFor();
  expect(platform.stores.primary.orders.get(id)?.refunds).toMatchObject([{ amount: 1250 }]);
  await page.getByLabel("Quantity of House Blend").fill("1");
  await page.getByRole("button", { name: "Edit quantity" }).click();
  await page.getByText("Edited", { exact: true }).waitFor();
  page.on("dialog", (dialog) => dialog.accept());
  await page.getByRole("button", { name: "Cancel order" }).click();
  await page.getByText("Cancelled", { exact: true }).waitFor();
  expect(platform.stores.primary.orders.get(id)?.cancelledAt).not.toBeNull();
});

test.skipIf(!present)("a second shop has its own admin under its own name, and its own session tokens", async () => {
  const { platform, page } = await open();
  const second = new Store({ ...platform.stores.primary.shop, id: 2, domain: "second.myshopify.com", name: "Second" });
  platform.stores.add(second);
  platform.installations.install(second);
  await page.goto(`http://second.myshopify.com.localhost:${new URL(platform.url).port}/admin/apps/crescendo`);
  const frame = page.frameLocator("iframe[name=app-iframe]");
  await frame.locator("h1").waitFor();
  const token = await inApp(frame, "return shopify.idToken()");
  expect(readJwt(String(token), SAMPLE_APP.clientSecret)).toMatchObject({ dest: "https://second.myshopify.com" });
});

test.skipIf(!present)("the shell answers nobody but the app's frame", async () => {
  const { page, frame } = await open();
  const heard = await page.evaluate(async () => {
    const answers: unknown[] = [];
    window.addEventListener("message", (event) => event.data?.re !== undefined && answers.push(event.data));
    const stranger = document.body.appendChild(document.createElement("iframe"));
    stranger.srcdoc = `<script>addEventListener("message", (event) => parent.postMessage({ re: 0, passed: event.data }, "*")); parent.postMessage({ localStore: 1, id: 1, type: "idToken" }, "*");</script>`;
    window.postMessage({ localStore: 1, id: 2, type: "idToken" }, "*");
    await new Promise((resolve) => setTimeout(resolve, 400));
    return answers;
  });
  expect(heard).toEqual([]);
  await expect(
    inApp(frame, "return (await fetch('http://127.0.0.1:' + new URL(document.referrer).port + '/admin/_session_token')).status"),
  ).rejects.toThrow();
});
