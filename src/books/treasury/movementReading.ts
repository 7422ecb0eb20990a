import { movementTypes } from "../../core/costs/rollforward";
import { ReadingPage } from "./readings";

const oneOf = (cell: string, types: readonly string[]) => types.map((type) => `${cell}="${type}"`).join(",");

/**
 * The sheet "Movements read": what is wrong in each pasted movement, and the movements as MINING.ROLLFORWARD takes
 * them. A row of the table without a movement counts as one of 0 BTC.
 */
export function movementReading(): ReadingPage {
  const isFilled = (formula: string, at: (key: string) => string) => `IF(${at("filled")}=1,${formula},0)`;
  const page = new ReadingPage(
    "Movements read",
    "Movements as the model reads them",
    "A row with a mark is left out of the roll-forward, and the checks name it",
    "Movements",
    [
      { key: "movement", label: "Movement", formula: () => "ROW()-ROW($A$6)" },
      {
        key: "filled",
        label: "Filled",
        format: "flag",
        formula: ({ table }) => `IF(${["A", "B", "C", "D", "E", "F"].map(table).join("&")}="",0,1)`,
      },
      {
        key: "badDate",
        label: "Date is no date, or after the closing",
        format: "flag",
        formula: ({ at, table }) =>
          isFilled(
            `IF(ISNUMBER(${table("A")}),IF(OR(${table("A")}<1,INT(${table("A")})>closing_date),1,0),1)`,
            at,
          ),
      },
      {
        key: "badQuantity",
        label: "Quantity is text or blank",
        format: "flag",
        formula: ({ at, table }) => isFilled(`IF(ISNUMBER(${table("B")}),0,1)`, at),
      },
      {
        key: "type",
        label: "Type",
        width: 13,
        formula: ({ at, table }) =>
          `IF(${at("filled")}=0,"mined",IF(TRIM(${table("D")})<>"",LOWER(TRIM(${table("D")})),` +
          `IF(SUM(${table("B")})<0,"sold","mined")))`,
      },
      {
        key: "badType",
        label: "Type is unknown",
        format: "flag",
        formula: ({ at }) => `IF(OR(${oneOf(at("type"), movementTypes)}),0,1)`,
      },
      {
        key: "goesOut",
        label: "Goes out",
        format: "flag",
        formula: ({ at }) => `IF(OR(${oneOf(at("type"), ["sold", "paid", "transfer out"])}),1,0)`,
      },
      {
        key: "badPrice",
        label: "Price is text, blank or 0",
        format: "flag",
        formula: ({ at, table }) =>
          `IF(OR(${at("filled")}=0,${at("type")}="transfer out"),0,` +
          `IF(ISNUMBER(${table("C")}),IF(${table("C")}>0,0,1),1))`,
      },
      {
        key: "badSign",
        label: "Sign does not suit the type",
        format: "flag",
        formula: ({ at, table }) =>
          `IF(OR(${at("filled")}=0,${at("badQuantity")}+${at("badType")}>0),0,` +
          `IF(SUM(${table("B")})*(1-2*${at("goesOut")})<0,1,0))`,
      },
      {
        key: "badCost",
        label: "Unit cost is wrong or out of place",
        format: "flag",
        formula: ({ at, table }) =>
          `IF(OR(${at("filled")}=0,${table("E")}=""),0,` +
          `IF(ISNUMBER(${table("E")}),IF(AND(${table("E")}>=0,OR(${oneOf(at("type"), ["opening", "transfer in"])})),0,1),1))`,
      },
      {
        key: "badFees",
        label: "Fees are wrong or out of place",
        format: "flag",
        formula: ({ at, table }) =>
          `IF(OR(${at("filled")}=0,${table("F")}=""),0,` +
          `IF(ISNUMBER(${table("F")}),IF(AND(${table("F")}>=0,OR(${oneOf(at("type"), ["sold", "paid"])})),0,1),1))`,
      },
      {
        key: "disordered",
        label: "Older than a movement above",
        format: "flag",
        formula: ({ at, table, tableAbove }) =>
          isFilled(`IF(ISNUMBER(${table("A")}),IF(${table("A")}<MAX(${tableAbove("A")}),1,0),0)`, at),
      },
      {
        key: "isRead",
        label: "Can be read",
        format: "flag",
        formula: ({ at }) =>
          `IF(${["badDate", "badQuantity", "badType", "badPrice", "badSign"].map(at).join("+")}=0,${at("filled")},0)`,
      },
      {
        key: "asOf",
        label: "Turn by date (openings first)",
        format: "count",
        formula: ({ at, table }) =>
          `IF(${at("isRead")}=1,IF(${at("type")}="opening",0,SUM(${table("A")})),closing_date+1)`,
      },
      {
        key: "coins",
        label: "Coins (BTC)",
        format: "btc",
        width: 14,
        formula: ({ at, table }) => `IF(${at("isRead")}=1,ROUND(SUM(${table("B")}),8),0)`,
      },
      {
        key: "held",
        label: "Held after it (BTC)",
        format: "btc",
        width: 14,
        formula: ({ at, all, downTo }) =>
          `ROUND(SUMIFS(${all("coins")},${all("asOf")},"<"&${at("asOf")})+SUMIFS(${downTo("coins")},${downTo("asOf")},${at("asOf")}),8)`,
      },
      {
        key: "overdrawn",
        label: "Takes more than is held",
        format: "flag",
        formula: ({ at }) => `IF(AND(${at("coins")}<0,${at("held")}<0),1,0)`,
      },
      {
        key: "counts",
        label: "Counts",
        format: "flag",
        formula: ({ at }) => `IF(${at("overdrawn")}=1,0,${at("isRead")})`,
      },
      {
        key: "date",
        label: "Date",
        format: "date",
        formula: ({ at, table }) => `IF(${at("counts")}=1,${table("A")},closing_date)`,
      },
      {
        key: "quantity",
        label: "Quantity (BTC)",
        format: "btc",
        width: 14,
        formula: ({ at }) => `IF(${at("counts")}=1,${at("coins")},0)`,
      },
      {
        key: "price",
        label: "Price (USD per BTC)",
        format: "usdCents",
        width: 13,
        formula: ({ at, table }) =>
          `IF(${at("counts")}*(1-${at("badPrice")})*SUM(${table("C")})>0,${table("C")},closing_price)`,
      },
      {
        key: "typeRead",
        label: "Type that counts",
        width: 13,
        formula: ({ at }) => `IF(${at("counts")}=1,${at("type")},"mined")`,
      },
      {
        key: "cost",
        label: "Unit cost (USD per BTC)",
        format: "usdCents",
        width: 13,
        formula: ({ at, table }) =>
          `IF(${at("counts")}*(1-${at("badCost")})*SUM(${table("E")})>0,${table("E")},"")`,
      },
      {
        key: "fees",
        label: "Fees (USD)",
        format: "usdCents",
        formula: ({ at, table }) =>
          `IF(${at("counts")}*(1-${at("badFees")})*SUM(${table("F")})>0,${table("F")},0)`,
      },
    ],
  );
  page.call("movements_read", page.block("date", "fees"));
  return page;
}
