import { failures } from "../../src/replay/failures";
import { parseReplayOptions, usage } from "../../src/replay/options";

test("words, alone and with an equal sign", () => {
  expect(parseReplayOptions([])).toEqual({ port: undefined, mode: "fresh", fail: [], help: false });
  expect(parseReplayOptions(["--port", "4000", "--recorded"])).toMatchObject({
    port: 4000,
    mode: "recorded",
  });
  expect(parseReplayOptions(["--port=4000", "--fail=kraken=429"])).toMatchObject({
    port: 4000,
    fail: [["kraken", "429"]],
  });
  expect(parseReplayOptions(["-h"]).help).toBe(true);
});

test("failures: several, several times, and of paths with a query", () => {
  const words = ["--fail", "kraken=429,mempool=hang", "--fail", "/0/public/Ticker?pair=XBTUSD=over-2^53"];
  expect(parseReplayOptions(words).fail).toEqual([
    ["kraken", "429"],
    ["mempool", "hang"],
    ["/0/public/Ticker?pair=XBTUSD", "over-2^53"],
  ]);
});

test.each([
  [["--prot", "4000"], /^Unknown option --prot\n\nnpm run replay/],
  [["4000"], "Unknown option 4000"],
  [["--port"], "--port must be a whole number from 1 to 65535, got nothing"],
  [["--port", "0"], "got 0"],
  [["--port", "80x"], "got 80x"],
  [["--port", "65536"], "got 65536"],
  [["--port", "1e3"], "got 1e3"],
  [["--fail"], "--fail must be like kraken=429,mempool=hang, got nothing"],
  [["--fail", "kraken"], "got kraken"],
  [["--fail", "kraken=flood"], 'got "flood"'],
  [["--fail", "binance=429"], 'got "binance"'],
  [["--fail", "kraken=toString"], 'got "toString"'],
])("%j is refused", (words, message) => {
  expect(() => parseReplayOptions(words)).toThrow(message);
});

test("the help names every option and failure", () => {
  for (const word of ["--port", "--recorded", "--fail", ...Object.keys(failures)])
    expect(usage).toContain(word);
});
