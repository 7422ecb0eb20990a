import { payoffOf } from "../../../src/taskpane/options/payoff";
import { call } from "../../functions/host";

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
