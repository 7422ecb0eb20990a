import { monthsLater } from "../calendar";
import { InputError } from "../errors";
import { Decimal, toCents, toSatoshis, total, zero } from "../money/decimal";
import { holding, pooled, takePart, type Holding } from "../money/holding";
import { takingOrder, type CostMethod, type Lot } from "./lots";

interface Sale {
  lots: readonly Lot[];
  /** BTC. */
  saleQty: number;
  method: CostMethod;
  /** USD per BTC. */
  salePrice: number | undefined;
  /** USD; at least 0. */
  saleFeesUsd: number;
  /** Excel serial number; undefined if the terms are not wanted. */
  saleDate: number | undefined;
}

/** What a sale takes out of a lot, or out of all of them. */
interface Disposal {
  /** BTC. */
  quantityUsed: number;
  /** USD. */
  basis: number;
  /** Proceeds less basis, in USD; undefined without a sale price, as the proceeds. */
  gain: number | undefined;
  /** BTC. */
  remaining: number;
  /** After fees, in USD. */
  proceeds: number | undefined;
}

/** What a sale takes out of a lot; `term` is undefined for a lot that is not used and without a date of the sale. */
export interface LotDisposal extends Disposal {
  term: "long" | "short" | undefined;
}

interface Part {
  used: Decimal;
  basis: Decimal;
  proceeds: Decimal;
  remaining: Decimal;
}

/**
 * Which lots a sale takes, what they cost and what they gain: a line for each lot in the order given, and the total.
 *
 * Quantities count in satoshis and money in cents, without other rounding. A lot costs quantity x unit cost rounded
 * half-even; the part of a lot that is sold is rounded too, and the last part takes the remainder. So it is with the
 * proceeds of the sale, with its fees, and with the pool of all lots under "average". Coins are held for a long term
 * when they are sold a year after the day that follows their purchase, or later.
 *
 * Source of the term: IRS Publication 544, Holding period.
 */
export function costBasis(sale: Sale): { lots: LotDisposal[]; total: Disposal } {
  const { lots, saleQty, salePrice, saleDate } = sale;
  const held = lots.map(({ quantity, unitCost }) => holding(toSatoshis(quantity), unitCost));
  const sold = toSatoshis(saleQty);
  const stock = total(held.map(({ quantity }) => quantity));
  if (sold.gt(stock))
    throw new InputError("sale_qty", `must be at most the ${stock.toString()} held`, saleQty);
  const fees = toCents(new Decimal(sale.saleFeesUsd));
  if (sold.isZero() && !fees.isZero())
    throw new InputError("sale_fees_usd", "must be 0 where no coins are sold", sale.saleFeesUsd);
  const parts = takeInTurn(sale, held, sold, fees);
  const hasPrice = salePrice !== undefined;
  return {
    lots: parts.map((part, place) => ({
      ...disposalOf(part, hasPrice),
      term: part.used.isZero() ? undefined : termOf(lots[place]?.date, saleDate, place),
    })),
    total: disposalOf(sumOf(parts), hasPrice),
  };
}

/** Fills the sale from the lots in turn; the parts come back in the order of the lots. */
function takeInTurn(
  { lots, saleQty, method, salePrice }: Sale,
  held: readonly Holding[],
  sold: Decimal,
  fees: Decimal,
): Part[] {
  const order = takingOrder(method);
  const sequence = lots
    .map(({ date, unitCost }, place) => ({ date, unitCost, place }))
    .sort(order)
    .map(({ place }) => place);
  const named = method === "specific" ? namedQuantities(lots, held, sold, saleQty) : undefined;
  const parts = held.map(({ quantity }) => ({
    used: zero,
    basis: zero,
    proceeds: zero,
    remaining: quantity,
  }));
  let open = holding(sold, salePrice ?? 0);
  let openFees = fees;
  let stock = method === "average" ? pooled(held) : undefined;
  for (const place of sequence) {
    const lot = held[place];
    if (lot === undefined || open.quantity.isZero()) continue;
    const used = named?.[place] ?? Decimal.min(lot.quantity, open.quantity);
    const { taken: basis, left } = takePart(stock ?? lot, used);
    if (stock !== undefined) stock = left;
    const { taken: gross, left: stillOpen } = takePart(open, used);
    const fee = stillOpen.quantity.isZero() ? openFees : toCents(fees.times(used).div(sold));
    open = stillOpen;
    openFees = openFees.minus(fee);
    parts[place] = { used, basis, proceeds: gross.minus(fee), remaining: lot.quantity.minus(used) };
  }
  return parts;
}

/** What "specific" takes from each lot: no more than it has, and together the sale. */
function namedQuantities(
  lots: readonly Lot[],
  held: readonly Holding[],
  sold: Decimal,
  saleQty: number,
): Decimal[] {
  const named = lots.map(({ use = 0 }, place) => {
    const quantity = toSatoshis(use);
    const most = held[place]?.quantity ?? zero;
    if (quantity.gt(most))
      throw new InputError(`lots, lot ${place + 1}, use`, `must be at most the ${most.toString()} held`, use);
    return quantity;
  });
  const sum = total(named);
  if (!sum.eq(sold))
    throw new InputError("sale_qty", `must be the sum of the lots' column use, ${sum.toString()}`, saleQty);
  return named;
}

/** Whether coins of a date were held for more than a year; dates are Excel serial numbers. */
function termOf(date = 0, saleDate: number | undefined, place: number): LotDisposal["term"] {
  if (saleDate === undefined) return undefined;
  const day = Math.floor(date);
  if (day > saleDate)
    throw new InputError(
      `lots, lot ${place + 1}, date`,
      `must not be after the sale_date (${saleDate})`,
      date,
    );
  return saleDate >= monthsLater(day + 1, 12) ? "long" : "short";
}

const sumOf = (parts: readonly Part[]): Part => ({
  used: total(parts.map(({ used }) => used)),
  basis: total(parts.map(({ basis }) => basis)),
  proceeds: total(parts.map(({ proceeds }) => proceeds)),
  remaining: total(parts.map(({ remaining }) => remaining)),
});

const disposalOf = ({ used, basis, proceeds, remaining }: Part, hasPrice: boolean): Disposal => ({
  quantityUsed: used.toNumber(),
  basis: basis.toNumber(),
  gain: hasPrice ? proceeds.minus(basis).toNumber() : undefined,
  remaining: remaining.toNumber(),
  proceeds: hasPrice ? proceeds.toNumber() : undefined,
});
