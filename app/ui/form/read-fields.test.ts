import { expect, test } from "vitest";
import { z } from "zod";
import { readFields } from "./read-fields.ts";

const english = { currency: "USD", timezone: "America/New_York", locale: "en" as const };
const vietnamese = { currency: "VND", timezone: "Asia/Ho_Chi_Minh", locale: "vi" as const };

test("fields read in the shop's currency, language and time zone", () => {
  const read = readFields(english);
  const values = {
    money: read.money("a", "1,200.50"),
    percent: read.percent("b", "12,5"),
    whole: read.whole("c", " 7 "),
    start: read.dayStart("d", "2026-03-01"),
    end: read.dayEnd("e", "2026-03-01"),
    less: read.money.signed("f", "-20"),
    none: read.whole.optional("g", " "),
  };
  expect(read.done(values)).toEqual({
    kind: "read",
    values: {
      money: 120_050,
      percent: 1_250,
      whole: 7,
      start: "2026-03-01T05:00:00.000Z",
      end: "2026-03-02T04:59:59.000Z",
      less: -2_000,
      none: null,
    },
  });
  expect(readFields(vietnamese).money("a", "1.200.500")).toBe(1_200_500);
});

test("every field that cannot be read is named, with what belongs in it", () => {
  const read = readFields(english);
  read.money("amount", "lots");
  read.percent("share", "");
  read.whole("count", "1.5");
  read.whole.optional("limit", "few");
  read.dayStart.optional("day", "soon");
  read.decimal.signed("change", "--1");
  read.money("unsigned", "-1");
  read.filled("name", "  ", "name_required");
  expect(read.done({})).toEqual({
    kind: "unreadable",
    values: {},
    errors: {
      amount: "not_an_amount",
      share: "not_a_percentage",
      count: "whole_number_required",
      limit: "not_a_number",
      day: "not_a_day",
      change: "not_a_decimal",
      unsigned: "not_an_amount",
      name: "name_required",
    },
  });
});

test("what cannot be read is handed on as something that no schema takes, so that the rest can be judged", () => {
  const read = readFields(english);
  const values = {
    amount: read.money.optional("amount", "lots"),
    day: read.dayEnd.optional("day", "soon"),
    count: read.whole("count", "1,000"),
  };
  expect(read.done(values)).toMatchObject({ kind: "unreadable", values: { count: 1_000 } });
  const sent = JSON.parse(JSON.stringify(values));
  expect(z.number().nullable().safeParse(sent.amount).success).toBe(false);
  expect(z.string().nullable().safeParse(sent.day).success).toBe(false);
});
