import { expect, test } from "vitest";
import { idIn, idOrNew, jsonField } from "./read-form.ts";

test("a field's JSON is read, and what is no JSON is nothing", () => {
  const form = new FormData();
  form.set("offer", '{"name":"a"}');
  form.set("broken", "{");
  expect(jsonField(form, "offer")).toEqual({ name: "a" });
  expect(jsonField(form, "broken")).toBeNull();
  expect(jsonField(form, "missing")).toBeNull();
});

test("an address names a number or what is new, and anything else no page", () => {
  expect(idOrNew("new")).toBeNull();
  expect(idOrNew("12")).toBe(12);
  for (const text of [undefined, "", "0", "-1", "1.5", "012", "2147483648", "12345678901", "news"]) {
    let thrown: unknown;
    try {
      idOrNew(text);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(Response);
    expect((thrown as Response).status).toBe(404);
    expect(idIn(text)).toBeNull();
  }
});
