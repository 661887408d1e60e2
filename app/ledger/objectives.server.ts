import { type Db, inShop } from "../database/pool.server.ts";
import { metricValues, type Window } from "./metric-values.server.ts";
import { judgeObjective, METRICS, type Metric, type MonthValues, type Objective, type ObjectiveRow } from "./objective.ts";
import { daysBefore, measuredDays, objectiveProgress, type Today, weightedProgress } from "./objective-progress.ts";

const MOST_OBJECTIVES = 50;
const MONTHS = 24;

export interface ObjectivesReport {
  /** today in the shop's time zone */
  readonly today: string;
  /** those in force by their end, archived ones last */
  readonly rows: readonly ObjectiveRow[];
  /** of those that have begun and are not archived, by weight, 0 to 1 */
  readonly weighted: number | null;
}

/** The shop's objectives and where each of them stands. */
export function objectives(shopId: number, now = new Date()): Promise<ObjectivesReport> {
  return inShop(shopId, async (db) => {
    const today = await todayOf(db, now);
    const kept = await db.rows<Objective>(
      `select id, name, metric, baseline, target, to_char(starts_on, 'YYYY-MM-DD') as "startsOn", to_char(ends_on, 'YYYY-MM-DD') as "endsOn", weight,
         cost::float8 as cost, archived_at is not null as archived
       from objectives where shop_id = $1 order by archived_at is not null, ends_on, id`,
      [shopId],
    );
    const windows = kept.flatMap((row) => {
      const measured = measuredDays(row, today.day);
      return measured ? [{ id: row.id, ...measured }] : [];
    });
    const values = await metricValues(db, windows);
    const valueNow = ({ id, metric }: Objective) => values[windows.findIndex((window) => window.id === id)]?.[metric] ?? null;
    const rows = kept.map((row) => ({ ...row, progress: objectiveProgress(row, valueNow(row), today) }));
    return { today: today.day, rows, weighted: weightedProgress(rows.filter(({ archived }) => !archived)) };
  });
}

/** The metric over the equally long period before the objective's: what it would be measured against. */
export function proposeBaseline(
  shopId: number,
  objective: { readonly metric: Metric; readonly startsOn: string; readonly endsOn: string },
): Promise<{ readonly value: number | null; readonly first: string; readonly last: string }> {
  return inShop(shopId, async (db) => {
    const before = daysBefore(objective);
    const [values] = await metricValues(db, [before]);
    return { value: values?.[objective.metric] ?? null, ...before };
  });
}

export type SaveOutcome =
  | { readonly kind: "saved"; readonly id: number }
  | { readonly kind: "invalid"; readonly errors: Readonly<Record<string, string>> }
  | { readonly kind: "not_found" };

/** Saves a new objective (`id` null) or changes one. `errors` maps fields to codes. */
export async function saveObjective(shopId: number, id: number | null, input: unknown): Promise<SaveOutcome> {
  const { draft, errors } = judgeObjective(input);
  if (!draft || Object.keys(errors).length > 0) return { kind: "invalid", errors };
  const { name, metric, baseline, target, startsOn, endsOn, weight, cost } = draft;
  const values = [shopId, name, metric, baseline, target, startsOn, endsOn, weight, cost];
  return inShop(shopId, async (db): Promise<SaveOutcome> => {
    if (id !== null) {
      const changed = await db.run(
        `update objectives set name = $2, metric = $3, baseline = $4, target = $5, starts_on = $6, ends_on = $7, weight = $8, cost = $9
         where shop_id = $1 and id = $10`,
        [...values, id],
      );
      return changed === 1 ? { kind: "saved", id } : { kind: "not_found" };
    }
    const made = await db.row<{ id: number }>(
      `insert into objectives (shop_id, name, metric, baseline, target, starts_on, ends_on, weight, cost)
       select $1, $2, $3, $4, $5, $6, $7, $8, $9
       where (select count(*) from objectives where shop_id = $1 and archived_at is null) < ${MOST_OBJECTIVES} returning id`,
      values,
    );
    return made ? { kind: "saved", id: made.id } : { kind: "invalid", errors: { form: "too_many_objectives" } };
  });
}

/** Puts an objective away, or takes it out again; false when there is no such objective. */
export function archiveObjective(shopId: number, id: number, archived: boolean): Promise<boolean> {
  return inShop(
    shopId,
    async (db) =>
      (await db.run(
        "update objectives set archived_at = case when $3 then coalesce(archived_at, now()) end where shop_id = $1 and id = $2",
        [shopId, id, archived],
      )) === 1,
  );
}

/** Every metric by whole calendar month, oldest first, the latest 24: after the month of the first order, which may be cut off, to the last that is over. */
export function metricMonths(shopId: number, now = new Date()): Promise<MonthValues[]> {
  return inShop(shopId, async (db) => {
    const { day: today } = await todayOf(db, now);
    const first = await db.row<{ month: string | null }>(
      `select to_char(min(o.processed_at) at time zone s.timezone, 'YYYY-MM') as month
       from shops s left join orders o on o.shop_id = s.id and not o.test and o.cancelled_at is null where s.id = $1 group by s.timezone`,
      [shopId],
    );
    const windows = wholeMonths(first?.month ?? null, today.slice(0, 7)).slice(-MONTHS);
    const values = await metricValues(db, windows);
    return windows.map((window, index) => ({
      month: window.first.slice(0, 7),
      values: values[index] ?? (Object.fromEntries(METRICS.map((metric) => [metric, null])) as Record<Metric, null>),
    }));
  });
}

/** The months after the one and before the other. */
function wholeMonths(after: string | null, before: string): Window[] {
  if (after === null) return [];
  const [year = 0, month = 0] = after.split("-").map(Number);
  const windows: Window[] = [];
  for (let index = month; ; index++) {
    const first = new Date(Date.UTC(year, index, 1)).toISOString().slice(0, 10);
    if (first.slice(0, 7) >= before) return windows;
    windows.push({ first, last: new Date(Date.UTC(year, index + 1, 0)).toISOString().slice(0, 10) });
  }
}

async function todayOf(db: Db, now: Date): Promise<Today> {
  const row = await db.row<Today>(
    `select to_char(local, 'YYYY-MM-DD') as day, (extract(epoch from local - date_trunc('day', local)) / 86400)::float8 as part
     from shops cross join lateral (select $2::timestamptz at time zone timezone as local) moment where id = $1`,
    [db.shopId, now],
  );
  if (!row) throw new Error(`There is no shop ${db.shopId}`);
  return row;
}
