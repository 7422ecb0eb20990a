import { type FlowColumn, flowPlace } from "../functionTables";
import { type Axis, type Month, MonthPage } from "../months";

/** What the sheet Engine says of a month; 0 after the plan. */
export const engine =
  (column: FlowColumn) =>
  ({ here }: Month) =>
    `IF(${here}$8=1,INDEX(engine,${here}$4+2,${flowPlace(column)}),0)`;
const negative = (column: FlowColumn) => (month: Month) => `-${engine(column)(month)}`;

/** The sheet "Deployment": what is paid when, and which machines run. */
export function deploymentPage(axis: Axis): MonthPage {
  const page = new MonthPage(
    axis,
    "Deployment",
    "calculation",
    "Payments and deployment",
    "What is paid at the order and at the end of each month, and the machines that run from the first day of a month on",
  );
  const steps =
    (name: string) =>
    ({ here }: Month) =>
      `SUMIFS(${name},step_month,${here}$4)*${here}$8`;
  page.group("Payments");
  page.line({
    key: "machineShare",
    label: "Machines paid",
    unit: "% of all",
    formula: steps("step_machines"),
    opening: "deposit_machines",
    format: "percent",
  });
  page.line({
    key: "infraShare",
    label: "Infrastructure paid",
    unit: "% of all",
    formula: steps("step_infra"),
    opening: "deposit_infra",
    format: "percent",
  });
  page.line({
    key: "machines",
    label: "Paid for machines",
    unit: "USD",
    formula: ({ here }) => `${page.cell("machineShare", here)}*machine_cost`,
    opening: `${page.cell("machineShare", "D")}*machine_cost`,
    format: "usd",
  });
  page.line({
    key: "infra",
    label: "Paid for infrastructure",
    unit: "USD",
    formula: ({ here }) => `${page.cell("infraShare", here)}*infra_cost`,
    opening: `${page.cell("infraShare", "D")}*infra_cost`,
    format: "usd",
  });
  page.line({
    key: "capex",
    label: "Capital expenditure",
    unit: "USD",
    formula: ({ here }) => `${page.cell("machines", here)}+${page.cell("infra", here)}`,
    opening: `${page.cell("machines", "D")}+${page.cell("infra", "D")}`,
    format: "usd",
    isTotal: true,
  });
  page.group("Machines");
  page.line({
    key: "started",
    label: "Machines that start",
    unit: "% of all",
    formula: steps("step_start"),
    format: "percent",
  });
  page.line({
    key: "startedTo",
    label: "Machines started to date",
    unit: "% of all",
    formula: ({ here }) => `SUM($E${page.rowOf("started")}:${page.cell("started", here)})`,
    total: "last",
    format: "percent",
  });
  page.line({
    key: "running",
    label: "Machines that run",
    unit: "machines",
    formula: ({ here }) => `ROUND(machine_count*${page.cell("startedTo", here)},0)*${here}$8`,
    total: "last",
  });
  page.line({
    key: "power",
    label: "Power at the meter",
    unit: "MW",
    formula: ({ here }) => `${page.cell("running", here)}*machine_power*site_pue/1000000`,
    total: "last",
    format: "decimal",
  });
  page.line({
    key: "hashrate",
    label: "Hashrate installed",
    unit: "TH/s",
    formula: ({ here }) => `${page.cell("running", here)}*machine_hashrate`,
    total: "last",
    isTotal: true,
  });
  return page;
}

/** The sheet "Cash flow": the add-in's months with signs, from coins to cumulative cash. */
export function cashPage(axis: Axis, deployment: MonthPage): MonthPage {
  const page = new MonthPage(
    axis,
    "Cash flow",
    "output",
    "Cash flow",
    "The sheet Engine by month, with signs: cash in is positive, cash out is negative; yearly totals are on the sheet Years",
  );
  const sumOf =
    (keys: readonly string[]) =>
    ({ here }: Month) =>
      keys.map((key) => page.cell(key, here)).join("+");
  const usd = { unit: "USD", format: "usd" } as const;
  page.group("Production");
  page.line({
    key: "date",
    label: "Cash counts on",
    unit: "date",
    formula: ({ here }) => `${here}$5+1`,
    opening: "start_date",
    total: "none",
    format: "date",
  });
  page.line({
    key: "hashrate",
    label: "Hashrate installed",
    unit: "TH/s",
    formula: ({ here }) => deployment.of("hashrate", here),
    total: "last",
  });
  page.line({
    key: "coins",
    label: "Coins mined",
    unit: "BTC",
    formula: engine("btc"),
    format: "btcShort",
  });
  page.line({
    key: "price",
    label: "Price of bitcoin",
    unit: "USD",
    formula: engine("price"),
    total: "last",
    format: "usd",
  });
  page.group("Operations");
  page.line({ key: "revenue", label: "Revenue", formula: engine("revenue"), ...usd });
  page.line({ key: "kept", label: "Coins kept, not sold", formula: negative("kept"), ...usd });
  page.line({ key: "power", label: "Power", formula: negative("power"), ...usd });
  page.line({ key: "host", label: "Profit share of the host", formula: negative("profitShare"), ...usd });
  page.line({ key: "opex", label: "Other running costs", formula: negative("opex"), ...usd });
  page.line({
    key: "operating",
    label: "Operating cash before tax",
    formula: sumOf(["revenue", "kept", "power", "host", "opex"]),
    isTotal: true,
    ...usd,
  });
  page.line({ key: "tax", label: "Tax", formula: negative("tax"), ...usd });
  page.group("Investment");
  page.line({
    key: "capex",
    label: "Capital expenditure",
    formula: ({ here }) => `-${deployment.of("capex", here)}`,
    opening: `-${deployment.of("capex", "D")}`,
    ...usd,
  });
  page.line({
    key: "resale",
    label: "Resale, and coins kept at the end",
    formula: (month) => `${engine("capital")(month)}-${page.cell("capex", month.here)}`,
    ...usd,
  });
  page.group("Loan");
  page.line({
    key: "interest",
    label: "Interest",
    formula: negative("interest"),
    ...usd,
  });
  page.line({
    key: "principal",
    label: "Loan drawn, and principal repaid",
    formula: negative("principal"),
    opening: "loan_amount",
    total: { formula: `ROUND(SUM(D${page.row}:${axis.last}${page.row}),6)` },
    ...usd,
  });
  page.group("Cash");
  const net = ["operating", "tax", "capex", "resale", "interest", "principal"];
  page.line({
    key: "net",
    label: "Net cash",
    formula: sumOf(net),
    opening: `${page.cell("capex", "D")}+${page.cell("principal", "D")}`,
    isTotal: true,
    ...usd,
  });
  page.line({
    key: "cumulative",
    label: "Cumulative cash",
    formula: ({ here, before }) => `${before}${page.row - 1}+${page.cell("net", here)}`,
    opening: page.cell("net", "D"),
    total: "last",
    isTotal: true,
    ...usd,
  });
  page.group("Cost");
  page.line({
    key: "cost",
    label: "Cash cost per coin",
    unit: "USD/BTC",
    formula: ({ here }) => {
      const [coins, power, host, opex] = ["coins", "power", "host", "opex"].map((key) =>
        page.cell(key, here),
      );
      return `IF(${coins}>0,-(${power}+${host}+${opex})/${coins},0)`;
    },
    total: {
      formula: (() => {
        const [coins, power, host, opex] = ["coins", "power", "host", "opex"].map((key) =>
          page.cell(key, "C"),
        );
        return `IF(${coins}>0,-(${power}+${host}+${opex})/${coins},0)`;
      })(),
    },
    format: "usd",
  });
  return page;
}

/** The sheet "Loan": its balance, by Excel's own arithmetic where there is one. */
export function loanPage(axis: Axis, cash: MonthPage): MonthPage {
  const page = new MonthPage(
    axis,
    "Loan",
    "calculation",
    "Loan",
    "Balance, interest and principal by month; interest is calculated here from the balance and compared with the add-in's",
  );
  const usd = { unit: "USD", format: "usd" } as const;
  page.group("Balance");
  page.line({
    key: "opening",
    label: "Balance at the beginning",
    formula: ({ before }) => `${before}${page.rowOf("opening") + 2}`,
    total: "none",
    ...usd,
  });
  page.line({
    key: "repaid",
    label: "Principal repaid",
    formula: ({ here }) => cash.of("principal", here),
    ...usd,
  });
  page.line({
    key: "closing",
    label: "Balance at the end",
    formula: ({ here }) => `${page.cell("opening", here)}+${page.cell("repaid", here)}`,
    opening: "loan_amount",
    total: "last",
    isTotal: true,
    ...usd,
  });
  page.group("Service");
  page.line({
    key: "interest",
    label: "Interest on the balance",
    formula: ({ here }) => `-${page.cell("opening", here)}*loan_rate/12*${here}$8`,
    ...usd,
  });
  page.line({
    key: "service",
    label: "Interest and principal",
    formula: ({ here }) => `${page.cell("interest", here)}+${page.cell("repaid", here)}`,
    isTotal: true,
    ...usd,
  });
  page.line({
    key: "available",
    label: "Operating cash after tax",
    formula: ({ here }) => `${cash.of("operating", here)}+${cash.of("tax", here)}`,
    ...usd,
  });
  page.line({
    key: "cover",
    label: "Cover of the service, once coins flow",
    unit: "ratio",
    formula: ({ here }) => {
      const [service, available] = [page.cell("service", here), page.cell("available", here)];
      // A loan that is repaid leaves the rounding of its last payment.
      return `IF(AND(ROUND(${service},2)<0,${cash.of("coins", here)}>0),-${available}/${service},"")`;
    },
    total: {
      formula: `IF(COUNT(E${page.row}:${axis.last}${page.row})>0,MIN(E${page.row}:${axis.last}${page.row}),"no loan")`,
    },
    format: "decimal",
  });
  return page;
}
