import fc from "fast-check";
import { loanSchedule } from "../../../src/core/cashflow/loan";
import { loanTypes } from "../../../src/core/cashflow/model";
import { at } from "../../../src/core/numeric/at";
import { sum } from "../../../src/core/numeric/sum";

// Excel's FV and PV for payments at the end of a period, as Microsoft documents them:
// pv (1 + rate)^n + pmt ((1 + rate)^n - 1)/rate + fv = 0.
const futureValue = (rate: number, n: number, payment: number, present: number) =>
  -present * (1 + rate) ** n - payment * (rate === 0 ? n : ((1 + rate) ** n - 1) / rate);
const presentValue = (rate: number, n: number, payment: number) =>
  -payment * (rate === 0 ? n : (1 - (1 + rate) ** -n) / rate);

const terms = fc.record({
  loan: fc.integer({ min: 1, max: 10_000 }),
  loanRate: fc.constantFrom(0, 0.03, 0.09, 0.12, 0.25, 1),
  loanMonths: fc.integer({ min: 1, max: 60 }),
  loanType: fc.constantFrom(...loanTypes),
  months: fc.integer({ min: 12, max: 60 }),
  startMonth: fc.integer({ min: 1, max: 12 }),
});

test("before the start month the balance is Excel's FV, and nothing is paid", () => {
  fc.assert(
    fc.property(terms, (given) => {
      const { balance, interest, principal, service, accrued } = loanSchedule(given);
      for (let month = 0; month < given.startMonth; month++) {
        const expected = -futureValue(given.loanRate / 12, month, 0, given.loan);
        expect(balance[month]).toBeWithin(expected, { relative: 1e-13, inputs: given });
        expect([interest[month], principal[month], service[month]]).toEqual([0, 0, 0]);
        const opening = month === 0 ? 0 : at(balance, month - 1);
        expect(accrued[month]).toBeWithin((opening * given.loanRate) / 12, { relative: 1e-13 });
      }
    }),
  );
});

test("an annuity's balance is Excel's FV of what was paid and PV of what is to come", () => {
  fc.assert(
    fc.property(terms, (drawn) => {
      const given = { ...drawn, loanType: "annuity" } as const;
      const { balance, service, interest, principal } = loanSchedule(given);
      const rate = given.loanRate / 12;
      const opening = -futureValue(rate, given.startMonth - 1, 0, given.loan);
      const payment = opening / presentValue(rate, given.loanMonths, -1);
      const close = { absolute: 1e-11 * opening, inputs: given };
      for (let number = 1; number <= given.loanMonths; number++) {
        const month = given.startMonth + number - 1;
        if (month > given.months) break;
        expect(service[month]).toBeWithin(payment, close);
        const owed = -futureValue(rate, number, -payment, opening);
        if (month < given.months) {
          expect(balance[month]).toBeWithin(owed, close);
          expect(balance[month]).toBeWithin(presentValue(rate, given.loanMonths - number, -payment), close);
          expect(at(interest, month) + at(principal, month)).toBeWithin(payment, close);
        } else {
          expect(balance[month]).toBe(0);
          expect(at(interest, month) + at(principal, month)).toBeWithin(payment + owed, close);
        }
      }
    }),
  );
});

test("interest is that on the opening balance, and principal lowers it, whatever the type", () => {
  fc.assert(
    fc.property(terms, (given) => {
      const { balance, accrued, interest, principal } = loanSchedule(given);
      for (let month = 1; month <= given.months; month++) {
        const opening = at(balance, month - 1);
        const close = { absolute: 1e-12 * at(balance, given.startMonth - 1), inputs: given };
        expect(accrued[month]).toBeWithin((opening * given.loanRate) / 12, close);
        const unpaid = at(accrued, month) - at(interest, month);
        expect(opening + unpaid - at(principal, month)).toBeWithin(at(balance, month), close);
      }
      expect(at(balance, given.months)).toBe(0);
      expect(sum(principal)).toBeWithin(at(balance, given.startMonth - 1), { relative: 1e-13 });
    }),
  );
});

// 1200 at 12 % a year, drawn a month before the payments begin: 1212 is owed by then.
const byHand = { loan: 1200, loanRate: 0.12, startMonth: 2, months: 6 };

test.each([
  ["bullet", 3, [0, 12.12, 12.12, 12.12, 0, 0], [0, 0, 0, 1212, 0, 0], [1212, 1212, 1212, 0, 0, 0]],
  [
    "bullet beyond the horizon",
    9,
    [0, 12.12, 12.12, 12.12, 12.12, 12.12],
    [0, 0, 0, 0, 0, 1212],
    [1212, 1212, 1212, 1212, 1212, 0],
  ],
  ["linear", 4, [0, 12.12, 9.09, 6.06, 3.03, 0], [0, 303, 303, 303, 303, 0], [1212, 909, 606, 303, 0, 0]],
  [
    "linear beyond the horizon",
    6,
    [0, 12.12, 10.1, 8.08, 6.06, 4.04],
    [0, 202, 202, 202, 202, 404],
    [1212, 1010, 808, 606, 404, 0],
  ],
] as const)("%s, by hand", (name, loanMonths, interest, principal, balance) => {
  const loanType = name.startsWith("bullet") ? "bullet" : "linear";
  const schedule = loanSchedule({ ...byHand, loanMonths, loanType });
  for (let month = 1; month <= 6; month++) {
    expect(schedule.interest[month]).toBeWithin(interest[month - 1], { absolute: 1e-12 });
    expect(schedule.principal[month]).toBeWithin(principal[month - 1], { absolute: 1e-12 });
    expect(schedule.balance[month]).toBeWithin(balance[month - 1], { absolute: 1e-12 });
    // What is repaid early at the horizon is not due by the terms.
    const early = loanMonths > 5 && month === 6 ? (loanType === "bullet" ? 1212 : 202) : 0;
    const due = Number(interest[month - 1]) + Number(principal[month - 1]) - early;
    expect(schedule.service[month]).toBeWithin(due, { absolute: 1e-12 });
  }
  expect(schedule.accrued[1]).toBeWithin(12, { absolute: 1e-13 });
});

test("no loan, no schedule", () => {
  for (const column of Object.values(loanSchedule({ ...byHand, loan: 0, loanMonths: 3, loanType: "linear" })))
    expect([...(column as Float64Array)]).toEqual([0, 0, 0, 0, 0, 0, 0]);
});
