/**
 * Temme's uniform expansion of the incomplete gamma function, for large `a` and x near it, where series and continued
 * fractions take as many terms as the root of `a`.
 *
 * Source: N. M. Temme (1979), The asymptotic expansion of the incomplete gamma functions, SIAM J. Math. Anal. 10,
 * 757-766; as DLMF 8.12.7 to 8.12.12.
 */

/** Powers of 1 / a that are kept: enough for `a` of 100 and more. */
const orders = 8;
/** Powers of eta that are kept: enough for x within 40 % of `a`, where eta is between -0.5 and 0.4. */
const powers = 24;

/** Coefficients by order and power. */
const coefficients: readonly (readonly number[])[] = expansion();

/**
 * S in: upper tail = Nbar(eta root(a)) + exp(-a eta^2 / 2) / root(2 pi a) x S, and the lower tail with -S.
 *
 * `eta` has the sign of x - a, and eta^2 / 2 = x/a - 1 - ln(x/a).
 */
export function uniformCorrection(a: number, eta: number): number {
  let sum = 0;
  for (let order = orders - 1; order >= 0; order--) {
    const row = coefficients[order] ?? [];
    let value = 0;
    for (let power = powers - 1; power >= 0; power--) value = value * eta + (row[power] ?? 0);
    sum = sum / a + value;
  }
  return sum;
}

/** DLMF 8.12.12, with Stirling's coefficients as 1 x 3 x 5 ... (2k + 1) alpha(2k + 1). */
function expansion(): number[][] {
  const length = powers + 2 * orders;
  const alpha = inverseExpansion(length + 2);
  const at = (row: readonly number[], index: number) => row[index] ?? 0;
  const first = Array.from({ length }, (_, n) => (n === 0 ? -1 / 3 : (n + 2) * at(alpha, n + 2)));
  const rows = [first];
  let oddFactorial = 1;
  for (let k = 1; k < orders; k++) {
    oddFactorial *= 2 * k + 1;
    const stirling = (k % 2 === 0 ? 1 : -1) * oddFactorial * at(alpha, 2 * k + 1);
    const before = rows[k - 1] ?? [];
    rows.push(
      Array.from({ length: length - 2 * k }, (_, n) => stirling * at(first, n) + (n + 2) * at(before, n + 2)),
    );
  }
  return rows;
}

/** Coefficients alpha of x/a - 1 by powers of eta, the first of them at index 1. */
function inverseExpansion(length: number): number[] {
  const alpha = [0, 1];
  for (let n = 2; n < length; n++) {
    let sum = alpha[n - 1] ?? 0;
    for (let j = 2; j < n; j++) sum -= j * (alpha[j] ?? 0) * (alpha[n + 1 - j] ?? 0);
    alpha.push(sum / (n + 1));
  }
  return alpha;
}
