import { ReadingPage } from "./readings";

/**
 * The sheet "Lots read": the pasted lots with what is wrong in each, and the lots as MINING.COST_BASIS takes them. A row of the table without a lot counts as one of 0 BTC, so that each row
 * keeps its place in the answer.
 */
export function lotReading(): ReadingPage {
  const isFilled = (formula: string, at: (key: string) => string) => `IF(${at("filled")}=1,${formula},0)`;
  const page = new ReadingPage(
    "Lots read",
    "Tax lots as the model reads them",
    "A row with a mark is left out of the sale, and the checks name it",
    "Tax lots",
    [
      { key: "lot", label: "Lot", formula: () => "ROW()-ROW($A$6)" },
      {
        key: "filled",
        label: "Filled",
        format: "flag",
        formula: ({ table }) => `IF(${["A", "B", "C", "D", "E"].map(table).join("&")}="",0,1)`,
      },
      {
        key: "badDate",
        label: "Date is no date",
        format: "flag",
        formula: ({ at, table }) => isFilled(`IF(ISNUMBER(${table("A")}),IF(${table("A")}<1,1,0),1)`, at),
      },
      {
        key: "badQuantity",
        label: "Quantity is text, blank or negative",
        format: "flag",
        formula: ({ at, table }) => isFilled(`IF(ISNUMBER(${table("B")}),IF(${table("B")}<0,1,0),1)`, at),
      },
      {
        key: "badCost",
        label: "Unit cost is text, blank or negative",
        format: "flag",
        formula: ({ at, table }) => isFilled(`IF(ISNUMBER(${table("C")}),IF(${table("C")}<0,1,0),1)`, at),
      },
      {
        key: "badType",
        label: "Type is not mined or bought",
        format: "flag",
        formula: ({ at, table }) => isFilled(`IF(OR(${table("D")}="mined",${table("D")}="bought"),0,1)`, at),
      },
      {
        key: "disordered",
        label: "Older than a lot above",
        format: "flag",
        formula: ({ at, table, tableAbove }) =>
          isFilled(`IF(${at("badDate")}=1,0,IF(${table("A")}<MAX(${tableAbove("A")}),1,0))`, at),
      },
      {
        key: "later",
        label: "After the sale",
        format: "flag",
        formula: ({ at, table }) =>
          isFilled(`IF(${at("badDate")}=1,0,IF(INT(${table("A")})>planned_date,1,0))`, at),
      },
      {
        key: "counts",
        label: "Counts",
        format: "flag",
        formula: ({ at }) =>
          `IF(${at("badDate")}+${at("badQuantity")}+${at("badCost")}+${at("later")}=0,${at("filled")},0)`,
      },
      {
        key: "badUse",
        label: "Use is text, negative or more than the lot",
        format: "flag",
        formula: ({ at, table }) =>
          `IF(OR(sale_method<>"specific",${at("counts")}=0,${table("E")}=""),0,` +
          `IF(ISNUMBER(${table("E")}),IF(OR(${table("E")}<0,${table("E")}>${at("quantity")}),1,0),1))`,
      },
      {
        key: "date",
        label: "Date",
        format: "date",
        formula: ({ at, table }) => `IF(${at("counts")}=1,${table("A")},planned_date)`,
      },
      {
        key: "quantity",
        label: "Quantity (BTC)",
        format: "btc",
        width: 14,
        formula: ({ at, table }) => `IF(${at("counts")}=1,ROUND(${table("B")},8),0)`,
      },
      {
        key: "cost",
        label: "Unit cost (USD per BTC)",
        format: "usdCents",
        width: 14,
        formula: ({ at, table }) => `IF(${at("counts")}=1,${table("C")},0)`,
      },
      { key: "name", label: "Name", formula: ({ at }) => `"Lot "&${at("lot")}` },
      {
        key: "use",
        label: "Use (BTC)",
        format: "btc",
        formula: ({ at, table }) =>
          `IF(sale_method<>"specific",0,IF(${at("counts")}=1,IF(${at("badUse")}=1,0,ROUND(SUM(${table("E")}),8)),0))`,
      },
      {
        key: "total",
        label: "Cost of the lot (USD)",
        format: "usdCents",
        width: 16,
        formula: ({ at }) => `ROUND(${at("quantity")}*${at("cost")},2)`,
      },
      {
        key: "ahead",
        label: "Ahead of it by age (BTC)",
        format: "btc",
        width: 14,
        formula: ({ at, all, downTo }) =>
          `SUMIFS(${all("quantity")},${all("date")},"<"&${at("date")})+SUMIFS(${downTo("quantity")},${downTo("date")},${at("date")})-${at("quantity")}`,
      },
    ],
  );
  page.call("lots_read", page.block("date", "use"));
  return page;
}
