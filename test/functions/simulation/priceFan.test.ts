import { call } from "../host";

test.each([
  [0.1, "10 %"],
  [0.995, "99.5 %"],
  [0.07, "7 %"],
  [1 / 3, "33.3333333333 %"],
  [0.049558886624791, "4.9558886625 %"],
  // Not 1e-7 %, which Excel would not write either.
  [1e-9, "0.0000001 %"],
])("the heading of the quantile %d begins with %s", (share, text) => {
  const [header] = call("PRICE_FAN", 100000, 1, 0.6, 0.1, null, null, share);
  expect(header).toEqual(["Time (years)", `${text} quantile (USD)`]);
});
