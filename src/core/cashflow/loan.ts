export interface Loan {
  /** USD drawn at time 0. */
  amount: number;
  /** Nominal rate per year, paid monthly. */
  rate: number;
  /** Number of level payments. */
  months: number;
}

export interface LoanPayment {
  /** USD. */
  interest: number;
  /** USD. */
  principal: number;
}

/** Level monthly payment in USD, as Excel's PMT(rate/12, months, -amount). */
export function levelPayment({ amount, rate, months }: Loan): number {
  const monthly = rate / 12;
  return monthly === 0 ? amount / months : (amount * monthly) / -Math.expm1(-months * Math.log1p(monthly));
}

/** Payments of months 1 to `horizon`; what is still owed at the horizon is repaid then. */
export function loanSchedule(loan: Loan, horizon: number): LoanPayment[] {
  const payment = levelPayment(loan);
  let balance = loan.amount;
  return Array.from({ length: horizon }, (_, index) => {
    const month = index + 1;
    const interest = (balance * loan.rate) / 12;
    const isLast = month >= loan.months || month === horizon;
    const principal = isLast ? balance : Math.min(balance, payment - interest);
    balance -= principal;
    return { interest, principal };
  });
}
