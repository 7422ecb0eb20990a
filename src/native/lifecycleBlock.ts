import { assumptionKeys, assumptions, type Assumption } from "../core/cashflow/assumptions";
import { growthOf, networkKeys } from "../core/cashflow/block";
import type { Bounds } from "../core/numeric/bounds";
import {
  blocks,
  coins,
  difficulties,
  efficiencies,
  hashprices,
  hashrates,
  money,
  moneyPerMonth,
  monthNumbers,
  numbersOfMonths,
  perMonth,
  perYear,
  powerPrices,
  currencyCodes,
  prices,
  share,
  synonyms,
  type UnitKind,
} from "../core/units";
import type { Names } from "./form";

/** Small letters and digits of a name: what the forms call an assumption. */
const plain = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, "");
const quoted = (text: string) => `"${text}"`;
/** Excel keeps 15 digits of a constant. */
function numeral(value: number): string {
  const rounded = Number(value.toPrecision(15));
  const [short, long] = [rounded.toExponential().toUpperCase().replace("E+", "E"), String(rounded)];
  return long.includes("e") || short.length < long.length ? short : long;
}

/** Default as a cell of the list: required, months and loanmonths are words for what is not a value. */
function fallbackOf(key: keyof typeof assumptions): string {
  const { fallback } = assumptions[key];
  if (typeof fallback === "string") return quoted(fallback);
  if (typeof fallback !== "object") return String(fallback).toUpperCase();
  if ("required" in fallback) return quoted("required");
  return quoted(key === "depreciationLife" ? "months" : key === "loanMonths" ? "loan" : "");
}

/** number, whole, series, pausing (a series in which a month may be 0), flag, shape, or the words that it may be. */
function kindOf({ kind, words, isSeries, bounds, monthBounds }: Assumption): string {
  if (kind === "words") return words.join(" ");
  if (kind !== "number") return kind;
  if (isSeries) return bounds.above === monthBounds.above ? "series" : "pausing";
  return bounds.whole === true ? "whole" : "number";
}

/** Limits that count themselves: beside one that does not, the next number of 15 decimals. */
function limitsOf({ above, atLeast, below, atMost }: Bounds): readonly [number, number] {
  const beyond = above === 0 ? 1e-15 : above === undefined ? -1e307 : above + 1e-15;
  return [atLeast ?? beyond, atMost ?? (below === undefined ? 1e307 : below - 1e-15)];
}

const kinds: readonly (readonly [UnitKind, string])[] = [
  [prices, "price"],
  [difficulties, "difficulty"],
  [perYear, "yearly"],
  [perMonth, "monthly"],
  [blocks, "block"],
  [coins, "coins"],
  [hashrates, "hashrate"],
  [efficiencies, "efficiency"],
  [powerPrices, "energy"],
  [moneyPerMonth, "flow"],
  [money, "money"],
  [numbersOfMonths, "months"],
  [monthNumbers, "month"],
  [hashprices, "hashprice"],
];

/** What units of an assumption are looked up by. */
function unitKindOf({ name, units: own }: Assumption): string {
  // Brackets after a date hold its format.
  if (name === "start date") return "date";
  return kinds.find(([kind]) => kind === own)?.[1] ?? (own.listed === "" ? "none" : "share");
}

/** A unit's words in every order that is read as the same: USD/PH/day, USD/day/PH; and W/TH beside J/TH. */
function spellings(key: string): string[] {
  const [first = "", second, third] = key.split(" ");
  if (first === "j") return [key, `w ${second}`];
  return third !== undefined && first === "money" ? [key, `${first} ${third} ${second}`] : [key];
}

const scales = [...kinds, [share, "share"] as const].flatMap(([{ scales }, kind]) =>
  [...scales].flatMap(([key, { times, over }]) =>
    spellings(key).map((unit) => [quoted(`${kind} ${unit}`), numeral(times / over)]),
  ),
);

/** Words of units, each followed by the one that is used for all its synonyms; a text of a formula has at most 255 letters. */
const dictionary = textOf(
  Object.entries(synonyms).flatMap(([token, others]) => {
    const words = [token, ...others].filter((word) => /^[a-z0-9]+$/.test(word));
    return currencyCodes.has(token)
      ? words.slice(1).map((word) => `${word}:${token}`)
      : words.map((word) => `${word}:${token}`);
  }),
);

function textOf(words: readonly string[]): string {
  const lines = [" "];
  for (const word of words) {
    if ((lines.at(-1) ?? "").length + word.length > 250) lines.push("");
    lines.push(`${lines.pop() ?? ""}${word} `);
  }
  return lines.map(quoted).join(" & ");
}

const matrix = (rows: readonly (readonly string[])[]) => `{${rows.map((row) => row.join(",")).join(";")}}`;
const listOf = (keys: readonly (keyof typeof assumptions)[]) =>
  `{${keys.map((key) => quoted(plain(assumptions[key].name))).join(",")}}`;
/** What a series leaves no room for a growth of. */
const growths = assumptionKeys.filter((key) => growthOf[key] !== undefined);

const list = assumptionKeys.map((key) => [
  quoted(plain(assumptions[key].name)),
  fallbackOf(key),
  quoted(kindOf(assumptions[key])),
]);
const limits = assumptionKeys.map((key) => [
  ...limitsOf(assumptions[key].bounds).map(numeral),
  quoted(unitKindOf(assumptions[key])),
]);

/** The model block: read, checked and completed. */
export const blockNames: Names = {
  MINING_ASSUMPTIONS: {
    what: "The assumptions: name in small letters without spaces, default, and what may be written.",
    text: `LAMBDA(${matrix(list)})`,
  },
  MINING_LIMITS: {
    what: "In the order of MINING_ASSUMPTIONS: least, most, and the units in which it may be given.",
    text: `LAMBDA(${matrix(limits)})`,
  },
  MINING_OUTSIDE: {
    what: "A text without what is in brackets.",
    text: `LAMBDA(text,
    REDUCE("", TEXTSPLIT(")" & SUBSTITUTE(SUBSTITUTE(text, "[", "("), "]", ")"), "("),
      LAMBDA(kept, part, kept & IFNA(TEXTAFTER(part, ")"), part))))`,
  },
  MINING_PLAIN: {
    what: "The letters and digits of a name without brackets, in small letters.",
    text: `LAMBDA(text,
    LET(
      name, LOWER(MINING_OUTSIDE(text)),
      REDUCE("", MID(name, SEQUENCE(LEN(name) + 1), 1), LAMBDA(kept, letter,
        IF(ISNUMBER(FIND(letter, "abcdefghijklmnopqrstuvwxyz0123456789")), kept & letter, kept)))))`,
  },
  MINING_IS_NUMERAL: {
    what: 'Whether a text is only a number: "1,234.5", "$30,000", "(5)".',
    text: `LAMBDA(text,
    LET(
      letters, MID(text & "0", SEQUENCE(LEN(text) + 1), 1),
      digits, SUM(MAP(letters, LAMBDA(letter, IF(ISNUMBER(FIND(letter, "0123456789")), 1, 0)))),
      others, SUM(MAP(letters, LAMBDA(letter, IF(ISNUMBER(FIND(letter, "0123456789 +-.,'%$€£¥eEx×()−–’" & CHAR(160) & CHAR(9) & CHAR(10))), 0, 1)))),
      (digits > 1) * (others = 0)))`,
  },
  MINING_CELLS: {
    what: "A model or block with its blank cells marked, since blanks would become 0 in a table that is put together.",
    text: `LAMBDA(range, MAP(range, LAMBDA(cell, IF(ISBLANK(cell), "(blank)", cell))))`,
  },
  MINING_STACKED: {
    what: "One table on top of another, the narrower one filled up on the right.",
    text: `LAMBDA(upper, lower,
    LET(
      top, MINING_CELLS(upper),
      base, MINING_CELLS(lower),
      width, MAX(COUNTA(INDEX(top, 1, 0)), COUNTA(INDEX(base, 1, 0))),
      VSTACK(
        EXPAND(top, COUNTA(INDEX(top, 0, 1)), width, "(end)"),
        EXPAND(base, COUNTA(INDEX(base, 0, 1)), width, "(end)"))))`,
  },
  MINING_ROWS: {
    what: "The rows of a model that give an assumption: name in small letters, value, source (given, or (override) in brackets so that no note reads the same) with the currency that the name gives, and what is to the right, in the units of the template. #VALUE! for a name that is unknown or given twice.",
    text: `LAMBDA(model, source,
    LET(
      cells, MINING_CELLS(model),
      title, INDEX(cells, 0, 1),
      given, MAP(INDEX(cells, 0, 2), LAMBDA(cell, IF(ISTEXT(cell), LOWER(TRIM(cell)), cell))),
      height, COUNTA(title),
      name, MAP(title, given, SEQUENCE(height), LAMBDA(text, entry, line,
        IF(ISTEXT(text),
          IF((TRIM(text) = "") + (text = "(blank)"), "",
          IF((line = 1) * ((LOWER(TRIM(text)) = "assumption") + (entry = "value")), "",
            LET(letters, MINING_PLAIN(text), IF(letters = "", "?", letters)))),
          IF(text = 0, "", #VALUE!)))),
      names, INDEX(MINING_ASSUMPTIONS(), 0, 1),
      units, INDEX(MINING_LIMITS(), 0, 3),
      place, MAP(name, LAMBDA(text, IFNA(MATCH(text, names, 0), 0))),
      empty, (given = "") + (given = "(blank)"),
      wrong, SUM(IF((place = 0) * (name <> "") * (empty + (given = 0) = 0), 1, 0)),
      missing, SUM(IF((place > 0) * (given = "(blank)") * (source = "(override)"), 1, 0)),
      headings, SUM(MAP(name, place, LAMBDA(text, at, IF(at + (text = ""), 0, MINING_IS_MISSPELT(text))))),
      origin, MAP(title, given, place, LAMBDA(text, entry, at,
        LET(
          code, IF((at > 0) * (entry <> "default"), IF(INDEX(units, at) = "date", "", MINING_CURRENCY(text)), ""),
          source & IF(code = "", "", " " & code)))),
      known, FILTER(name, place > 0, ""),
      twice, COUNTA(known) - COUNTA(UNIQUE(known)),
      factor, MAP(title, place, LAMBDA(text, at, IF(at, MINING_SCALE(text, INDEX(units, at)), 1))),
      right, MAP(HSTACK(given, DROP(HSTACK(cells, IF(place, "(end)", "(end)")), , 2)), factor + 0 * SEQUENCE(1, COUNTA(INDEX(cells, 1, 0))), LAMBDA(cell, times,
        IF(ISNUMBER(cell), cell * times, IF(ISTEXT(cell), IF(cell = "(blank)", 0, cell), cell)))),
      IF(wrong + missing + headings + twice = 0,
        FILTER(HSTACK(name, INDEX(right, 0, 1), origin, DROP(right, , 1)), (place > 0) * (empty = 0), {"","","",""}),
        #VALUE!)))`,
  },
  MINING_HEADINGS: {
    what: 'The names of a model\'s rows that are no assumptions, in a column; "" where there is none.',
    text: `LAMBDA(model,
    LET(
      cells, MINING_CELLS(model),
      title, INDEX(cells, 0, 1),
      names, INDEX(MINING_ASSUMPTIONS(), 0, 1),
      is_heading, MAP(title, INDEX(cells, 0, 2), SEQUENCE(COUNTA(title)), LAMBDA(text, entry, line,
        IF(ISTEXT(text),
          IF((TRIM(text) = "") + (text = "(blank)") + (line = 1) * ((LOWER(TRIM(text)) = "assumption") + (LOWER(TRIM(entry)) = "value")), 0,
            IF(ISNUMBER(MATCH(MINING_PLAIN(text), names, 0)), 0, 1)), 0))),
      FILTER(title, is_heading, "")))`,
  },
  MINING_DISTANCE: {
    what: "Least number of letters to insert, delete or replace between two texts.",
    text: `LAMBDA(text, name,
    LET(
      place, SEQUENCE(1, LEN(name) + 1, 0),
      letters, MID(name, SEQUENCE(1, LEN(name)), 1),
      INDEX(
        REDUCE(place, MID(text, SEQUENCE(LEN(text)), 1), LAMBDA(above, letter,
          place + SCAN(1E9,
            HSTACK(INDEX(above, 1, 1) + 1, MAP(DROP(above, , 1), DROP(above, , -1), letters, LAMBDA(up, diagonal, other,
              MIN(up + 1, diagonal + IF(other = letter, 0, 1))))) - place,
            LAMBDA(least, found, MIN(least, found))))),
        1, LEN(name) + 1)))`,
  },
  MINING_IS_MISSPELT: {
    what: "1 where a name is an assumption with few letters wrong.",
    text: `LAMBDA(text,
    LET(
      size, LEN(text),
      IF((size < 4) + (size > 60), 0,
        MAX(MAP(INDEX(MINING_ASSUMPTIONS(), 0, 1), LAMBDA(name,
          IF(ABS(LEN(name) - size) > size / 4, 0, IF(MINING_DISTANCE(text, name) <= size / 4, 1, 0))))))))`,
  },
  MINING_CURRENCIES: {
    what: "The currencies, each between blanks.",
    text: `LAMBDA(${textOf([...currencyCodes])})`,
  },
  MINING_UNIT_WORD: {
    what: 'The word used for a unit and all its synonyms; "" where it is no unit. USDm and kUSD are two words.',
    text: `LAMBDA(word,
    LET(
      known, ${dictionary},
      plain_word, LAMBDA(text, IF(ISNUMBER(FIND(" " & text & " ", MINING_CURRENCIES())), text, IFNA(TEXTBEFORE(TEXTAFTER(known, " " & text & ":"), " "), ""))),
      own, plain_word(word),
      single, IF((own = "") * (LEN(word) > 2) * (RIGHT(word) = "s"), plain_word(LEFT(word, LEN(word) - 1)), own),
      IF(single <> "", single,
        REDUCE("", {"k","mm","mn","m","bn"}, LAMBDA(found, many,
          LET(
            last, IF(RIGHT(word, LEN(many)) = many, LEFT(word, LEN(word) - LEN(many)), ""),
            first, IF((LEFT(word, LEN(many)) = many) * ISNUMBER(FIND(many, "mm k")), MID(word, LEN(many) + 1, 9), ""),
            code, IF(ISNUMBER(FIND(" " & first & " ", MINING_CURRENCIES())), first, last),
            IF((found = "") * ISNUMBER(FIND(" " & code & " ", MINING_CURRENCIES())), plain_word(many) & " " & code, found)))))))`,
  },
  MINING_UNIT_WORDS: {
    what: "The words of the unit with which a text starts, each as used for all its synonyms, between blanks.",
    text: `LAMBDA(text,
    LET(
      marks, {"%","";"us$","$";"us $","$";"us¢","¢";"us cent","cent";"us ct","ct";"uscent","cent";"usct","ct";"'000"," 000";"’000"," 000";"p. ","p.";"p.a."," pa ";"p.a"," pa ";"p.m."," pm ";"p.m"," pm ";"/"," / ";"$"," usd ";"€"," eur ";"£"," gbp ";"¢"," cent ";"."," . ";":"," : ";"-"," - ";"="," = "},
      spaced, REDUCE(LOWER(text), SEQUENCE(24), LAMBDA(kept, line, SUBSTITUTE(kept, INDEX(marks, line, 1), INDEX(marks, line, 2)))),
      found, REDUCE(" ", TEXTSPLIT(spaced & " .", " ", , TRUE), LAMBDA(units, word,
        IF(RIGHT(units) = "|", units,
        IF((word = "/") + (word = "per"), units & IF(RIGHT(units) = "/", "|", "/"),
        LET(token, MINING_UNIT_WORD(word), IF(token = "", units & "|", units & token & " ")))))),
      REDUCE(found, {"/thousand","/million","/billion","/","|"}, LAMBDA(units, mark,
        SUBSTITUTE(units, mark, IF(LEN(mark) > 1, "per" & MID(mark, 2, 9), ""))))))`,
  },
  MINING_UNIT: {
    what: 'A unit in one way to write it: "money kwh" for USD/kWh; "" where there is none.',
    text: `LAMBDA(words,
    LET(
      bare, REDUCE(". - ", TEXTSPLIT(words & "end", " ", , TRUE), LAMBDA(units, word,
        LET(
          before, TEXTBEFORE(TEXTAFTER(units, " ", -2), " "),
          hash, ISNUMBER(FIND(" " & before & " ", " mh gh th ph eh zh ")),
          coin, ISNUMBER(FIND(" " & before & " ", MINING_CURRENCIES())),
          IF((word = "end") + (word = "s") * hash + coin * (word = before), units,
            IF(coin * (word = "cent"), LEFT(units, LEN(units) - LEN(before) - 1), units) & word & " ")))),
      named, REDUCE("", TEXTSPLIT(bare & "end", " ", , TRUE), LAMBDA(units, word,
        IF((word = "end") + (word = "-") + (word = "."), units, units & " " & IF(ISNUMBER(FIND(" " & word & " ", MINING_CURRENCIES())), "money", word)))),
      many, REDUCE("", {"thousand","million","billion"}, LAMBDA(found, word, IF(ISNUMBER(FIND(" " & word, named)), word & " ", found))),
      many & TRIM(SUBSTITUTE(named & " ", " " & many, " "))))`,
  },
  MINING_NOTES: {
    what: "The texts in the brackets of a name, cut at commas and semicolons but for those of a number.",
    text: `LAMBDA(name,
    LET(
      inside, REDUCE("", TEXTSPLIT(")" & SUBSTITUTE(SUBSTITUTE(name, "[", "("), "]", ")"), "("), LAMBDA(kept, part, kept & ";" & IFNA(TEXTBEFORE(part, ")"), ""))),
      whole, REDUCE(inside, SEQUENCE(10, 1, 0), LAMBDA(text, digit, SUBSTITUTE(text, "," & digit, "." & digit))),
      TEXTSPLIT(SUBSTITUTE(whole, ",", ";"), ";")))`,
  },
  MINING_CURRENCY: {
    what: 'The code of the currency that a name gives in brackets, or "".',
    text: `LAMBDA(name,
    IF(MINING_OUTSIDE(name) = name, "",
      REDUCE("", MINING_NOTES(name), LAMBDA(code, part,
        REDUCE(code, TEXTSPLIT(MINING_UNIT_WORDS(part) & " .", " ", , TRUE), LAMBDA(found, word,
          IF((found = "") * ISNUMBER(FIND(" " & word & " ", MINING_CURRENCIES())), word, found)))))))`,
  },
  MINING_IS_ONE_CURRENCY: {
    what: 'Whether the sources of rows, such as "given eur", name one currency at most.',
    text: `LAMBDA(sources,
    LET(
      codes, MAP(sources, LAMBDA(text, IFNA(TEXTAFTER(text, " "), ""))),
      COUNTA(UNIQUE(FILTER(codes, codes <> "", "usd"))) = 1))`,
  },
  MINING_SCALE: {
    what: "By what a value is multiplied whose name gives a unit in brackets; #VALUE! where the unit is not of its kind.",
    text: `LAMBDA(name, kind,
    IF((kind = "date") + (MINING_OUTSIDE(name) = name), 1,
      LET(
        scales, {SCALES},
        found, REDUCE("", MINING_NOTES(name), LAMBDA(scale, part,
          LET(
            words, MINING_UNIT_WORDS(part),
            IF(words = " ", scale,
              LET(
                factor, INDEX(scales, MATCH(kind & " " & MINING_UNIT(words), INDEX(scales, 0, 1), 0), 2),
                IF(scale = "", factor, IF(scale = factor, scale, #VALUE!))))))),
        IF(ISERROR(found), #VALUE!, IF(found = "", 1, found)))))`.replace("{SCALES}", matrix(scales)),
  },
  MINING_SERIES: {
    what: "The values of months 1 to N in the cells right of monthly, or the multipliers right of shape, as a row: texts before the first number are notes, the next text ends them, and the last value carries on but for a capex schedule.",
    text: `LAMBDA(cells, name, months,
    LET(
      size, COUNTA(cells),
      place, SEQUENCE(1, size),
      kind, MAP(cells, LAMBDA(cell, IF(ISNUMBER(cell), 1, IF(ISTEXT(cell), IF(MINING_IS_NUMERAL(cell), 2, 0), 3)))),
      amount, MAP(cells, LAMBDA(cell, IF(ISNUMBER(cell), cell, 0))),
      first, XMATCH(TRUE, kind > 0),
      stop, MIN(IF((place > first) * (kind = 0), place, size)),
      ending, LOWER(TRIM(INDEX(cells, 1, stop))),
      held, stop - first,
      within, (place >= first) * (place < stop),
      used, MAX(IF(within * (amount <> 0), place - first + 1, 0)),
      later, SUM(IF((place > stop) * ((kind = 1) * (amount <> 0) + (kind = 2)), 1, 0)),
      is_shape, name = "powerpriceshape",
      fault, MIN(
        IF(within * (kind > 1), place - first + 1, 9999),
        IF(later, IF(ending = "", held + 1, IF((used = 0) * (ending <> "end") * (ending <> "on"), 1, 9999)), 9999),
        IF((ending = "(end)") * (used < held) * (is_shape + (name = "powerprice")), used + 1, 9999)),
      before, IF(first = 1, "note", INDEX(cells, 1, first - 1)),
      onwards, IF((name = "capexschedule") * (ending <> "on"), 0, INDEX(amount, 1, stop - 1)),
      IF((TRIM(before) = "") + (fault <= IF(is_shape, 9998, months)) + is_shape * ((held > 8784) + (held = 1) * (used = 0)), #VALUE!,
        MAP(SEQUENCE(1, IF(is_shape, held, months)), LAMBDA(t, IF(t <= held, INDEX(amount, 1, first + t - 1), onwards))))))`,
  },
  MINING_LINE: {
    what: "One assumption of the list as a row: name, value or its default, and the months of a series; #VALUE! out of its limits. One multiplier is the same as a shape of one.",
    text: `LAMBDA(rows, list, limits, name, months, start,
    LET(
      at, MATCH(name, INDEX(list, 0, 1), 0),
      fallback, INDEX(list, at, 2),
      kind, INDEX(list, at, 3),
      least, INDEX(limits, at, 1),
      most, INDEX(limits, at, 2),
      line, IFNA(MATCH(name, INDEX(rows, 0, 1), 0), 0),
      given, IF(line, INDEX(rows, line, 2), "default"),
      entry, IF(given <> "default", given, IF(fallback = "months", months, IF(fallback = "loan", months - start + 1, fallback))),
      is_series, (entry = "monthly") * ((kind = "series") + (kind = "pausing")) + (entry = "shape") * (kind = "shape"),
      IF(is_series,
        LET(
          values, MINING_SERIES(DROP(INDEX(rows, line, 0), , 2), name, months),
          IF(SUM(IF((values >= IF(kind = "pausing", 0, least)) * (values <= most), 0, 1)) > 0, #VALUE!,
            IF((kind = "shape") * (COUNTA(values) = 1), HSTACK(name, values), HSTACK(name, entry, values)))),
        LET(
          checked, IF(entry = "", "",
            IF(kind = "flag", MINING_FLAG(entry),
            IF((kind = "number") + (kind = "whole") + (kind = "series") + (kind = "pausing") + (kind = "shape"),
              IF(ISNUMBER(entry), IF((entry >= least) * (entry <= most) * ((kind <> "whole") + (entry = INT(entry))) * ((kind <> "shape") + (entry <> 0)), entry, #VALUE!), #VALUE!),
              IF(ISNUMBER(FIND(" " & entry & " ", " " & kind & " ")) * ISERROR(FIND(" ", entry)), entry, #VALUE!)))),
          IF(ISERROR(checked), #VALUE!, HSTACK(name, checked))))))`,
  },
  MINING_FLAG: {
    what: "TRUE or FALSE, also as 1 or 0, yes or no.",
    text: `LAMBDA(entry,
    IF((entry = TRUE) + (entry = 1) + (entry = "yes") + (entry = "true"), TRUE,
      IF((entry = FALSE) + (entry = 0) + (entry = "no") + (entry = "false"), FALSE, #VALUE!)))`,
  },
  MINING_BLOCK: {
    what: 'The model as it is understood: a row for each assumption in the order of the template, with its name, its value (monthly or shape for a series, "" where it has none) and the months of the series; checked, defaults filled in.',
    text: `LAMBDA(model, MINING_COMPLETED(MINING_ROWS(model, "given")))`,
  },
  MINING_COMPLETED: {
    what: "What MINING_BLOCK returns, from the rows that give an assumption.",
    text: `LAMBDA(rows,
    LET(
      single, MINING_IS_ONE_CURRENCY(INDEX(rows, 0, 3)),
      hashprice, IFNA(INDEX(rows, MATCH("hashprice", INDEX(rows, 0, 1), 0), 2), "default"),
      used, IF(hashprice = "default", rows,
        FILTER(rows, MAP(INDEX(rows, 0, 1), INDEX(rows, 0, 2), LAMBDA(name, given,
          IF((given = 0) * ISNUMBER(MATCH(name, {"difficulty","startheight","subsidy"}, 0)), 0, 1))))),
      list, MINING_ASSUMPTIONS(),
      limits, MINING_LIMITS(),
      months, INDEX(MINING_LINE(used, list, limits, "months", 1, 1), 1, 2),
      start, INDEX(MINING_LINE(used, list, limits, "startmonth", 1, 1), 1, 2),
      block, DROP(REDUCE("", INDEX(list, 0, 1), LAMBDA(lines, name,
        IFNA(VSTACK(lines, MINING_LINE(used, list, limits, name, months, start)), ""))), 1),
      IF(SUM(IF(INDEX(block, 0, 1) = "", 1, 0)) = 0, IF(single * MINING_IS_CONSISTENT(block), block, #VALUE!), #VALUE!)))`,
  },
  MINING_IS_CONSISTENT: {
    what: "Whether no assumption of a block rules out another, and none is missing.",
    text: `LAMBDA(block,
    LET(
      of, LAMBDA(name, MINING_ASSUMPTION(block, name)),
      beside_series, SUM(MAP(${listOf(growths)}, ${listOf(growths.map((key) => growthOf[key] ?? key))}, LAMBDA(name, growth,
        IF(of(name) <> "monthly", 0, IF(SUM(IF(MINING_BY_MONTH(block, growth) = 0, 0, 1)) = 0, 0, 1))))),
      network, IF(of("hashprice") = "",
        (of("difficulty") = "") + (of("startheight") = "") * (of("subsidy") = "") + (of("hashpricegrowth") <> 0),
        (of("difficulty") <> "") + (of("startheight") <> "") + (of("subsidy") <> "") + (of("difficultygrowth") <> 0) + (of("fees") <> 0)),
      late, of("startmonth") > of("months"),
      undated, (of("discounting") = "dated") * (of("startdate") = ""),
      twice, (of("bonusshare") > 0) * ((of("depreciation") = "bonus") + (of("depreciation") = "none")),
      beside_series + network + late + undated + twice = 0))`,
  },
  MINING_ASSUMPTION: {
    what: "The value of an assumption in a block.",
    text: `LAMBDA(block, name, INDEX(block, MATCH(name, INDEX(block, 0, 1), 0), 2))`,
  },
  MINING_BY_MONTH: {
    what: "The values of an assumption in months 1 to N, as a column.",
    text: `LAMBDA(block, name,
    LET(
      line, INDEX(block, MATCH(name, INDEX(block, 0, 1), 0), 0),
      given, INDEX(line, 1, 2),
      month, SEQUENCE(MINING_ASSUMPTION(block, "months")),
      IF(given = "monthly", MAP(month, LAMBDA(t, INDEX(line, 1, t + 2))), given + 0 * month)))`,
  },
  MINING_GROWN: {
    what: "The values in months 1 to N of an assumption that grows at a rate over a time in periods of the rate; a series holds the values themselves.",
    text: `LAMBDA(block, name, rate, periods,
    LET(
      today, MINING_ASSUMPTION(block, name),
      IF(today = "monthly", MINING_BY_MONTH(block, name), today * (1 + rate)^periods)))`,
  },
  MINING_WITH: {
    what: "A model with overrides in front: what they replace, or leave no room for, is left out; the headings come last.",
    text: `LAMBDA(model, overrides,
    LET(
      old, MINING_ROWS(model, "given"),
      new, MINING_ROWS(overrides, "(override)"),
      name, VSTACK("", INDEX(new, 0, 1)),
      given, VSTACK("", INDEX(new, 0, 2)),
      of, LAMBDA(text, IFNA(INDEX(given, MATCH(text, name, 0)), "default")),
      stays, MAP(INDEX(old, 0, 1), LAMBDA(text,
        LET(
          grown, IFNA(INDEX(${listOf(growths)}, 1, MATCH(text, ${listOf(growths.map((key) => growthOf[key] ?? key))}, 0)), "none"),
          IF(ISNUMBER(MATCH(text, name, 0)), 0,
          IF(of(grown) = "monthly", 0,
          IF((of("hashprice") <> "default") * ISNUMBER(MATCH(text, ${listOf(networkKeys)}, 0)), 0,
          IF((of("difficulty") <> "default") * ISNUMBER(MATCH(text, ${listOf(["hashprice", "hashpriceGrowth"])}, 0)), 0, 1))))))),
      both, IF(SUM(stays) = 0, new, MINING_STACKED(new, FILTER(old, stays))),
      headings, VSTACK(MINING_HEADINGS(model), MINING_HEADINGS(overrides)),
      IF(MINING_IS_ONE_CURRENCY(INDEX(both, 0, 3)), MINING_STACKED(both, HSTACK(headings, IF(headings = headings, ""))), #VALUE!)))`,
  },
  MINING_PAIR: {
    what: "One override: the name of an assumption and its value, or its values by month in a row or a column.",
    text: `LAMBDA(name, given,
    LET(
      cells, MINING_CELLS(given),
      first, INDEX(cells, 1, 1),
      known, ISNUMBER(MATCH(MINING_PLAIN(name), INDEX(MINING_ASSUMPTIONS(), 0, 1), 0)),
      IF(known * ((COUNTA(INDEX(cells, 1, 0)) = 1) + (COUNTA(INDEX(cells, 0, 1)) = 1)),
        IF(COUNTA(cells) > 1,
          HSTACK(name, IF(MINING_PLAIN(name) = "powerpriceshape", "shape", "monthly"), TOROW(MAP(cells, LAMBDA(cell, IF(ISTEXT(cell), IF(cell = "(blank)", 0, cell), cell))))),
          IF(ISNUMBER(MATCH(TRIM(first), {"","(blank)","monthly","shape","value"}, 0)), #VALUE!, HSTACK(name, first))),
        #VALUE!)))`,
  },
};
