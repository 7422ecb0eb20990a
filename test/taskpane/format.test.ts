import {
  ageText,
  agoText,
  counted,
  dayText,
  listText,
  momentText,
  signedDecimal,
  signedPercent,
} from "../../src/taskpane/format";

const asOf = Date.UTC(2026, 9, 5, 9, 41, 44);
const hours = (count: number) => asOf + count * 3_600_000;

test.each([
  [Date.UTC(2026, 10, 23, 20), "7 weeks old"],
  [hours(0), "under a minute old"],
  [hours(1 / 60), "1 minute old"],
  [hours(1), "1 hour old"],
  [hours(47.9), "47 hours old"],
  [hours(48), "2 days old"],
  [hours(24 * 14), "2 weeks old"],
  [hours(24 * 100), "3 months old"],
  [hours(24 * 800), "2 years old"],
  [hours(-1), "later than this computer's clock"],
])("at %d it is %s", (now, text) => expect(ageText(asOf, now)).toBe(text));

test("moments are in UTC", () => {
  expect(dayText(asOf)).toBe("5 Oct 2026");
  expect(momentText(asOf)).toBe("5 Oct 2026, 09:41 UTC");
});

test("shares keep their sign", () =>
  expect([-0.019095, 0.019095, 0, -1e-9].map(signedPercent)).toEqual([
    "−1.91 %",
    "+1.91 %",
    "0.00 %",
    "0.00 %",
  ]));

test("lists read as in a sentence", () =>
  expect([[], ["A"], ["A", "B"], ["A", "B", "C"]].map(listText)).toEqual(["", "A", "A and B", "A, B and C"]));

test.each([
  [hours(0), "just now"],
  [hours(-1 / 120), "just now"],
  [hours(1 / 30), "2 minutes ago"],
  [hours(5), "5 hours ago"],
  [hours(-1), "later than this computer's clock"],
])("at %d it happened %s", (now, text) => expect(agoText(asOf, now)).toBe(text));

test("differences keep their sign, and nothing has none", () =>
  expect([-1234.5, 0.25, -0.001].map((value) => signedDecimal(value, 2))).toEqual([
    "−1,234.50",
    "+0.25",
    "0.00",
  ]));

test("counts agree with what they count", () =>
  expect([0, 1, 2, 1000].map((count) => counted(count, "source"))).toEqual([
    "0 sources",
    "1 source",
    "2 sources",
    "1,000 sources",
  ]));
