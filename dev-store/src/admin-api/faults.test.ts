import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { noFaults } from "./faults.ts";
import { CLIENT_ID, type SampleAdmin, sampleAdmin } from "./sample-admin.ts";

let sample: SampleAdmin;
beforeAll(async () => {
  sample = await sampleAdmin();
});
afterAll(() => sample.api.close());
beforeEach(() => sample.renew());

test("faults break requests as a network and a busy service do", async () => {
  const status = async () =>
    (await sample.api.handle(sample.store, { clientId: CLIENT_ID, scopes: [], body: JSON.stringify({ query: "{ shop { name } }" }) }))
      .status;
  sample.api.faults.http502Ratio = 1;
  expect(await status()).toBe(502);
  Object.assign(sample.api.faults, noFaults(), { resetRatio: 1 });
  expect(await status()).toBe(0);
  Object.assign(sample.api.faults, noFaults(), { throttleRatio: 1 });
  expect((await sample.ask("{ shop { name } }")).errors[0].extensions.code).toBe("THROTTLED");
  Object.assign(sample.api.faults, noFaults(), { hangRatio: 1, hangMs: 30 });
  const began = performance.now();
  expect(await status()).toBe(200);
  expect(performance.now() - began).toBeGreaterThanOrEqual(25);
});
