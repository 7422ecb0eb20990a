import { InputError, NoAnswerError } from "../errors";
import { sum } from "../numeric/sum";
import { cashflowsOf, type Cashflow } from "./cashflows";
import { metricOrError } from "./metrics";
import { inMonth, type Model } from "./model";
import { monthsOf } from "./months";
import { netPresentValue } from "./valuation";

export interface Machine {
  readonly name: string;
  readonly hashrateTh: number;
  readonly jPerTh: number;
  /** USD. */
  readonly price: number;
}

type Answer = number | NoAnswerError;

interface RankedMachine {
  name: string;
  /** USD. */
  npv: number;
  /** USD per kW at the meter, with the machine new and running. */
  npvPerKw: number;
  irr: Answer;
  payback: Answer;
  /** USD/kWh in month 1 at which that month's profit is 0. */
  breakEvenPower: Answer;
  /** Operating cash after tax of the first 12 months over the price. */
  firstYearReturn: Answer;
}

/** Beyond this the models take more than a few seconds. */
const mostMachines = 2000;

/**
 * The machines by falling NPV per kW: power is a site's scarce resource. Each takes the place of the model's hashrate,
 * efficiency and capex.
 */
export function machineRank(machines: readonly Machine[], model: Model): RankedMachine[] {
  if (machines.length > mostMachines)
    throw new InputError("machines", `must be at most ${mostMachines} rows`, machines.length);
  return machines.map((machine) => rankedMachine(machine, model)).sort((a, b) => b.npvPerKw - a.npvPerKw);
}

function rankedMachine({ name, hashrateTh, jPerTh, price }: Machine, base: Model): RankedMachine {
  const model = { ...base, hashrateTh, jPerTh, capex: price };
  const flows = cashflowsOf(model);
  const npv = netPresentValue(flows, model.discountRate);
  return {
    name,
    npv,
    npvPerKw: npv / (((hashrateTh * jPerTh) / 1000) * model.pue),
    irr: metricOrError(model, "irr"),
    payback: metricOrError(model, "payback"),
    breakEvenPower: breakEvenPower(model),
    firstYearReturn:
      price > 0 ? firstYearCash(flows) / price : new NoAnswerError("the machine costs nothing"),
  };
}

function breakEvenPower(model: Model): Answer {
  const [first] = monthsOf({ ...model, months: 1 });
  if (!first?.isOn) return new NoAnswerError("the machine does not run in month 1");
  const left = first.revenue + inMonth(model.otherRevenue, 1) - inMonth(model.otherOpex, 1);
  return left > 0 ? left / first.energy : new NoAnswerError("no power price above 0 breaks even");
}

function firstYearCash(flows: readonly Cashflow[]): number {
  const year = flows.slice(1, 13);
  return sum(
    year.map(
      ({ revenue, otherRevenue, power, otherOpex, tax }) => revenue + otherRevenue - power - otherOpex - tax,
    ),
  );
}
