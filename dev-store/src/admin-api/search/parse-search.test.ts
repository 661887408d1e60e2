import fc from "fast-check";
import { expect, test } from "vitest";
import { parseSearch } from "./parse-search.ts";

const term = (field: string | null, value: string, comparator = "=", prefix = false) => ({
  kind: "term",
  field,
  comparator,
  value,
  prefix,
});

test("fields, comparators, quotes, prefixes and connectives are read", () => {
  expect(parseSearch("updated_at:>'2026-01-01T00:00:00Z' status:any")).toEqual({
    kind: "and",
    nodes: [term("updated_at", "2026-01-01T00:00:00Z", ">"), term("status", "any")],
  });
  expect(parseSearch("created_at:>=2026-01-01T00:00:00Z")).toEqual(term("created_at", "2026-01-01T00:00:00Z", ">="));
  expect(parseSearch("title:green*")).toEqual(term("title", "green", "=", true));
  expect(parseSearch('title:"green hoodie" OR (sku:A AND -tag:old)')).toEqual({
    kind: "or",
    nodes: [term("title", "green hoodie"), { kind: "and", nodes: [term("sku", "A"), { kind: "not", node: term("tag", "old") }] }],
  });
  expect(parseSearch("Bob Norman")).toEqual({ kind: "and", nodes: [term(null, "Bob"), term(null, "Norman")] });
  expect(parseSearch("NOT tag:a")).toEqual({ kind: "not", node: term("tag", "a") });
});

test("no text breaks the parser", () => {
  fc.assert(fc.property(fc.string(), (text) => parseSearch(text) !== undefined));
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom("(", ")", "AND", "OR", "NOT", "-", "a:", "'", '"', ":", ">", " ", "b")),
      (parts) => parseSearch(parts.join("")) !== undefined,
    ),
  );
});
