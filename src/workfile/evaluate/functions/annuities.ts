import { expm1, ln, ln1p, power } from "../../../core/numeric/elementary";
import { sheetFunction, type SheetFunction } from "../define";
import { DIVISION_BY_ZERO, ErrorValue, NUMBER_ERROR } from "../scalar";
import { NotComputed } from "../values";
import { onlyRate, signChanges } from "./rateOfReturn";

// Level payments at one rate: the present value, the payments and the future value add up to 0.

/** Payments are due at the end of a period, or with 1 at its start. */
type Due = 0 | 1;

/** What other types count as is not known. */
function dueOf(type: number): Due {
  if (type !== 0 && type !== 1) throw new NotComputed("a type of payment other than 0 and 1");
  return type;
}

/** (1 + rate)^periods. */
function growthOf(rate: number, periods: number): number {
  if (rate <= -1) throw new NotComputed("a rate of -1 or less");
  return power(1 + rate, periods);
}

/** Growth less 1 this close to 0 has lost digits. */
const CLOSE = 2 ** -10;

/** (1 + rate)^periods - 1. */
function gainOf(rate: number, periods: number): number {
  const gain = growthOf(rate, periods) - 1;
  return Math.abs(gain) < CLOSE ? expm1(periods * ln1p(rate)) : gain;
}

/** What payments of 1 grow to. */
function pilePerPayment(rate: number, periods: number, due: Due): number {
  return rate === 0 ? periods : ((1 + rate * due) * gainOf(rate, periods)) / rate;
}

interface Annuity {
  readonly rate: number;
  readonly periods: number;
  readonly payment: number;
  readonly present: number;
  readonly due: Due;
}

function futureValue({ rate, periods, payment, present, due }: Annuity): number {
  return -(present * growthOf(rate, periods) + payment * pilePerPayment(rate, periods, due)) + 0;
}

function paymentOf(
  rate: number,
  periods: number,
  present: number,
  future: number,
  due: Due,
): number | ErrorValue {
  if (periods === 0) return NUMBER_ERROR;
  return -(future + present * growthOf(rate, periods)) / pilePerPayment(rate, periods, due) + 0;
}

/** Interest in a period of the payments that `paymentOf` gives. */
function interestOf(annuity: Omit<Annuity, "periods">, period: number): number {
  const { rate, payment, due } = annuity;
  if (due === 1 && period === 1) return 0;
  const owed = futureValue({ ...annuity, periods: period - 1 - due });
  return (owed - payment * due) * rate + 0;
}

const fv = sheetFunction(
  "FV",
  ["number", "number", "number", "number?", "number?"],
  ([rate, periods, payment, present = 0, type = 0]) =>
    futureValue({ rate, periods, payment, present, due: dueOf(type) }),
);

const pv = sheetFunction(
  "PV",
  ["number", "number", "number", "number?", "number?"],
  ([rate, periods, payment, future = 0, type = 0]) =>
    -(future + payment * pilePerPayment(rate, periods, dueOf(type))) / growthOf(rate, periods) + 0,
);

const pmt = sheetFunction(
  "PMT",
  ["number", "number", "number", "number?", "number?"],
  ([rate, periods, present, future = 0, type = 0]) => paymentOf(rate, periods, present, future, dueOf(type)),
);

/** A share of a period's payment, from its interest and the whole. */
const shareOfPayment = (name: string, share: (interest: number, payment: number) => number) =>
  sheetFunction(
    name,
    ["number", "number", "number", "number", "number?", "number?"],
    ([rate, period, periods, present, future = 0, type = 0]) => {
      if (period < 1 || period > periods) return NUMBER_ERROR;
      if (!Number.isInteger(period)) throw new NotComputed(`${name} for a part of a period`);
      const due = dueOf(type);
      const payment = paymentOf(rate, periods, present, future, due);
      if (payment instanceof ErrorValue) return payment;
      return share(interestOf({ rate, payment, present, due }, period), payment);
    },
  );

/** The shares of several payments together. */
const sumOfShares = (name: string, share: (interest: number, payment: number) => number) =>
  sheetFunction(
    name,
    ["number", "number", "number", "number", "number", "number"],
    ([rate, periods, present, first, last, type]) => {
      if (rate <= 0 || periods <= 0 || present <= 0) return NUMBER_ERROR;
      if (first < 1 || last < 1 || first > last || last > periods) return NUMBER_ERROR;
      if (type !== 0 && type !== 1) return NUMBER_ERROR;
      if (![periods, first, last].every(Number.isInteger))
        throw new NotComputed(`${name} for parts of periods`);
      const payment = paymentOf(rate, periods, present, 0, type);
      if (payment instanceof ErrorValue) return payment;
      let total = 0;
      for (let period = first; period <= last; period++)
        total += share(interestOf({ rate, payment, present, due: type }, period), payment);
      return total;
    },
  );

const interestShare = (interest: number) => interest;
const principalShare = (interest: number, payment: number) => payment - interest;

const nper = sheetFunction(
  "NPER",
  ["number", "number", "number", "number?", "number?"],
  ([rate, payment, present, future = 0, type = 0]) => {
    const due = dueOf(type);
    if (rate === 0) {
      if (payment === 0) throw new NotComputed("NPER without interest and payments");
      return -(present + future) / payment + 0;
    }
    if (rate <= -1) throw new NotComputed("a rate of -1 or less");
    const whole = payment * (1 + rate * due);
    const [end, start] = [whole - future * rate, whole + present * rate];
    if (start === 0 || !(end / start > 0)) return NUMBER_ERROR;
    const ratio = end / start;
    // A ratio close to 1 has lost digits.
    const change = (-(future + present) * rate) / start;
    return (Math.abs(change) < CLOSE ? ln1p(change) : ln(ratio)) / ln1p(rate) + 0;
  },
);

const rate = sheetFunction(
  "RATE",
  ["number", "number", "number", "number?", "number?", "number?"],
  ([periods, payment, present, future = 0, type = 0, guess = 0.1]) => {
    const due = dueOf(type);
    if (periods <= 0) return NUMBER_ERROR;
    if (!(guess > -1)) throw new NotComputed("RATE from a guess of -1 or less");
    // Of growth to the powers periods + 1, periods, 1 and 0; growth of 1 is always a root of theirs.
    const changes = signChanges([
      present + payment * due,
      -present + payment * (1 - due),
      future - payment * due,
      -future - payment * (1 - due),
    ]);
    if (changes < 2) return NUMBER_ERROR;
    if (changes > 2) throw new NotComputed("RATE where there may be several");
    const value = (u: number) => {
      const growth = expm1(u);
      const gain = u === 0 ? periods : expm1(-Math.abs(u) * periods) / (growth * -Math.sign(u));
      const [early, late] = u < 0 ? [power(1 + growth, periods), 1] : [1, power(1 + growth, -periods)];
      return present * early + payment * (1 + growth * due) * gain + future * late;
    };
    return onlyRate(value, periods, guess);
  },
);

const effect = sheetFunction("EFFECT", ["number", "number"], ([nominal, times]) => {
  const perYear = Math.trunc(times);
  return nominal <= 0 || perYear < 1 ? NUMBER_ERROR : gainOf(nominal / perYear, perYear);
});

const nominal = sheetFunction("NOMINAL", ["number", "number"], ([effective, times]) => {
  const perYear = Math.trunc(times);
  return effective <= 0 || perYear < 1 ? NUMBER_ERROR : perYear * gainOf(effective, 1 / perYear);
});

const rri = sheetFunction("RRI", ["number", "number", "number"], ([periods, present, future]) => {
  if (periods <= 0 || present === 0) return NUMBER_ERROR;
  const growth = future / present;
  if (growth < 0) throw new NotComputed("RRI from a gain to a loss");
  return growth === 0 ? -1 : gainOf((future - present) / present, 1 / periods);
});

const pduration = sheetFunction("PDURATION", ["number", "number", "number"], ([rate, present, future]) =>
  rate <= 0 || present <= 0 || future <= 0 ? NUMBER_ERROR : ln(future / present) / ln1p(rate),
);

const ispmt = sheetFunction(
  "ISPMT",
  ["number", "number", "number", "number"],
  ([rate, period, periods, present]) =>
    periods === 0 ? DIVISION_BY_ZERO : present * rate * (period / periods - 1) + 0,
);

export const ANNUITY_FUNCTIONS: readonly SheetFunction[] = [
  fv,
  pv,
  pmt,
  shareOfPayment("IPMT", interestShare),
  shareOfPayment("PPMT", principalShare),
  sumOfShares("CUMIPMT", interestShare),
  sumOfShares("CUMPRINC", principalShare),
  nper,
  rate,
  effect,
  nominal,
  rri,
  pduration,
  ispmt,
];
