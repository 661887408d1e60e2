import { expect, test } from "vitest";
import { wordsOf } from "../../../tests/words-of.tsx";
import { FailedEventsSection } from "./failed-events-settings.tsx";

const row = {
  eventId: "e",
  topic: "orders/updated",
  resourceId: "1001",
  receivedAt: "2026-03-15T12:00:00.000Z",
  error: "quantity is no count",
};
/** the words beside the details that are meant for support */
const plain = (words: string) => words.replace(/(Technical details|Chi tiết kỹ thuật).*quantity is no count/, "");

test("updates from Shopify that could not be processed are told by what they are about, in both languages", () => {
  const english = wordsOf(<FailedEventsSection rows={[row]} total={1200} />);
  for (const words of ["Order 1001", "1,200 updates from Shopify could not be processed", "The latest 1 of 1,200."])
    expect(english).toContain(words);
  const vietnamese = wordsOf(<FailedEventsSection rows={[row]} total={1} />, "vi");
  expect(vietnamese).toContain("1 cập nhật từ Shopify chưa xử lý được");
  expect(vietnamese).toContain("Đơn hàng 1001");
  for (const words of [english, vietnamese]) {
    expect(words).toContain("orders/updated 1001 e: quantity is no count");
    expect(plain(words)).not.toMatch(/orders\/updated|quantity is no count/);
  }
});

test("without such updates there is no card; after trying again only that is told", () => {
  expect(wordsOf(<FailedEventsSection rows={[]} total={0} />).trim()).toBe("");
  const after = wordsOf(<FailedEventsSection rows={[]} total={0} outcome={{ kind: "retried", events: 2 }} />);
  expect(after).toContain("2 updates are being tried again.");
  expect(after).not.toContain("could not be processed.");
});
