import { exp, expm1, ln1p } from "../numeric/elementary";
import { kept } from "../kept";
import type { LoanType, Model } from "./model";

/** A loan by month in USD; the index is the month. */
interface LoanSchedule {
  /** What the month's interest is, paid or added to the balance: it is deductible either way. */
  readonly accrued: Float64Array;
  readonly interest: Float64Array;
  readonly principal: Float64Array;
  /** Owed at the end of the month, at 0 what was drawn. */
  readonly balance: Float64Array;
  /** Interest and principal due by the terms, without what is repaid early at the horizon. */
  readonly service: Float64Array;
}

/** Level payment in USD at a rate per month, as Excel's PMT(rate, months, -amount). */
function levelPayment(amount: number, rate: number, months: number): number {
  return rate === 0 ? amount / months : (amount * rate) / -expm1(-months * ln1p(rate));
}

type LoanTerms = Pick<Model, "loan" | "loanRate" | "loanMonths" | "loanType" | "months" | "startMonth">;

/**
 * A loan drawn at time 0. Before the start month its interest is added to the balance; from then on it is paid off in
 * `loanMonths` months, and what is still owed at the horizon is repaid then.
 *
 * In closed form, since a running balance would lose digits over 240 months.
 */
export function loanSchedule(terms: LoanTerms): LoanSchedule {
  const { loan, loanRate, loanMonths, loanType, months, startMonth } = terms;
  return loan === 0
    ? keptSchedule(0, 0, 1, "annuity", months, 1)
    : keptSchedule(loan, loanRate, loanMonths, loanType, months, startMonth);
}

/** The loans of a sheet are few, and most of what is changed from cell to cell leaves them as they are. */
const keptSchedule = kept(16, scheduleOf);

function scheduleOf(
  loan: number,
  loanRate: number,
  loanMonths: number,
  loanType: LoanType,
  months: number,
  startMonth: number,
): LoanSchedule {
  const column = () => new Float64Array(months + 1);
  const schedule: LoanSchedule = {
    accrued: column(),
    interest: column(),
    principal: column(),
    balance: column(),
    service: column(),
  };
  if (loan === 0) return schedule;
  // A rate so small that its arithmetic would underflow is 0.
  const rate = loanRate < 1e-290 ? 0 : loanRate / 12;
  const growth = ln1p(rate);
  schedule.balance[0] = loan;
  for (let month = 1; month < startMonth; month++) {
    const opening = loan * exp((month - 1) * growth);
    schedule.accrued[month] = rate * opening;
    schedule.balance[month] = loan * exp(month * growth);
  }
  const paymentOf = payments[loanType](loan * exp((startMonth - 1) * growth), rate, loanMonths);
  for (let number = 1; number <= loanMonths; number++) {
    const month = startMonth + number - 1;
    if (month > months) break;
    const { interest, principal, owed, service = interest + principal } = paymentOf(number);
    schedule.accrued[month] = interest;
    schedule.interest[month] = interest;
    schedule.service[month] = service;
    schedule.principal[month] = principal + (month === months ? owed : 0);
    schedule.balance[month] = month === months ? 0 : owed;
  }
  return schedule;
}

interface Payment {
  readonly interest: number;
  readonly principal: number;
  /** What is owed after it. */
  readonly owed: number;
  /** Both together, where that is known without adding. */
  readonly service?: number;
}

/** The payments, from number 1, that pay off an amount at a rate per month. */
type Payments = (amount: number, rate: number, count: number) => (number: number) => Payment;

const payments: Readonly<Record<LoanType, Payments>> = {
  annuity: (amount, rate, count) => {
    const payment = levelPayment(amount, rate, count);
    const growth = ln1p(rate);
    return (number) => {
      const left = count - number;
      const principal = payment * exp(-(left + 1) * growth);
      const owed = rate === 0 ? payment * left : (payment * -expm1(-left * growth)) / rate;
      return { interest: payment - principal, principal, owed, service: payment };
    };
  },
  linear: (amount, rate, count) => (number) => {
    const principal = amount / count;
    return {
      interest: rate * principal * (count - number + 1),
      principal,
      owed: principal * (count - number),
    };
  },
  bullet: (amount, rate, count) => (number) => ({
    interest: rate * amount,
    principal: number === count ? amount : 0,
    owed: number === count ? 0 : amount,
  }),
};
