import { readFileSync } from "node:fs";
import { excerptOf, LARGEST_BODY, parsedJson, readText } from "../../../src/data/feed/json";

test.each([
  ["969991", 969991],
  [" 969991\n", 969991],
  ["\uFEFF[1]", [1]],
  ['{"a":"<b>"}', { a: "<b>" }],
  ["null", null],
])("%j is data", (text, body) => expect(parsedJson(text, "Kraken")).toEqual(body));

test.each([
  ["", "Kraken answered with nothing"],
  [" \r\n", "Kraken answered with nothing"],
  ["<html><body>429", "Kraken answered with a web page instead of data"],
  ["\uFEFF  <!DOCTYPE html>", "Kraken answered with a web page instead of data"],
  ['{"result": {"XXBTZUSD": {"c": ["8601', "The answer of Kraken is incomplete or damaged"],
  ["[1, 2", "The answer of Kraken is incomplete or damaged"],
  ["Too many requests", "The answer of Kraken is incomplete or damaged"],
  ["NaN", "The answer of Kraken is incomplete or damaged"],
])("%j is not: %s", (text, words) => {
  expect(() => parsedJson(text, "Kraken")).toThrow(words);
  expect(() => parsedJson(text, "Kraken")).not.toThrow(/html|8601|Unexpected/);
});

test("every beginning of a recorded answer but the whole is refused", () => {
  const whole = readFileSync("test/fixtures/history/btc_subsidy_schedule.csv", "utf8");
  const text = JSON.stringify({ rows: whole.split("\n") });
  for (let length = 0; length < text.length; length += 1) {
    expect(() => parsedJson(text.slice(0, length), "It")).toThrow(/incomplete|nothing/);
  }
  expect(parsedJson(text, "It")).toEqual({ rows: whole.split("\n") });
});

test.each([
  ["Not found", ': "Not found"'],
  ["  a\u0000b\u202ec\n\td ", ': "a b c d"'],
  ["<html>no</html>", ""],
  ["", ""],
  ["x".repeat(500), `: "${"x".repeat(100)}..."`],
])("of %j a message quotes %j", (text, quote) => expect(excerptOf(text)).toBe(quote));

test("a body is read across the borders of its pieces, and no further than the limit", async () => {
  const bytes = new TextEncoder().encode('"€ 🪙"');
  const pieces = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
      controller.close();
    },
  });
  await expect(readText(new Response(pieces), "It")).resolves.toBe('"€ 🪙"');
  await expect(readText(new Response(null), "It")).resolves.toBe("");

  let pulled = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      pulled += 1;
      controller.enqueue(new Uint8Array(1_000_000).fill(0x20));
    },
  });
  await expect(readText(new Response(endless), "It")).rejects.toThrow("larger than 10 MB");
  expect(pulled).toBeLessThan(LARGEST_BODY / 1_000_000 + 5);
});
