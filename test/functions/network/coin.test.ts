import { call, errorOf, one } from "../host";

test("fields with a unit in brackets, in either case", () => {
  expect(one("COIN", "ltc", "Block time (s)")).toBe(150);
  expect(one("COIN", "BTC", "RULES AS OF (date)")).toBe(46_300);
});

test("an unknown coin or field names the known ones", () => {
  expect(errorOf("COIN", "BTC", "colour")).toMatch(
    /^#VALUE! field must be "name", .*"rules as of", got the text/,
  );
  expect(errorOf("COIN", "ABC", "name")).toContain('coin must be "BTC", "LTC"');
});

test("coins lift", () => {
  expect(call("COIN", [["ZEC"], ["KAS"]], "hashes per difficulty")).toEqual([[8192], [2]]);
});
