import { ageText, dayText, listText, momentText, signedPercent } from "../../src/taskpane/format";

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
