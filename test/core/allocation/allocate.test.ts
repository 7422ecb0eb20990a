import fc from "fast-check";
import { allocate, objectives, type Allocation, type Candidate } from "../../../src/core/allocation/allocate";
import { InputError, NoAnswerError, NumericError } from "../../../src/core/errors";

const candidate = (
  name: string,
  expectedReturn: number,
  deviation: number,
  rest: Partial<Candidate> = {},
) => ({
  name,
  expectedReturn,
  deviation,
  fee: 0,
  minimumShare: 0,
  maximumShare: 1,
  provider: undefined,
  ...rest,
});

const pools = [
  candidate("A", 0.05, 0.01, { fee: 0.02 }),
  candidate("B", 0.052, 0.02, { fee: 0.03, maximumShare: 0.5 }),
  candidate("C", 0.049, 0.005, { fee: 0.01, minimumShare: 0.1 }),
];
const plain: Allocation = {
  candidates: pools,
  totalTh: 1000,
  correlations: undefined,
  objective: "max_return",
  riskAversion: 1,
  providerCap: 1,
};
const two = { ...plain, candidates: [candidate("A", 0.05, 0.01), candidate("B", 0.06, 0.02)] };
const quarter = [
  [1, 0.25],
  [0.25, 1],
];
/** Fully correlated: 0.02 against 0.01, so that the variance is (0.01 w1 + 0.02 w2)^2. */
const together = [
  [1, 1],
  [1, 1],
];

// Exact fractions by hand: two-asset optima from the first-order condition, tangency w = V^-1 r scaled.
const table: [string, Allocation, number[]][] = [
  ["net returns 4.9, 5.044 and 4.851 %", { ...plain, providerCap: 0.6 }, [0.4, 0.5, 0.1]],
  [
    "one provider for A and B",
    {
      ...plain,
      providerCap: 0.7,
      candidates: pools.map((pool, i) => ({ ...pool, provider: i < 2 ? " X" : `x${i}` })),
    },
    [0.2, 0.5, 0.3],
  ],
  ["no caps but its own", plain, [0.4, 0.5, 0.1]],
  ["tangency", { ...two, correlations: quarter, objective: "max_sharpe" }, [34 / 41, 7 / 41]],
  ["tangency, uncorrelated", { ...two, objective: "max_sharpe" }, [10 / 13, 3 / 13]],
  // 0.05 + 0.01 w - a/2 (0.0001 (1 - w)^2 + 0.0004 w^2): w = (0.01 / a + 0.0001) / 0.0005.
  ["mean and variance", { ...two, objective: "mean_variance", riskAversion: 50 }, [0.4, 0.6]],
  ["hardly averse", { ...two, objective: "mean_variance", riskAversion: 1 }, [0, 1]],
  ["very averse", { ...two, objective: "mean_variance", riskAversion: 1e9 }, [0.8 - 2e-8, 0.2 + 2e-8]],
  ["capped", { ...two, objective: "mean_variance", riskAversion: 50, providerCap: 0.55 }, [0.45, 0.55]],
  // (0.01 + 0.01 w)^2: 0.01 / a = 0.0001 (1 + w).
  [
    "fully correlated",
    { ...two, correlations: together, objective: "mean_variance", riskAversion: 80 },
    [0.75, 0.25],
  ],
  // The ratio is 5 for A, 3 for B: all to A.
  ["fully correlated, sharpest", { ...two, correlations: together, objective: "max_sharpe" }, [1, 0]],
];

test.each(table)("%s", (_, given, shares) => {
  const rows = allocate(given);
  shares.forEach((share, index) => expect(rows[index]?.share).toBeWithin(share, { absolute: 3e-15 }));
});

test("the row of a candidate and the totals", () => {
  const [a, b, total] = allocate({ ...two, objective: "mean_variance", riskAversion: 50 });
  const deviation = Math.sqrt(0.0001 * 0.16 + 0.0004 * 0.36);
  expect(a?.name).toBe("A");
  expect(a?.hashrateTh).toBeWithin(400, { absolute: 5e-11 });
  expect(a?.expectedReturn).toBeWithin(20, { absolute: 5e-13 });
  expect(a?.marginalRisk).toBeWithin((0.0001 * 0.4) / deviation, { absolute: 5e-16 });
  expect(b?.marginalRisk).toBeWithin((0.0004 * 0.6) / deviation, { absolute: 5e-16 });
  expect(total).toMatchObject({ name: "Total", share: 1, hashrateTh: 1000 });
  expect(total?.expectedReturn).toBeWithin(56, { absolute: 5e-12 });
  expect(total?.marginalRisk).toBeWithin(deviation, { absolute: 5e-16 });
});

/** A feasible problem: correlations from random vectors, as many dimensions as asked for. */
const problem = fc
  .record({
    count: fc.integer({ min: 1, max: 9 }),
    dimensions: fc.integer({ min: 1, max: 12 }),
    vectors: fc.array(fc.array(fc.integer({ min: -50, max: 99 }), { minLength: 12, maxLength: 12 }), {
      minLength: 9,
      maxLength: 9,
    }),
    returns: fc.array(fc.integer({ min: 10, max: 80 }), { minLength: 9, maxLength: 9 }),
    deviations: fc.array(fc.integer({ min: 5, max: 60 }), { minLength: 9, maxLength: 9 }),
    providers: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 9, maxLength: 9 }),
    minima: fc.array(fc.constantFrom(0, 0, 0.02, 0.05), { minLength: 9, maxLength: 9 }),
    maxima: fc.array(fc.constantFrom(1, 1, 0.5, 0.3), { minLength: 9, maxLength: 9 }),
    providerCap: fc.constantFrom(1, 0.6, 0.4),
    riskAversion: fc.constantFrom(0.5, 5, 20, 100, 1000),
    objective: fc.constantFrom(...objectives),
  })
  .map((drawn): Allocation => {
    const rows = drawn.vectors
      .slice(0, drawn.count)
      .map((row) => row.slice(0, drawn.dimensions).map((x) => x + 0.5));
    const unit = rows.map((row) => row.map((x) => x / Math.hypot(...row)));
    const correlations = unit.map((a, i) =>
      unit.map((b, j) => (i === j ? 1 : Math.max(-1, Math.min(1, inner(a, b))))),
    );
    const candidates = unit.map((_, i) =>
      candidate(`c${i}`, (drawn.returns[i] ?? 0) / 1000, (drawn.deviations[i] ?? 0) / 1000, {
        minimumShare: drawn.minima[i] ?? 0,
        maximumShare: drawn.maxima[i] ?? 1,
        provider: `p${drawn.providers[i]}`,
      }),
    );
    const { objective, riskAversion, providerCap } = drawn;
    return { candidates, totalTh: 1, correlations, objective, riskAversion, providerCap };
  });

const inner = (a: readonly number[], b: readonly number[]) =>
  a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);

/** The answer, or undefined where there honestly is none. */
function solved(given: Allocation) {
  try {
    const rows = allocate(given);
    return { shares: rows.slice(0, -1).map(({ share }) => share), total: rows[rows.length - 1] };
  } catch (error) {
    if (error instanceof NoAnswerError) return undefined;
    throw error;
  }
}

const variance = ({ candidates, correlations }: Allocation, shares: readonly number[]) => {
  const risks = candidates.map(({ deviation }, i) => deviation * (shares[i] ?? 0));
  return risks.reduce((sum, a, i) => sum + a * inner(correlations?.[i] ?? [], risks), 0);
};

function value(given: Allocation, shares: readonly number[]): number {
  const mean = inner(
    given.candidates.map((row) => row.expectedReturn * (1 - row.fee)),
    shares,
  );
  if (given.objective === "max_return") return mean;
  if (given.objective === "mean_variance") return mean - (given.riskAversion / 2) * variance(given, shares);
  return mean / Math.sqrt(variance(given, shares));
}

function providerShares(
  { candidates }: Allocation,
  shares: readonly number[],
): Map<string | undefined, number> {
  const sums = new Map<string | undefined, number>();
  candidates.forEach(({ provider }, i) => sums.set(provider, (sums.get(provider) ?? 0) + (shares[i] ?? 0)));
  return sums;
}

describe("laws", () => {
  test("shares are within all limits and add up to one; risks add up to the risk", () => {
    let count = 0;
    const law = (given: Allocation) => {
      const answer = solved(given);
      if (answer === undefined) return;
      count++;
      const { shares, total } = answer;
      expect(shares.reduce((sum, share) => sum + share, 0)).toBeWithin(1, { absolute: 1e-12 });
      shares.forEach((share, i) => {
        expect(share).toBeGreaterThan((given.candidates[i]?.minimumShare ?? NaN) - 1e-13);
        expect(share).toBeLessThan((given.candidates[i]?.maximumShare ?? NaN) + 1e-13);
      });
      for (const sum of providerShares(given, shares).values())
        expect(sum).toBeLessThan(given.providerCap + 1e-12);
      expect(total?.marginalRisk).toBeWithin(Math.sqrt(Math.max(variance(given, shares), 0)), {
        absolute: 5e-9,
      });
    };
    fc.assert(fc.property(problem, law), { numRuns: 400 });
    expect(count).toBeGreaterThan(150);
  });

  /**
   * Karush, Kuhn and Tucker for these limits: no share can be moved from one candidate to another with a gain
   * at the margin. (Non-overlapping groups make single moves enough: the feasible set is a base polytope.)
   */
  test("no move from one candidate to another gains anything at the margin", () => {
    let moves = 0;
    const law = (given: Allocation) => {
      const answer = solved(given);
      if (answer === undefined || answer.total?.marginalRisk === 0) return;
      const { shares } = answer;
      const sums = providerShares(given, shares);
      const slope = (i: number) => {
        const { expectedReturn = NaN, deviation = NaN } = given.candidates[i] ?? {};
        const risks = given.candidates.map((row, j) => row.deviation * (shares[j] ?? 0));
        const response = deviation * inner(given.correlations?.[i] ?? [], risks);
        if (given.objective === "max_return") return expectedReturn;
        if (given.objective === "mean_variance") return expectedReturn - given.riskAversion * response;
        const risk = variance(given, shares);
        const mean = inner(
          given.candidates.map((row) => row.expectedReturn),
          shares,
        );
        return risk < 1e-9 ? 0 : expectedReturn - (mean / risk) * response;
      };
      const slopes = shares.map((_, i) => slope(i));
      given.candidates.forEach((from, i) => {
        given.candidates.forEach((to, j) => {
          const canLeave = (shares[i] ?? 0) > from.minimumShare + 1e-9;
          const hasRoom = (shares[j] ?? 0) < to.maximumShare - 1e-9;
          const isOpen =
            to.provider === from.provider || (sums.get(to.provider) ?? 0) < given.providerCap - 1e-9;
          if (i === j || !canLeave || !hasRoom || !isOpen) return;
          moves++;
          expect((slopes[j] ?? NaN) - (slopes[i] ?? NaN)).toBeLessThan(1e-9);
        });
      });
    };
    fc.assert(fc.property(problem, law), { numRuns: 500 });
    expect(moves).toBeGreaterThan(1000);
  });

  test("no point of a grid of feasible shares is better: brute force over three candidates", () => {
    let compared = 0;
    const law = (given: Allocation) => {
      const three = { ...given, candidates: given.candidates.slice(0, 3) };
      const reduced = {
        ...three,
        correlations: given.correlations?.slice(0, 3).map((row) => row.slice(0, 3)),
      };
      const answer = solved(reduced);
      if (answer === undefined || reduced.candidates.length < 3) return;
      const best = value(reduced, answer.shares);
      let bestOfGrid = -Infinity;
      for (let a = 0; a <= 50; a++) {
        for (let b = 0; a + b <= 50; b++) {
          const shares = [a / 50, b / 50, (50 - a - b) / 50];
          const inside = reduced.candidates.every(
            (row, i) => (shares[i] ?? 0) >= row.minimumShare && (shares[i] ?? 0) <= row.maximumShare,
          );
          const capped = [...providerShares(reduced, shares).values()].every(
            (sum) => sum <= given.providerCap,
          );
          if (!inside || !capped) continue;
          compared++;
          bestOfGrid = Math.max(bestOfGrid, value(reduced, shares));
        }
      }
      expect(bestOfGrid).toBeLessThanOrEqual(best + 1e-10 * Math.abs(best));
    };
    fc.assert(fc.property(problem, law), { numRuns: 150 });
    expect(compared).toBeGreaterThan(5000);
  });

  test("the order of rows does not matter, but for ties", () => {
    const law = (given: Allocation) => {
      const turned = {
        ...given,
        candidates: [...given.candidates].reverse(),
        correlations:
          given.correlations && [...given.correlations].reverse().map((row) => [...row].reverse()),
      };
      const [one, other] = [solved(given), solved(turned)];
      expect(one === undefined).toBe(other === undefined);
      if (one === undefined || other === undefined) return;
      expect(value(turned, other.shares)).toBeWithin(value(given, one.shares), {
        absolute: 5e-9,
        relative: 1e-9,
        source: "the same rows in reverse",
      });
    };
    fc.assert(fc.property(problem, law), { numRuns: 150 });
  });
});

describe("ties", () => {
  const alike = ["A", "B", "C"].map((name) => candidate(name, 0.05, 0.02, { maximumShare: 0.6 }));

  test("of returns go to the earlier row", () => {
    const rows = allocate({ ...plain, candidates: alike });
    expect(rows.slice(0, 3).map(({ share }) => share)).toEqual([0.6, 0.4, 0]);
  });

  test("of candidates that move as one go to the earlier row, whatever the objective", () => {
    const ones = alike.map(() => [1, 1, 1]);
    for (const objective of ["mean_variance", "max_sharpe"] as const) {
      const rows = allocate({ ...plain, candidates: alike, correlations: ones, objective, providerCap: 0.5 });
      expect(rows.slice(0, 3).map(({ share }) => share)).toEqual([0.5, 0.5, 0]);
    }
    const certain = alike.map((row) => ({ ...row, deviation: 0 }));
    const rows = allocate({ ...plain, candidates: certain, objective: "mean_variance" });
    expect(rows.slice(0, 3).map(({ share }) => share)).toEqual([0.6, 0.4, 0]);
  });

  test("of candidates that do not move as one are no ties: they share alike", () => {
    const rows = allocate({ ...plain, candidates: alike, objective: "mean_variance" });
    rows.slice(0, 3).forEach(({ share }) => expect(share).toBeWithin(1 / 3, { absolute: 5e-14 }));
  });
});

describe("edges", () => {
  test.each([
    [{ providerCap: 0.3 }, "caps leave room for a share of only 0.9"],
    [
      { candidates: pools.map((pool) => ({ ...pool, minimumShare: 0.4 })) },
      "minimum shares add up to 1.2, above 1",
    ],
    [
      { candidates: [candidate("A", 1, 1, { minimumShare: 0.6, maximumShare: 0.5 })] },
      "A has a minimum share above its maximum",
    ],
    [
      { providerCap: 0.5, candidates: pools.map((pool) => ({ ...pool, minimumShare: 0.3, provider: "x" })) },
      "minimum shares of one provider add up to more than provider_cap",
    ],
    [
      { objective: "max_sharpe", candidates: pools.map((pool) => ({ ...pool, expectedReturn: -0.01 })) },
      "no allocation has a positive expected return",
    ],
    [
      { objective: "max_sharpe", candidates: [...pools.slice(0, 2), candidate("D", 0.03, 0)] },
      "an allocation without risk has a return",
    ],
    [
      { objective: "max_sharpe", candidates: [candidate("D", 0.03, 0), candidate("E", 0.01, 0.1)] },
      "the highest return is without risk",
    ],
  ] as [Partial<Allocation>, string][])("%o has no answer", (change, message) => {
    const solve = () => allocate({ ...plain, ...change });
    expect(solve).toThrow(NoAnswerError);
    expect(solve).toThrow(message);
  });

  test.each([
    [[[1]], 'correlations must be 2 x 2, as there are candidates, got the text "1 x 1"'],
    [
      [
        [1, 0.5],
        [0.4, 1],
      ],
      "correlations, row 2, column 1, must be the same as row 1, column 2 (0.5), got 0.4",
    ],
    [
      [
        [1, 1.2],
        [1.2, 1],
      ],
      "correlations, row 2, column 1, must be between -1 and 1, got 1.2",
    ],
    [
      [
        [1, 0],
        [0, 0.9],
      ],
      "correlations, row 2, column 2, must be 1 on the diagonal, got 0.9",
    ],
  ])("correlations %j are refused", (correlations, message) => {
    expect(() => allocate({ ...two, correlations })).toThrow(message);
  });

  test("correlations that contradict each other are refused", () => {
    const contradiction = [
      [1, 0.9, -0.9],
      [0.9, 1, 0.9],
      [-0.9, 0.9, 1],
    ];
    expect(() => allocate({ ...plain, correlations: contradiction })).toThrow(InputError);
  });

  test("deviations whose squares overflow are an error, whatever the risk aversion", () => {
    const candidates = [candidate("A", 0.05, 1e155), candidate("B", 0.06, 2e155)];
    for (const riskAversion of [1e-300, 1, 1e300]) {
      const solve = () => allocate({ ...plain, candidates, objective: "mean_variance", riskAversion });
      expect(solve).toThrow(NumericError);
      expect(solve).toThrow("standard deviations beyond the range of double precision");
    }
  });

  test("caps written in decimals that add up to one", () => {
    const decimals = [0.1, 0.2, 0.7].map((maximumShare, i) =>
      candidate(`c${i}`, 0.05, 0.01, { maximumShare }),
    );
    const rows = allocate({ ...plain, candidates: decimals, objective: "mean_variance" });
    for (const [index, share] of [0.1, 0.2, 0.7].entries())
      expect(rows[index]?.share).toBeWithin(share, { absolute: 5e-15 });
  });

  test("nothing at risk: the marginal risk is each one's own", () => {
    const rows = allocate({ ...plain, candidates: [candidate("A", 0.05, 0), candidate("B", 0.01, 0.02)] });
    expect(rows.map(({ marginalRisk }) => marginalRisk)).toEqual([0, 0.02, 0]);
  });

  // A and B move against each other: in equal parts they have no risk, and a little of C brings its own.
  test("a perfect hedge: what is in it adds no risk to the total", () => {
    const half = { maximumShare: 0.5 };
    const [one, other] = [candidate("A", 0.03, 0.02, half), candidate("B", 0.03, 0.02, half)];
    const correlations = [
      [1, -1, 0],
      [-1, 1, 0],
      [0, 0, 1],
    ];
    const candidates = [one, other, candidate("C", 0, 0.01)];
    const rows = allocate({ ...plain, candidates, correlations });
    expect(rows.map(({ share }) => share)).toEqual([0.5, 0.5, 0, 1]);
    expect(rows.map(({ marginalRisk }) => marginalRisk)).toEqual([0, 0, 0.01, 0]);
  });

  test("with a hundred candidates by three factors no share moved from one to another sharpens the best", () => {
    const wave = (index: number) => Math.abs(Math.sin(index * 12.9898 + 78.233) * 43_758.5453) % 1;
    const many = Array.from({ length: 100 }, (_, i) =>
      candidate(`c${i}`, 0.04 + 0.02 * wave(i), 0.005 + 0.03 * wave(i + 0.5), {
        maximumShare: 0.01 + 0.05 * wave(i + 0.75),
        provider: `p${i % 20}`,
      }),
    );
    const loads = many.map((_, i) => [0, 1, 2].map((factor) => 2 * wave(3 * i + factor) - 1));
    const unit = loads.map((load) => load.map((value) => value / Math.sqrt(0.3 + inner(load, load))));
    const given: Allocation = {
      ...plain,
      candidates: many,
      correlations: unit.map((one, i) => unit.map((other, j) => (i === j ? 1 : inner(one, other)))),
      objective: "max_sharpe",
      providerCap: 0.06,
    };
    const rows = allocate(given).slice(0, -1);
    const shares = rows.map(({ share }) => share);
    const mean = inner(
      many.map(({ expectedReturn }) => expectedReturn),
      shares,
    );
    const risk = Math.sqrt(variance(given, shares));
    // Change of the log of the ratio with each share.
    const gains = many.map((one, i) => one.expectedReturn / mean - (rows[i]?.marginalRisk ?? NaN) / risk);
    const room = (provider: number) =>
      0.06 - shares.reduce((sum, share, i) => sum + (i % 20 === provider ? share : 0), 0);
    for (const [from, share] of shares.entries()) {
      if (share < 1e-12) continue;
      for (const [to, other] of shares.entries()) {
        const isFull =
          other > (many[to]?.maximumShare ?? 0) - 1e-12 || (to % 20 !== from % 20 && room(to % 20) < 1e-12);
        if (!isFull) expect((gains[to] ?? NaN) - (gains[from] ?? NaN)).toBeLessThan(1e-9);
      }
    }
  });

  test("two hundred candidates are allocated, more are refused", () => {
    const many = Array.from({ length: 200 }, (_, i) =>
      candidate(`c${i}`, 0.03 + 0.0001 * ((i * 37) % 200), 0.01 + 0.0002 * ((i * 71) % 200), {
        maximumShare: 0.04,
      }),
    );
    const common = many.map((_, i) => many.map((__, j) => (i === j ? 1 : 0.4)));
    for (const objective of objectives) {
      const given = { ...plain, candidates: many, correlations: common, objective, riskAversion: 30 };
      expect(allocate(given)).toHaveLength(201);
    }
    const more = { ...plain, candidates: [...many, candidate("last", 0.1, 0.1)] };
    expect(() => allocate(more)).toThrow("candidates must be at most 200 rows, got 201");
  });
});
