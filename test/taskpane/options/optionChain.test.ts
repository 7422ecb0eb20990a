import { protectingPut } from "../../../src/core/hedging/protectingPut";
import {
  expiriesOf,
  optionsOf,
  payoffOf,
  pricedPuts,
  protectionOf,
  timeTo,
  yearsTo,
} from "../../../src/taskpane/options/optionChain";
import { call } from "../../functions/host";
import { farExpiry, nearExpiry, someChain } from "../someChain";

const now = Date.UTC(2026, 10, 23, 12);
const [near, far] = expiriesOf(someChain, now);
if (near === undefined || far === undefined) throw new Error("the chain has two expiries");

test("what has expired is left out, the rest comes by date and strike", () => {
  expect(expiriesOf(someChain, now).map(({ at }) => at)).toEqual([nearExpiry, farExpiry]);
  expect(optionsOf(far, "call").map(({ strike, type }) => `${type} ${strike}`)).toEqual([
    "call 50000",
    "call 60000",
    "call 70000",
    "call 80000",
    "call 90000",
    "call 100000",
    "call 120000",
  ]);
});

test("time to the expiry", () => {
  // 31 days and 20 hours; 122 days and 20 hours.
  expect(timeTo(nearExpiry, now)).toBe("31 days");
  expect(yearsTo(nearExpiry, now)).toBeCloseTo((31 + 20 / 24) / 365, 6);
  expect(yearsTo(farExpiry, now)).toBeCloseTo((122 + 20 / 24) / 365, 6);
  expect(timeTo(now + 5 * 3_600_000, now)).toBe("5 hours");
  expect(timeTo(now + 3_600_000, now)).toBe("1 hour");
  expect(yearsTo(now - 1, now)).toBe(0);
});

test("a put costs the ask at the forward, or the mark where nobody asks", () => {
  const puts = pricedPuts(near);
  const quotes = optionsOf(near, "put");
  expect(puts[1]?.premium).toBe((quotes[1]?.ask ?? NaN) * 86_000);
  expect(puts[2]?.quote.ask).toBeUndefined();
  expect(puts[2]?.premium).toBe((quotes[2]?.mark ?? NaN) * 86_000);
});

test("the protection is the put that the core finds, in words", () => {
  const puts = pricedPuts(far);
  const { put, sentence } = protectionOf(puts, 70_000);
  expect(put).toBe(protectingPut(puts, 70_000));
  expect(put?.strike).toBe(80_000);
  expect(sentence).toMatch(
    /^The put at 80,000 USD protects your cost: after a premium of [\d,]+ USD a coin brings/,
  );
  const none = protectionOf(puts, 200_000);
  expect(none.put).toBeUndefined();
  expect(none.sentence).toMatch(/^No put of this expiry protects 200,000 USD per BTC\. The best floor is /);
  expect(protectionOf(puts, undefined).sentence).toMatch(/^Enter your cost per BTC/);
  expect(protectionOf([], 1).sentence).toBe("There are no puts of this expiry.");
});

test("the lowest point of the payoff is the floor of PUT_HEDGE, at every price up to the strike", () => {
  const hedge = call("PUT_HEDGE", 1, 86_000, 80_000, 0.25, 0.55, 1, 0, 60_000);
  const record = new Map(hedge.map(([label, value]) => [String(label), Number(value)]));
  const find = (label: string) => [...record].find(([key]) => key.startsWith(label))?.[1] ?? NaN;
  const floor = find("Floor price");
  const premium = find("Premium");
  const { prices, withPut, without } = payoffOf({ strike: 80_000, premium }, 86_000);
  expect(Math.min(...withPut)).toBeCloseTo(floor, 6);
  prices.forEach((price, index) => {
    expect(without[index]).toBe(price);
    expect(withPut[index]).toBeCloseTo(price <= 80_000 ? floor : floor + price - 80_000, 6);
  });
  expect(prices).toContain(80_000);
  expect([prices[0], prices.at(-1)]).toEqual([32_000, 137_600]);
});
