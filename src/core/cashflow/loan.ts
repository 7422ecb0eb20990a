interface Loan {
  /** USD drawn at time 0. */
  amount: number;
  /** Nominal rate per year, paid monthly. */
  rate: number;
  /** Number of level payments. */
  months: number;
}

interface LoanPayment {
  /** USD. */
  interest: number;
  /** USD. */
  principal: number;
}

/** Rates so small that their arithmetic would underflow are 0. */
const monthlyRate = (rate: number) => (rate < 1e-290 ? 0 : rate / 12);

/** Level monthly payment in USD, as Excel's PMT(rate/12, months, -amount). */
export function levelPayment({ amount, rate, months }: Loan): number {
  const monthly = monthlyRate(rate);
  return monthly === 0 ? amount / months : (amount * monthly) / -Math.expm1(-months * Math.log1p(monthly));
}

/**
 * Payments of months 1 to `horizon`; whatever is still owed at the horizon is repaid then.
 *
 * In closed form, since a running balance would lose digits over 240 months.
 */
export function loanSchedule(loan: Loan, horizon: number): LoanPayment[] {
  const { months } = loan;
  const monthly = monthlyRate(loan.rate);
  const payment = levelPayment(loan);
  const growth = Math.log1p(monthly);
  const owedAfter = (month: number) =>
    monthly === 0
      ? payment * (months - month)
      : (payment * -Math.expm1(-(months - month) * growth)) / monthly;
  return Array.from({ length: horizon }, (_, index) => {
    const month = index + 1;
    if (month > months) return { interest: 0, principal: 0 };
    const principal = payment * Math.exp(-(months - month + 1) * growth);
    return {
      interest: payment - principal,
      principal: principal + (month === horizon ? owedAfter(month) : 0),
    };
  });
}
