import type { Locator } from "playwright-core";

/** What keeps people with a screen reader, a keyboard or a phone from a page; empty when nothing does. `root` is the page's html element. */
export function pageProblems(root: Locator): Promise<string[]> {
  return root.evaluate((html) => {
    const page = html.ownerDocument;
    const problems: string[] = [];
    const all = <T extends Element>(selector: string) => [...page.querySelectorAll<T>(selector)];
    const shown = (element: Element) => element.checkVisibility() && !element.closest("[aria-hidden=true], [inert]");
    const brief = (element: Element) => element.outerHTML.slice(0, 120);
    const named = (element: Element): boolean => {
      const ids = element.getAttribute("aria-labelledby")?.split(/\s+/) ?? [];
      return [
        element.getAttribute("aria-label"),
        element.getAttribute("title"),
        ...ids.map((id) => page.getElementById(id)?.textContent),
        element.textContent,
        ...[...element.querySelectorAll("img[alt], [aria-label]")].map(
          (part) => part.getAttribute("alt") ?? part.getAttribute("aria-label"),
        ),
      ].some((name) => name?.trim());
    };

    const headings = all("h1").filter((heading) => heading.checkVisibility());
    if (headings.length !== 1) problems.push(`${headings.length} h1: ${headings.map((heading) => heading.textContent).join(", ")}`);
    if (!page.documentElement.lang) problems.push("the page does not say its language");
    for (const field of all<HTMLInputElement>("input:not([type=hidden]), select, textarea").filter(shown)) {
      if (![...(field.labels ?? [])].some((label) => label.textContent?.trim()) && !named(field))
        problems.push(`no label: ${brief(field)}`);
    }
    for (const image of all("img").filter((image) => !image.hasAttribute("alt"))) problems.push(`no alt: ${brief(image)}`);
    for (const control of all("button, a[href]").filter(shown)) if (!named(control)) problems.push(`no name: ${brief(control)}`);
    for (const table of all<HTMLTableElement>("table").filter(shown))
      if (!table.caption && !table.ariaLabel) problems.push(`no name: ${brief(table)}`);
    const labels = all("button[aria-label]")
      .filter(shown)
      .map((button) => button.ariaLabel);
    for (const label of new Set(labels.filter((label, index) => labels.indexOf(label) !== index)))
      problems.push(`two buttons are called ${label}`);
    const ids = all("[id]").map((element) => element.id);
    for (const id of new Set(ids.filter((id, index) => ids.indexOf(id) !== index))) problems.push(`two elements have the id ${id}`);
    const { scrollWidth, clientWidth } = page.documentElement;
    if (scrollWidth > clientWidth) problems.push(`scrolls sideways by ${scrollWidth - clientWidth} px at ${clientWidth} px`);
    return problems;
  });
}
