import { readFileSync } from "node:fs";
import { catalogue } from "../../../src/functions/catalogue";
import type { Definition } from "../../../src/functions/define";
import { committedFiles, publishedText } from "../../../src/functions/generate/committed";
import { number } from "../../../src/functions/parameters";

test("the catalogue, the published names, the page of functions and the table of backtests are up to date", async () => {
  for (const [path, text] of Object.entries(await committedFiles()))
    if (readFileSync(path, "utf8") !== text)
      throw new Error(`${path} is not up to date: run npm run generate`);
});

describe("the record of published functions", () => {
  const [hashprice] = catalogue.filter(({ name }) => name === "HASHPRICE");
  if (hashprice === undefined) throw new Error("no HASHPRICE");
  const published = '{ "HASHPRICE": "btc_price, difficulty, subsidy_btc, fees_btc, unit" }';
  const withKeys = (keys: readonly string[]): Definition => ({
    ...hashprice,
    parameters: Object.fromEntries(keys.map((key) => [key, number("Anything", "USD")])),
  });

  test("takes a new function and a new argument after the others", () => {
    const other = { ...withKeys(["priceNow"]), name: "OTHER" };
    const longer = withKeys(["btcPrice", "difficulty", "subsidyBtc", "feesBtc", "unit", "coin"]);
    expect(JSON.parse(publishedText(published, [other, longer]))).toEqual({
      HASHPRICE: "btc_price, difficulty, subsidy_btc, fees_btc, unit, coin",
      OTHER: "price_now",
    });
  });

  test.each([
    ["a function goes", []],
    ["a function is renamed", [{ ...hashprice, name: "HASH_PRICE" }]],
    ["an argument goes", [withKeys(["btcPrice", "difficulty", "subsidyBtc", "feesBtc"])]],
    ["an argument is renamed", [withKeys(["btcPrice", "difficulty", "subsidyBtc", "feesBtc", "units"])]],
    ["arguments change places", [withKeys(["difficulty", "btcPrice", "subsidyBtc", "feesBtc", "unit"])]],
    ["one comes between", [withKeys(["btcPrice", "difficulty", "coin", "subsidyBtc", "feesBtc", "unit"])]],
  ])("refuses it when %s", (_change, definitions) => {
    expect(() => publishedText(published, definitions)).toThrow(
      "HASHPRICE(btc_price, difficulty, subsidy_btc, fees_btc, unit) is published",
    );
  });
});
