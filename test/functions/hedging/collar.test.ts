import { call, errorOf, ExcelError } from "../host";

const programme = (years: number[], putStrikes: number[], callStrike: unknown = "zero") =>
  call(
    "COLLAR",
    [[1, 2, 3]],
    [[100000, 110000, 115000]],
    [putStrikes],
    callStrike,
    [years],
    0.6,
    0.8,
    0.04,
    112000,
  );

const puts = [90000, 95000, 95000];

test("an expired period of a costless collar is empty and counts in no total", () => {
  const [header = [], expired, ...others] = programme([0, 0.25, 0.5], puts);
  expect(expired).toEqual([1, ...header.slice(1).map(() => "")]);
  const later = call(
    "COLLAR",
    [[2, 3]],
    [[110000, 115000]],
    95000,
    "zero",
    [[0.25, 0.5]],
    0.6,
    0.8,
    0.04,
    112000,
  );
  expect(others.map((line) => line.slice(1))).toEqual(later.slice(1).map((line) => line.slice(1)));
  expect(others.at(-1)?.[0]).toBe("Total");
});

test("with no other period the total has no prices", () => {
  const [header, ...lines] = programme([0, 0, 0], puts);
  const total = new Map((header ?? []).map((label, at) => [label, lines.at(-1)?.[at]]));
  for (const amount of ["BTC hedged (BTC)", "Net premium (USD)", "Worst margin (USD)"])
    expect(total.get(amount)).toBe(0);
  for (const price of ["Put strike", "Call strike", "Floor price", "Cap price", "Break-even price"]) {
    expect(total.get(`${price} (USD per BTC)`)).toBe("");
  }
});

test("an expired period with a call strike of its own counts", () =>
  expect(programme([0, 0.25, 0.5], puts, 150000)[1]?.[1]).toBe(0.8));

test("a period without an answer spoils its row and the total, not the others", () => {
  const [, expired, alive, below, total] = programme([0, 0.25, 0.5], [90000, 95000, 120000]);
  expect(expired?.[1]).toBe("");
  expect(alive?.[1]).toBe(1.6);
  const message = "a costless call_strike would lie below put_strike (120000)";
  for (const line of [below, total]) {
    expect(line?.[1]).toBeInstanceOf(ExcelError);
    expect(line?.[1]).toMatchObject({ code: "#N/A", message });
  }
});

test("one expired collar, as a record or by output, is #N/A with the reason", () => {
  const reason = "#N/A years is 0: the options have expired, so no put needs a call to pay for it";
  const given = [1, 100000, 90000, "zero"];
  expect(errorOf("COLLAR", ...given, 0, 0.6)).toBe(reason);
  const floors = call("COLLAR", ...given, [[0], [0.25]], 0.6, null, null, null, null, null, "Floor price");
  expect(floors).toEqual([[expect.objectContaining({ code: "#N/A" })], [90000]]);
});
