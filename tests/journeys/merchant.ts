import type { Browser, BrowserContextOptions, FrameLocator, Locator, Page } from "playwright-core";
import { newVisitor } from "../../scripts/chromium.ts";
import { appFrame, openInAdmin } from "../../scripts/open-in-admin.ts";
import type { Stack } from "../../scripts/stack.ts";
import type { Faults } from "./faults.ts";

/**
 * A merchant in the store's admin, which shows the app in a frame and draws its save bar and pickers around it. The admin is another site
 * than the app, as Shopify's is, so that the browser refuses the frame its storage; a visitor of Playwright's is incognito.
 */
export class Merchant {
  readonly page: Page;
  readonly #store: string;

  private constructor(page: Page, store: string) {
    this.page = page;
    this.#store = store;
  }

  static async atWork(browser: Browser, stack: Stack, faults: Faults, options: BrowserContextOptions = {}): Promise<Merchant> {
    const page = await (await newVisitor(browser, options)).newPage();
    faults.watch(page);
    return new Merchant(page, stack.storeUrl.replace("127.0.0.1", "localhost"));
  }

  get app(): FrameLocator {
    return appFrame(this.page);
  }

  async installs(): Promise<void> {
    await this.page.goto(`${this.#store}/admin`);
    await this.page.getByRole("link", { name: "Install Crescendo" }).click();
    await this.page.getByRole("button", { name: "Install", exact: true }).click();
  }

  /** Opens a page of the app by its address, and waits until it can be used. */
  async opens(path: string): Promise<void> {
    await openInAdmin(this.page, this.#store, path);
  }

  async reads(language: "en" | "vi"): Promise<void> {
    await this.page.goto(`${this.#store}/admin`);
    await this.page.getByLabel("Language of the app").selectOption(language);
    await this.page.waitForLoadState("networkidle");
  }

  field(label: string): Locator {
    return this.app.getByLabel(label, { exact: true });
  }

  async presses(name: string): Promise<void> {
    await this.app.getByRole("button", { name, exact: true }).click();
  }

  async chooses(titles: readonly string[]): Promise<void> {
    const picker = this.page.locator("[data-picker]");
    for (const title of titles) {
      await picker.getByRole("searchbox").fill(title);
      await picker.getByRole("listitem").filter({ hasText: title }).first().locator("input").check();
    }
    await picker.getByRole("button", { name: "Select", exact: true }).click();
  }

  /** Goes to a page by the admin's menu. */
  async turnsTo(name: string): Promise<void> {
    const link = this.page.locator("[data-app-nav]").getByRole("link", { name, exact: true });
    const path = await link.getAttribute("href");
    await link.click();
    await this.page.waitForURL((url) => url.pathname === path);
  }

  /** Agrees to what the admin's dialog asks. */
  async confirms(action: string): Promise<void> {
    await this.page.locator("[data-modal]").getByRole("button", { name: action, exact: true }).click();
  }

  async saves(): Promise<void> {
    await this.page.getByRole("button", { name: "Save", exact: true }).click();
  }

  /** Saves, does something else while that is on its way, and goes on when the answer has come and there is more to save. */
  async savesSlowly(meanwhile: () => Promise<void>): Promise<void> {
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    await this.page.route("**/app/**", async (route) => {
      if (route.request().method() === "POST") await released;
      await route.continue();
    });
    const answered = this.page.waitForResponse((response) => response.request().method() === "POST");
    await this.saves();
    await meanwhile();
    release();
    await answered;
    await this.page.unroute("**/app/**");
    await this.page.getByRole("button", { name: "Save", exact: true }).and(this.page.locator(":enabled")).waitFor();
  }

  /** From the top of the page, with Tab and Enter alone. */
  async savesByKeyboard(): Promise<void> {
    const save = this.page.getByRole("button", { name: "Save", exact: true });
    await this.page.getByRole("link", { name: "Skip to content" }).focus();
    for (let presses = 0; presses < 10; presses++) {
      await this.page.keyboard.press("Tab");
      if (await save.evaluate((button) => button === document.activeElement)) return this.page.keyboard.press("Enter");
    }
    throw new Error("Tab does not reach the Save button.");
  }

  /** Presses a button of the app with the keyboard, for whom it matters where the focus goes. */
  async entersOn(name: string): Promise<void> {
    await this.app.getByRole("button", { name, exact: true }).first().focus();
    await this.page.keyboard.press("Enter");
  }

  /** The cells of the row that says `text`. */
  async row(text: string): Promise<string[]> {
    return this.app.getByRole("row").filter({ hasText: text }).first().getByRole("cell").allInnerTexts();
  }
}
