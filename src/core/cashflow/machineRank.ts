import { answerOf, InputError, NoAnswerError, type Answer } from "../errors";
import { at } from "../numeric/at";
import { greatest } from "../numeric/extremes";
import { sum } from "../numeric/sum";
import { bucketsOf, meanMultiplier } from "./buckets";
import { cashflowsOf, type Cashflows } from "./cashflows";
import { outlaysOf } from "./depreciationSchedule";
import { internalRateOf } from "./metrics";
import { inMonth, valuesOf, type Model, type Quantity } from "./model";
import { monthsOf } from "./months";
import { netPresentValue, payback } from "./valuation";

export interface Machine {
  readonly name: string;
  readonly hashrateTh: number;
  readonly jPerTh: number;
  /** USD. */
  readonly price: number;
  /** USD; undefined: the share of its price that the model's resale value is of all that the model pays. */
  readonly resale: number | undefined;
}

interface RankedMachine {
  name: string;
  /** USD, of one machine. */
  npv: number;
  /** USD per kW at the meter, with the machine new and running. */
  npvPerKw: number;
  irr: Answer;
  payback: Answer;
  /** USD/kWh in the start month at which that month's profit is 0, with every part of the month run. */
  breakEvenPower: Answer;
  /** Operating cash after tax of the first 12 months over the price. */
  firstYearReturn: Answer;
  /** How many have room at the site, and their NPV in USD; undefined without the site's power. */
  units: number | undefined;
  siteNpv: number | undefined;
}

/** Beyond this the models take more than a few seconds. */
const mostMachines = 2000;

/** 368.55 kW has room for 100 machines of 3.6855 kW, which is a little more in binary. */
const ROUNDING = 1e-12;

/**
 * The machines by falling NPV per kW: power is a site's scarce resource. Each takes the place of the model's hashrate,
 * efficiency and capex, and bears the share of other opex and other revenue that it has of the site's power; loan and
 * staged capex, which belong to the whole site, are left out.
 *
 * `siteKw` is the site's power at the meter, by default that of the model's own machines.
 */
export function machineRank(
  machines: readonly Machine[],
  model: Model,
  siteKw: number | undefined,
): RankedMachine[] {
  if (machines.length > mostMachines)
    throw new InputError("machines", `must be at most ${mostMachines} rows`, machines.length);
  const inService = Math.min(monthsOf(model).inService, model.months);
  const [efficiency, pue] = [inMonth(model.jPerTh, inService), inMonth(model.pue, inService)];
  const ownKw = (greatest(valuesOf(model.hashrateTh, model.months)) * efficiency * pue) / 1000;
  const power = siteKw ?? ownKw;
  if (power === 0) throw new InputError("site_kw", "must be given: the machines of the model never run");
  return machines
    .map((machine) => {
      const kw = ((machine.hashrateTh * machine.jPerTh) / 1000) * pue;
      const ranked = rankedMachine(machine, ofOne(machine, model, kw / power), kw);
      const units = siteKw === undefined ? undefined : Math.floor((siteKw / kw) * (1 + ROUNDING));
      return { ...ranked, units, siteNpv: units === undefined ? undefined : units * ranked.npv };
    })
    .sort((a, b) => b.npvPerKw - a.npvPerKw);
}

/** The model of one machine that has a share of the site's power. */
function ofOne({ hashrateTh, jPerTh, price, resale }: Machine, model: Model, share: number): Model {
  const { total } = outlaysOf(model);
  const resaleValue =
    resale ?? (total === 0 ? model.resaleValue * share : price * Math.min(1, model.resaleValue / total));
  return {
    ...model,
    hashrateTh,
    jPerTh,
    capex: price,
    resaleValue,
    otherOpex: times(model.otherOpex, share),
    otherRevenue: times(model.otherRevenue, share),
    loan: 0,
    capexSchedule: 0,
  };
}

const times = (quantity: Quantity, factor: number): Quantity =>
  typeof quantity === "number" ? quantity * factor : quantity.map((value) => value * factor);

function rankedMachine({ name, price }: Machine, model: Model, kw: number) {
  const flows = cashflowsOf(model);
  const npv = netPresentValue(flows, model.discountRate);
  return {
    name,
    npv,
    npvPerKw: npv / kw,
    irr: answerOf(() => internalRateOf(model, flows)),
    payback: answerOf(() => payback(flows)),
    breakEvenPower: breakEvenPower(model, flows),
    firstYearReturn:
      price > 0
        ? firstYearCash(flows, model.startMonth) / price
        : new NoAnswerError("the machine costs nothing"),
  };
}

function breakEvenPower(model: Model, { months, otherOpex, otherRevenue }: Cashflows): Answer {
  const month = model.startMonth;
  if (months.isOn[month] !== 1) return new NoAnswerError(`the machine does not run in month ${month}`);
  const due = at(otherOpex, month) - at(otherRevenue, month);
  // The host takes a share of what is left for the costs, but none of a loss.
  const needed = due > 0 ? due / (1 - model.profitShare) : due;
  const left = at(months.revenue, month) + at(months.heat, month) - needed;
  const price = left / (at(months.energy, month) * meanMultiplier(bucketsOf(model.powerPriceShape)));
  return price > 0 && Number.isFinite(price)
    ? price
    : new NoAnswerError("no power price above 0 breaks even");
}

function firstYearCash(flows: Cashflows, startMonth: number): number {
  const { revenue, heat, otherRevenue, power, profitShare, otherOpex, tax } = flows;
  const year = [];
  for (let month = startMonth; month < Math.min(startMonth + 12, revenue.length); month++) {
    const earned = at(revenue, month) + at(heat, month) + at(otherRevenue, month);
    year.push(earned - at(power, month) - at(profitShare, month) - at(otherOpex, month) - at(tax, month));
  }
  return sum(year);
}
