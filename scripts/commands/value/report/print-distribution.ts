import { percent, type ReportPage, section, sumOf } from "./report-page.ts";

/** How expected value spreads over customers, in tenths. */
export function printDistribution(page: ReportPage, clv: Float64Array, horizonDays: number): void {
  section(
    page,
    "How value is spread",
    `What is expected of each customer in the next ${horizonDays} days, from the tenth worth most to the tenth worth least.`,
  );
  const ranked = Float64Array.from(clv).sort().reverse();
  const count = ranked.length;
  const total = sumOf(ranked);
  const middle = ((ranked[(count - 1) >> 1] as number) + (ranked[count >> 1] as number)) / 2;
  page.print(`Mean ${page.money(total / count)}, middle customer ${page.money(middle)}.`);
  page.print(`${"tenth".padEnd(8)}${"customers".padStart(10)}${"together".padStart(18)}${"share".padStart(9)}${"each".padStart(14)}`);
  for (let tenth = 0, from = 0; tenth < Math.min(10, count); tenth++) {
    const part = ranked.subarray(from, from + Math.floor(count / 10) + (tenth < count % 10 ? 1 : 0));
    from += part.length;
    const sum = sumOf(part);
    page.print(
      `${String(tenth + 1).padEnd(8)}${String(part.length).padStart(10)}${page.money(sum).padStart(18)}${(total > 0 ? percent(sum / total) : "-").padStart(9)}${page.money(sum / part.length).padStart(14)}`,
    );
  }
}
