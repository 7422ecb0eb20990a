import { golden5 } from "../../core/cashflow/golden";
import { call, errorOf, one } from "../host";

const shares = 'must be "cover", "sell_all", "hold" or a share above 0 and at most 1';

test.each([
  [0, "#VALUE! policy must not be blank or 0, got 0: write hold"],
  [[[null]], "#VALUE! policy must not be blank or 0, got 0: write hold"],
  ["", '#VALUE! policy must not be blank or 0, got the text "": write hold'],
  [1.5, `#VALUE! policy ${shares}, got 1.5`],
  [-0.1, `#VALUE! policy ${shares}, got -0.1`],
  [true, `#VALUE! policy ${shares}, got TRUE`],
  ["sell", `#VALUE! policy ${shares}, got the text "sell"`],
  ["0.5", '#VALUE! policy must be a number, got the text "0.5": a number stored as text'],
])("policy %j", (policy, message) => expect(errorOf("TREASURY", golden5, 1000, 0, policy)).toBe(message));

test("a policy is a word in any case, or cover when it is left out", () => {
  const cover = call("TREASURY", golden5, 3200, 0.004, "Cover", 100);
  expect(call("TREASURY", golden5, 3200, 0.004, null, 100)).toEqual(cover);
  expect(call("TREASURY", golden5, 3200, 0.004, " SELL_ALL ")).not.toEqual(cover);
});

test("blank cash and coins are 0, negative ones are refused", () => {
  expect(call("TREASURY", golden5, [[null]], 0)).toEqual(call("TREASURY", golden5, 0, [[null]]));
  expect(errorOf("TREASURY", golden5, -1, 0)).toBe("#VALUE! cash_usd must be at least 0, got -1");
  expect(errorOf("TREASURY", golden5, 0, -1)).toBe("#VALUE! btc must be at least 0, got -1");
  expect(errorOf("TREASURY", golden5, 0, 0, "cover", -1)).toBe("#VALUE! min_cash must be at least 0, got -1");
  expect(one("TREASURY", golden5, 0, 0, "hold", 0, false)).toBe(0);
});
