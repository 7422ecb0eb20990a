import { catalogue } from "../../src/functions/catalogue";
import { groups } from "../../src/functions/define";
import { typedArguments } from "../../src/functions/formulaCall";
import { firstFormula } from "../../src/taskpane/functions/firstFormula";
import { found, sections } from "../../src/taskpane/functions/search";

const namesFor = (query: string) => found(catalogue, query).map(({ name }) => name);

describe("search", () => {
  test("finds by name, with the named ones first", () => {
    expect(namesFor("npv")[0]).toBe("MINER_NPV");
    expect(namesFor("=MINING.HASHPR")[0]).toBe("HASHPRICE");
    expect(namesFor("option price")[0]).toBe("OPTION_PRICE");
  });

  test("finds by what notes, arguments and groups say", () => {
    expect(namesFor("halving")).toContain("BLOCK_SUBSIDY");
    expect(namesFor("halving")).not.toContain("OPTION_PRICE");
    expect(namesFor("j_per_th")).toContain("MINER_PNL");
    expect(namesFor("hedging")).toContain("PUT_HEDGE");
  });

  test("every word must occur; no words find all", () => {
    expect(namesFor("halving volatility zebra")).toEqual([]);
    expect(namesFor("  ")).toHaveLength(catalogue.length);
  });

  test("the list keeps the order of the groups and loses no function", () => {
    const parts = sections(catalogue);
    expect(parts.map(({ group }) => group)).toEqual(
      groups.filter((group) => parts.some((part) => part.group === group)),
    );
    expect(parts.flatMap(({ definitions }) => definitions)).toHaveLength(catalogue.length);
    expect(sections([])).toEqual([]);
  });
});

describe("the formula to begin with", () => {
  test.each(catalogue.map((definition) => [definition.name, definition] as const))(
    "%s",
    (name, definition) => {
      const formula = firstFormula(definition);
      const required = Object.values(definition.parameters).filter(({ optional }) => !optional);
      expect(formula).toMatch(new RegExp(`^=MINING\\.${name}\\(.*\\)$`));
      expect(typedArguments(formula)).toHaveLength(required.length);
    },
  );

  test("it is the required part of the first example", () => {
    const hashprice = catalogue.filter(({ name }) => name === "HASHPRICE").map(firstFormula);
    expect(hashprice).toEqual(["=MINING.HASHPRICE(85956.45, 132716002350731.3, 3.125)"]);
  });
});
