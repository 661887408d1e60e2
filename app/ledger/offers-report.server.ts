import { inShop } from "../database/pool.server.ts";
import { type Earned, NOTHING_EARNED } from "./earned.ts";
import { EARNED_SUMS, earnedLines } from "./earned-lines.sql.ts";
import { incrementals, roiOf } from "./incremental.server.ts";
import type { LedgerPeriod } from "./ledger-period.ts";
import type { OfferRow, OffersReport, StageRow } from "./offers-report.ts";
import { roi } from "./roi.ts";
import { sourceRows } from "./source-rows.ts";

/** All offers over a period, each with what is attributed to it and what its holdout says; by stage and by source. */
export function offersReport(shopId: number, period: LedgerPeriod): Promise<OffersReport> {
  return inShop(shopId, async (db) => {
    const shop = await db.row<{ currency: string }>("select currency from shops where id = $1", [shopId]);
    const rows = await db.rows<Earned & { dimension: string; key: string }>(SUMS, [shopId, period.from, period.to]);
    const known = await db.rows<{ id: number; name: string; stage: string; status: string }>(
      "select id, name, stage, status from offers where shop_id = $1 and status <> 'draft'",
      [shopId],
    );
    const measured = await incrementals(db);
    const sums = rows.map(({ dimension, key, ...earned }) => ({ dimension, key, earned }));
    const of = (dimension: string, key: string) =>
      sums.find((row) => row.dimension === dimension && row.key === key)?.earned ?? NOTHING_EARNED;
    const deleted = sums
      .filter(({ dimension, key }) => dimension === "offer" && !known.some(({ id }) => String(id) === key))
      .map(({ key }) => ({ id: Number(key), name: null, stage: "deleted", status: "ended" }));
    const offers = [...known, ...deleted]
      .map(({ id, ...offer }): OfferRow => {
        const earned = of("offer", String(id));
        const incremental = measured.of(id);
        return { offerId: id, ...offer, earned, attributedRoi: roi(earned.profit, earned.invested), incremental, roi: roiOf(incremental) };
      })
      .sort((a, b) => b.earned.profit - a.earned.profit || b.offerId - a.offerId);
    const total = of("total", "");
    return {
      currency: shop?.currency ?? "",
      total: { earned: total, attributedRoi: roi(total.profit, total.invested) },
      offers,
      stages: [...new Set(offers.map(({ stage }) => stage))].sort().map((stage) => stageRow(stage, offers, of("stage", stage))),
      sources: sourceRows(sums),
    };
  });
}

/**
 * A stage's incremental profit is that of its offers together, each by its own holdout; the ends of the intervals are added up, which
 * holds whenever all of them hold. Nothing is said of the stage while one of its offers with orders is not known.
 */
function stageRow(stage: string, offers: readonly OfferRow[], earned: Earned): StageRow {
  const own = offers.filter((offer) => offer.stage === stage);
  const known = own.flatMap(({ incremental }) => (incremental.kind === "known" ? [incremental] : []));
  const silent = own.some((offer) => offer.incremental.kind === "unknown" && offer.earned.orders > 0);
  const complete = known.length > 0 && !silent;
  const sum = (of: (one: (typeof known)[number]) => number) => known.reduce((total, one) => total + of(one), 0);
  return {
    stage,
    earned,
    attributedRoi: roi(earned.profit, earned.invested),
    incremental: complete
      ? { expected: sum(({ expected }) => expected), low: sum(({ low }) => low), high: sum(({ high }) => high), offers: known.length }
      : null,
    roi: complete
      ? roi(
          sum(({ expected }) => expected),
          sum(({ invested }) => invested),
          { low: sum(({ low }) => low), high: sum(({ high }) => high) },
        )
      : roi(null, 0),
  };
}

const SUMS = `
  with earned as materialized (${earnedLines()})
  select dimension, key, ${EARNED_SUMS}
  from earned cross join lateral (values ('total', ''), ('offer', offer_id::text), ('stage', stage), ('placement', placement), ('buyer', buyer),
    ('source', source)) by (dimension, key)
  group by dimension, key order by dimension, key`;
