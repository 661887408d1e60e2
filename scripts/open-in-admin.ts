import type { FrameLocator, Page } from "playwright-core";

/** The app's own page inside the store's admin. */
export function appFrame(page: Page): FrameLocator {
  return page.frameLocator("iframe[name=app-iframe]");
}

/** Opens a page of the app by its address in the admin, and waits until it answers to clicks and keys. */
export async function openInAdmin(page: Page, storeUrl: string, path: string): Promise<void> {
  await page.goto(`${storeUrl}/admin/apps/crescendo${path}`);
  const heading = appFrame(page).getByRole("heading", { level: 1 }).first();
  await heading.waitFor({ state: "attached" });
  // React leaves its mark on what it has taken over from the server's page.
  await heading.evaluate(async (element) => {
    const takenOver = () => Object.keys(element).some((key) => key.startsWith("__reactFiber"));
    while (!takenOver()) await new Promise((resolve) => setTimeout(resolve, 20));
  });
}
