import type { Book } from "../../src/books/book";
import { Page } from "../../src/books/page";

/** A small workbook with everything that a finished one may have. */
export function demoBook(): Book {
  return {
    name: "demo",
    title: "Demo & test",
    purpose: "Shows <everything> once.",
    pages: [dashboard(), inputs(), cashFlow(), checks()],
  };
}

function dashboard(): Page {
  const page = new Page("Dashboard", "dashboard", "Demo", "What a sheet says of itself.");
  page.widths.A = 14;
  page.put("A5", "Net cash", "cardName");
  page.put("A6", "='Cash flow'!G12", "cardFigure", "usd");
  page.put("A7", "Over the months of the plan, after costs and before tax of any kind", "cardNote");
  const labels = "'Cash flow'!$D$5:$G$5";
  const line = (row: number) => `'Cash flow'!$D$${row}:$G$${row}`;
  page.charts.push(
    {
      kind: "line",
      title: "Revenue and its bounds",
      labels,
      series: [
        { name: "Revenue", values: line(8) },
        { name: "Upper bound", values: line(9), isDashed: true, colour: "8A8D91" },
      ],
      xTitle: "Month",
      yTitle: "USD",
      xFormat: "mmm yy",
      yFormat: "$#,##0",
      over: "C5:I19",
    },
    {
      kind: "column",
      title: "Cash",
      labels,
      series: [
        { name: "Net cash", values: line(11) },
        { name: "Cumulative", values: line(12), as: "line" },
      ],
      xFormat: "mmm yy",
      yFormat: "$#,##0",
      over: "J5:P19",
    },
    {
      kind: "column",
      isStacked: true,
      title: "Bridge",
      labels: "'Cash flow'!$A$16:$A$18",
      series: [
        { name: "Base", values: "'Cash flow'!$B$16:$B$18", isInvisible: true },
        { name: "Amount", values: "'Cash flow'!$C$16:$C$18" },
      ],
      yFormat: "$#,##0",
      over: "C21:I35",
    },
    {
      kind: "bar",
      isStacked: true,
      title: "Tornado",
      labels: "'Cash flow'!$A$16:$A$18",
      series: [
        { name: "Base", values: "'Cash flow'!$B$16:$B$18", isInvisible: true },
        { name: "Lower", values: "'Cash flow'!$C$16:$C$18", colour: "B10E1E" },
        { name: "Higher", values: "'Cash flow'!$D$16:$D$18" },
      ],
      xTitle: "Input",
      yTitle: "Net present value",
      yFormat: "$#,##0",
      over: "J21:P35",
    },
    {
      kind: "scatter",
      title: "Payoff",
      labels: "'Cash flow'!$B$16:$B$18",
      series: [{ name: "Payoff", values: "'Cash flow'!$D$16:$D$18" }],
      xTitle: "Price",
      yTitle: "Payoff",
      over: "C37:I51",
    },
  );
  return page;
}

function inputs(): Page {
  const page = new Page("Inputs", "inputs", "Inputs", "Blue cells are yours.");
  page.widths.A = 30;
  page.widths.B = 14;
  page.put("A5", "Price", "label");
  page.put("B5", 60000, "input", "usd");
  page.put("A6", "Machine", "label");
  page.put("B6", "S21", "textInput", "text");
  page.put("A7", "Months", "label");
  page.put("B7", 4, "input", "count");
  page.put("A8", "Start", "label");
  page.put("B8", 46023, "input", "date");
  page.put("A9", "Model", "label");
  page.put("B9", "T21", "textInput");
  page.put("A10", "Tax", "label");
  page.put("B10", 0.21, "input", "percent");
  page.put("A11", "00123", "text");
  page.put("A12", "2026-01-01", "text");
  page.put("A13", "'=SUM(1)", "text");
  page.put("A14", "  spaced_x0041_ & <b>\nsecond", "wrapped");
  page.put("B14", true, "figure");
  page.put("A15", "Live price", "label");
  page.put("B15", '=MINING.MARKET("btc.price")', "figure", "usd");
  page.put("D5", "S21");
  page.put("D6", "T21");
  page.call("btc_price", "B5");
  page.call("Machines", "D5:D6");
  page.call("start_date", "B8");
  const prompt = "Type it here.";
  page.rules.push(
    { range: "B5", allows: { kind: "decimal", least: 0 }, title: "Price", prompt },
    { range: "B6", allows: { kind: "list", values: ["S21", "T21"] }, title: "Machine", prompt },
    { range: "B7", allows: { kind: "whole", least: 1, most: 24 }, title: "Months", prompt },
    { range: "B8", allows: { kind: "date", least: 45658 }, title: "Start", prompt },
    { range: "B9", allows: { kind: "listFrom", range: "Machines" }, title: "Model", prompt },
    { range: "B10", allows: { kind: "decimal", most: 1 }, title: "Tax", prompt: "A share & no more" },
    { range: "A11:A12", allows: { kind: "any" }, title: "Note", prompt },
  );
  return page;
}

function cashFlow(): Page {
  const page = new Page("Cash flow", "calculation", "Cash flow", "One column is one month.");
  page.frozenAt = "D6";
  page.widths.A = 20;
  page.printing.pagesWide = 2;
  page.printing.columnBreaks.push(5);
  page.put("A5", "Month end", "leftHead");
  for (const [index, column] of ["D", "E", "F", "G"].entries()) {
    page.put(`${column}5`, `=EOMONTH(start_date,${index})`, "head", "month");
    page.put(`${column}8`, `=btc_price*${index + 1}/10`, "figure", "usd");
    page.put(`${column}9`, `=${column}8*1.2`, "figure", "usd");
    page.put(`${column}10`, -9000, "figure", "usd");
    page.put(`${column}11`, `=${column}8+${column}10`, "figure", "usd");
    page.put(`${column}12`, `=SUM($D11:${column}11)`, "total", "usd");
  }
  page.put("A16", "Price");
  page.put("A17", "Power");
  page.put("A18", "Fees");
  page.putRow("B16", [100, 20, 30], "figure", "usd");
  page.putRow("B17", [80, 40, 25], "figure", "usd");
  page.putRow("B18", [60, 60, 35], "figure", "usd");
  page.put("A20", "=TRANSPOSE(B16:D16)", "figure", "usd");
  page.dress("A21:A22", "figure", "usd");
  page.put("B20", "=SUMPRODUCT((B16:B18>70)*C16:C18)", "figure");
  page.put("B21", "=SUM(IF(B16:B18>70,C16:C18,0))", "figure");
  page.put("B22", '=MAXIFS(B16:B18,C16:C18,">30")', "figure");
  page.put("C20", "=MINING.BLOCK_SUBSIDY(840000)", "figure", "btc");
  page.put("C21", "=1/0", "figure");
  page.put("C22", '=IF(A16="Price","yes & no","")', "text");
  page.put("E20", "=C20*2", "figure");
  page.put("E21", "=B20*2", "figure");
  page.put("D20", "=B16>C16", "figure");
  page.put("D21", "=Z99", "figure");
  return page;
}

function checks(): Page {
  const page = new Page("Checks", "checks", "Checks", "All of them must pass.");
  page.put("A5", "Cash adds up", "label");
  page.put("D5", "=ABS('Cash flow'!G12-SUM('Cash flow'!D11:G11))<0.01", "pass");
  page.put("A6", '=IF(D5,"All checks pass","1 check fails")', "text");
  page.call("checks_verdict", "A6");
  page.marks.push({ range: "D5:D9", formula: 'AND(D5=FALSE,D5<>"")', look: "red" });
  page.marks.push({ range: "D5:D9", formula: "D5=TRUE", look: "green" });
  page.printing.rowBreaks.push(5);
  return page;
}
