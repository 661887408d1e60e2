import fs from "node:fs";
import path from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { newVisitor } from "./chromium.ts";
import { appFrame, openInAdmin } from "./open-in-admin.ts";

const WIDTH = 1280;
const MOST_BYTES = 300_000;
const FIELDS = {
  Email: "ada@example.com",
  Country: "United Kingdom",
  "First name": "Ada",
  "Last name": "Local",
  Address: "1 Test Street",
  "Postal code": "N1 1AA",
  City: "London",
  "Card number": "1",
};

/** Pictures of the admin and the storefront as they are now, as PNG files in a folder. */
export class Pictures {
  readonly #browser: Browser;
  readonly #storeUrl: string;
  readonly #folder: string;

  constructor(browser: Browser, storeUrl: string, folder: string) {
    this.#browser = browser;
    this.#storeUrl = storeUrl;
    this.#folder = folder;
    fs.mkdirSync(folder, { recursive: true });
  }

  /** Home and the customer worth most. */
  async ofFigures(): Promise<void> {
    const { page, app, open, context } = await this.#admin(1100);
    await open("");
    const hide = app.getByRole("button", { name: "Hide the setup guide" });
    if (await hide.isVisible()) {
      await hide.click();
      await hide.waitFor({ state: "detached" });
    }
    await this.#take(page, "home");
    await open("/customers");
    await app.getByRole("row").nth(1).getByRole("link").click();
    await page.waitForURL(/customers\/\d+/);
    await app.getByRole("heading", { level: 1 }).waitFor();
    await app
      .getByRole("button", { name: /^How is this computed/ })
      .first()
      .click();
    await this.#take(page, "customer");
    await context.close();
  }

  /** What an experiment found of the offer that loses, the results of all, and why one decision was made. */
  async ofProof(experimentId: number): Promise<void> {
    const { page, open, context } = await this.#admin(1100);
    await open(`/experiments/${experimentId}`);
    await this.#take(page, "experiment");
    await open("/results");
    await page.waitForLoadState("networkidle");
    await this.#take(page, "results");
    await open("/value");
    await page.waitForLoadState("networkidle");
    await this.#take(page, "value");
    await context.close();
  }

  /** The editor of the offer with this name. */
  async ofEditor(offer: string): Promise<void> {
    const { page, app, open, context } = await this.#admin(1180);
    await open("/offers");
    await app.getByRole("link", { name: offer, exact: true }).click();
    await app.locator("iframe.crescendo-preview").waitFor();
    await this.#take(page, "offer-editor");
    await context.close();
  }

  /** A newcomer is offered the tripwire beside the product with this handle, accepts it and what the cart offers, and checks out. */
  async ofStorefront(handle: string): Promise<void> {
    const context = await newVisitor(this.#browser, { viewport: { width: WIDTH, height: 860 } });
    const page = await context.newPage();
    const accept = page.getByRole("region", { name: "Offer" }).getByRole("button", { name: /^Add for/ });
    await page.goto(`${this.#storeUrl}/products/${handle}`, { waitUntil: "networkidle" });
    await accept.waitFor();
    await this.#take(page, "product-offer");
    await accept.click();
    await page.getByText("was added to your cart.").waitFor();
    await page.getByRole("button", { name: "Add to cart" }).click();
    await page.waitForURL("**/cart");
    await accept.click();
    await accept.waitFor({ state: "hidden" });
    await page.getByRole("button", { name: "Check out" }).click();
    for (const [label, value] of Object.entries(FIELDS)) await page.getByLabel(label).first().fill(value);
    await page.waitForLoadState("networkidle");
    await page.setViewportSize({ width: WIDTH, height: 1290 });
    await page.evaluate(() => scrollTo(0, 0));
    await this.#take(page, "checkout");
    await context.close();
  }

  async #admin(height: number) {
    const context: BrowserContext = await newVisitor(this.#browser, { viewport: { width: WIDTH, height } });
    const page = await context.newPage();
    const open = (address: string) => openInAdmin(page, this.#storeUrl, address);
    return { page, app: appFrame(page), open, context };
  }

  async #take(page: Page, name: string): Promise<void> {
    // Fonts, images and what fades in.
    await page.waitForTimeout(600);
    await page.mouse.move(0, 0);
    const picture = await page.screenshot({ path: path.join(this.#folder, `${name}.png`), animations: "disabled" });
    process.stderr.write(`  ${name}.png, ${Math.round(picture.length / 1000)} kB\n`);
    if (picture.length > MOST_BYTES) throw new Error(`${name}.png is larger than ${MOST_BYTES / 1000} kB.`);
  }
}
