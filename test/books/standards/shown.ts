// What a number format shows, as far as its width goes, and how wide texts are: an estimate in digits of Excel's usual font.

/** A number as its format shows it. */
export function shownNumber(value: number, format: string): string {
  const sections = format.split(";");
  const section =
    (value < 0 && sections.length > 1
      ? sections[1]
      : value === 0 && sections.length > 2
        ? sections[2]
        : sections[0]) ?? "";
  const code = section
    .replace(/\[[^\]]*\]/g, "")
    .replace(/_.|\*./g, " ")
    .replace(/\\(.)/g, "$1");
  const sign = value < 0 && sections.length < 2 ? "-" : "";
  if (code === "General" || code === "@" || code === "") return general(value);
  const bare = code.replace(/"[^"]*"/g, "");
  if (/[yd]|mmm|h:|:s/i.test(bare)) return bare.replace(/mmmm/gi, "September").replace(/dddd/gi, "Wednesday");
  const literals = [...code.matchAll(/"([^"]*)"/g)].map(([, text = ""]) => text).join("");
  const around = bare.replace(/[#0?,.]+(E\+0+)?/i, "").replace(/%/g, "");
  if (/E\+/i.test(bare)) {
    const digits = /\.(0+)E/i.exec(bare)?.[1]?.length ?? 0;
    return `${sign}${Math.abs(value).toExponential(digits)}${around}${literals}`;
  }
  const percent = bare.includes("%");
  const decimals = /\.([0#]+)/.exec(bare)?.[1]?.length ?? 0;
  const thousands = /[#0],[#0]/.test(bare);
  const scaling = (/[0#](,+)(?![#0,])/.exec(bare)?.[1]?.length ?? 0) * 3;
  const amount = (Math.abs(value) * (percent ? 100 : 1)) / 10 ** scaling;
  const [whole = "0", rest] = (amount < 1e21 ? amount.toFixed(decimals) : String(amount)).split(".");
  const grouped = thousands ? whole.replace(/\B(?=(\d{3})+$)/g, ",") : whole;
  return `${sign}${around}${grouped}${rest === undefined ? "" : `.${rest}`}${percent ? "%" : ""}${literals}`;
}

/** Excel shows as many digits as fit. */
function general(value: number): string {
  if (Number.isInteger(value)) return String(value);
  return String(Number(value.toPrecision(6)));
}

/** In widths of a digit. */
export function textWidth(text: string): number {
  let width = 0;
  for (const letter of text) {
    if ("iljtfI.,:;'|!()[]{} -".includes(letter)) width += 0.55;
    else if ("mwMW@%".includes(letter)) width += 1.5;
    else if (letter >= "A" && letter <= "Z") width += 1.18;
    else if (letter >= "a" && letter <= "z") width += 0.97;
    else width += 1;
  }
  return width;
}
