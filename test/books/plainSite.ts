/** A site as plain numbers, for a valuation that shares nothing with the add-in. */
export interface PlainSite {
  readonly price: number;
  readonly difficulty: number;
  /** First block of month 1. */
  readonly height: number;
  readonly fees: number;
  /** Year and month of the start, January 0. */
  readonly start: readonly [year: number, month: number];
  readonly months: number;
  readonly machines: number;
  readonly terahashes: number;
  readonly watts: number;
  readonly pue: number;
  readonly uptime: number;
  readonly poolFee: number;
  readonly usdPerKwh: number;
  readonly powerGrowth: number;
  readonly opex: number;
  readonly opexGrowth: number;
  readonly priceGrowth: number;
  readonly difficultyGrowth: number;
  readonly machineCost: number;
  readonly infrastructure: number;
  /** Shares at the order, then by month. */
  readonly machinesPaid: readonly number[];
  readonly infrastructurePaid: readonly number[];
  readonly started: readonly number[];
  readonly resale: number;
  readonly loanShare: number;
  readonly loanRate: number;
  readonly loanMonths: number;
  readonly tax: number;
  readonly discount: number;
}

const HALVING = 210_000;
/** IRS Pub. 946, Table A-1, 5 years, by half-year convention. */
const MACRS = [0.2, 0.32, 0.192, 0.1152, 0.1152, 0.0576];
const DAY = 86_400_000;

/** Cash flows month by month with a level loan, MACRS over 5 years and shutdown, discounted by days. */
export function plainSite(site: PlainSite) {
  const day = (month: number) => Date.UTC(site.start[0], site.start[1] + month, 1) / DAY;
  const paid = (month: number) =>
    (site.machinesPaid[month] ?? 0) * site.machineCost +
    (site.infrastructurePaid[month] ?? 0) * site.infrastructure;
  const loan = site.loanShare * (site.machineCost + site.infrastructure);
  const rate = site.loanRate / 12;
  const payment = (loan * rate) / (1 - (1 + rate) ** -site.loanMonths);
  const inService = site.started.findIndex((share) => share > 0);
  const net = [loan - paid(0)];
  const years = [0];
  let [balance, losses, book, share, coins, costs] = [loan, 0, paid(0), 0, 0, 0];
  for (let month = 1; month <= site.months; month++) {
    const middle = month - 1 / 2;
    const days = day(month) - day(month - 1);
    const first = site.height + 144 * (day(month - 1) - day(0));
    let subsidies = 0;
    for (let block = first; block < first + 144 * days; block++)
      subsidies += 50 / 2 ** Math.floor(block / HALVING);
    const subsidy = subsidies / (144 * days);
    const price = site.price * (1 + site.priceGrowth) ** (middle / 12);
    const difficulty = site.difficulty * (1 + site.difficultyGrowth) ** middle;
    share += site.started[month] ?? 0;
    const running = Math.round(site.machines * share);
    const hashes = running * site.terahashes * 1e12 * 86_400 * days * site.uptime;
    const mined = (hashes / (difficulty * 2 ** 32)) * (subsidy + site.fees) * (1 - site.poolFee);
    const kwh = ((running * site.watts) / 1000) * 24 * days * site.uptime * site.pue;
    const bill = kwh * site.usdPerKwh * (1 + site.powerGrowth) ** (middle / 12);
    const runs = running > 0 && mined * price >= bill;
    const [revenue, power] = runs ? [mined * price, bill] : [0, 0];
    const opex = site.opex * (1 + site.opexGrowth) ** (middle / 12);
    book += paid(month);
    const depreciation = depreciated(site, paid, month, inService);
    book -= depreciation;
    const interest = balance * rate;
    const principal = month <= site.loanMonths ? payment - interest : 0;
    balance -= principal;
    const isLast = month === site.months;
    const profit = revenue - power - opex - depreciation - interest + (isLast ? site.resale - book : 0);
    const tax = site.tax * Math.max(0, profit - losses);
    losses = Math.max(0, losses - profit);
    coins += runs ? mined : 0;
    costs += power + opex;
    net.push(revenue - power - opex - tax - interest - principal - paid(month) + (isLast ? site.resale : 0));
    years.push((day(month) - day(0)) / 365);
  }
  const valueAt = (discount: number) =>
    net.reduce((sum, cash, month) => sum + cash / (1 + discount) ** (years[month] ?? 0), 0);
  const cumulative = net.map((_, month) => net.slice(0, month + 1).reduce((sum, cash) => sum + cash, 0));
  const under = cumulative.reduce((last, total, month) => (total < 0 ? month : last), 0);
  return {
    npv: valueAt(site.discount),
    irr: root(valueAt),
    payback: under - (cumulative[under] ?? 0) / (net[under + 1] ?? 0),
    equity: -Math.min(...cumulative),
    cashCost: costs / coins,
    coins,
    net,
  };
}

/** Of each payment, from the month in which it is in service. */
function depreciated(
  { months }: PlainSite,
  paid: (month: number) => number,
  month: number,
  inService: number,
): number {
  let sum = 0;
  for (let payment = 0; payment <= Math.min(month, months); payment++) {
    const age = month - Math.max(payment, inService);
    if (age >= 0) sum += ((MACRS[Math.floor(age / 12)] ?? 0) * paid(payment)) / 12;
  }
  return sum;
}

function root(value: (rate: number) => number): number {
  let [low, high] = [-0.9, 5];
  for (let step = 0; step < 200; step++) {
    const middle = (low + high) / 2;
    if (value(middle) > 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
