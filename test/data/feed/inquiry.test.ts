import { Failure } from "../../../src/data/feed/failure";
import { reportOf } from "../../../src/data/feed/inquiry";
import { alterations, altered } from "../alterations";
import { AT, wholeDays, wholeOption, wholePools, wholeReadings } from "../wholeContent";
import { reportRoute } from "./smallRoutes";

const route = reportRoute("mempool", "network");
const report = {
  readings: wholeReadings,
  history: wholeDays,
  chain: { options: [wholeOption], asOf: AT },
  pools: wholePools,
};
const read = (body: unknown) => () => reportOf(route, body, AT, "mempool.space");

test("an answer that is as it should be is taken", () => expect(read(report)()).toEqual(report));

test("an answer with one thing that cannot be is refused, whatever its parser lets through", () => {
  const all = alterations(report);
  expect(all.length).toBeGreaterThan(500);
  const taken = all.filter(({ value }) => !isRefused(value));
  expect(taken.map(({ path, put }) => [path.join("."), put])).toEqual([]);
});

function isRefused(value: unknown): boolean {
  try {
    read(value)();
    return false;
  } catch (error) {
    return error instanceof Failure;
  }
}

test.each([
  [["readings", "3", "value"], 145, "btc.difficulty is 145: no block can have this difficulty, as compact"],
  [["history", "btc.dvol", "20730"], -3, "btc.dvol of 2026-10-04 is -3, less than can be right"],
  [["chain", "options", "0", "mark"], 2, "option BTC-25DEC26-90000-P: mark is 2, more than can be right"],
  [["chain", "options", "0", "delta"], 7, "option BTC-25DEC26-90000-P: delta is 7, more than can be right"],
  [["pools", "pools", "0", "blocks"], -1, "pool =Pool: blocks is -1, less than can be right"],
])("what is wrong at %j is named", (path, put, message) =>
  expect(read(altered(report, path, put))).toThrow(message),
);
