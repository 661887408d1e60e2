import type { Browser, BrowserContextOptions, Locator, Page } from "playwright-core";
import { newVisitor } from "../../scripts/chromium.ts";
import type { Stack } from "../../scripts/stack.ts";
import type { Faults } from "./faults.ts";

/** A shopper in the storefront, in a browser of their own. */
export class Shopper {
  readonly page: Page;
  readonly #store: string;

  private constructor(page: Page, store: string) {
    this.page = page;
    this.#store = store;
  }

  static async arrives(browser: Browser, stack: Stack, faults: Faults, options: BrowserContextOptions = {}): Promise<Shopper> {
    const page = await (await newVisitor(browser, options)).newPage();
    faults.watch(page);
    return new Shopper(page, stack.storeUrl);
  }

  get offer(): Locator {
    return this.page.getByRole("region", { name: "Offer" });
  }

  get accept(): Locator {
    return this.offer.getByRole("button", { name: /^Add for/ });
  }

  get cartLines(): Locator {
    return this.page.locator(".line");
  }

  async opens(path: string): Promise<void> {
    await this.page.goto(`${this.#store}${path}`, { waitUntil: "networkidle" });
  }

  async seesOffer(): Promise<{ title: string; before: string; now: string }> {
    await this.offer.scrollIntoViewIfNeeded();
    const told = this.page.waitForRequest((request) => request.url().endsWith("/apps/crescendo/event"));
    const text = async (part: string) => (await this.offer.locator(part).innerText()).trim();
    const seen = {
      title: await text(".crescendo-offer__title"),
      before: await text("s"),
      now: await text(".crescendo-offer__price strong"),
    };
    await told;
    return seen;
  }

  async addsToCart(): Promise<void> {
    await this.page.getByRole("button", { name: "Add to cart" }).click();
    await this.page.waitForURL("**/cart");
  }

  /** Pays with the test card; the order's name. */
  async checksOut(email: string): Promise<string> {
    await this.page.getByRole("button", { name: "Check out" }).click();
    const fields = { Email: email, Country: "Vietnam", "First name": "Ada", "Last name": "Local", Address: "1 Test Street", City: "Hanoi" };
    for (const [label, value] of Object.entries(fields)) await this.page.getByLabel(label).first().fill(value);
    await this.page.getByLabel("Card number").fill("1");
    await this.page.getByRole("button", { name: /^Pay/ }).click();
    await this.page.getByRole("heading", { name: "Thank you, Ada!" }).waitFor();
    return this.page.locator("[data-order-name]").innerText();
  }
}
