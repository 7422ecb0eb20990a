import { InputError } from "../errors";
import { Decimal, toSatoshis, total, zero } from "../money/decimal";
import { holding, pooled, takePart, type Holding } from "../money/holding";
import { takingOrder, type CostMethod, type Lot } from "./lots";

interface Sale {
  lots: readonly Lot[];
  /** BTC. */
  saleQty: number;
  method: CostMethod;
  /** USD per BTC. */
  salePrice: number | undefined;
}

/** What a sale takes out of a lot, or out of all of them. */
export interface Disposal {
  /** BTC. */
  quantityUsed: number;
  /** USD. */
  basis: number;
  /** USD; undefined without a sale price. */
  gain: number | undefined;
  /** BTC. */
  remaining: number;
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
 * proceeds of the sale, and with the pool of all lots under "average".
 */
export function costBasis({ lots, saleQty, method, salePrice }: Sale): { lots: Disposal[]; total: Disposal } {
  const held = lots.map(({ quantity, unitCost }) => holding(toSatoshis(quantity), unitCost));
  const sold = toSatoshis(saleQty);
  const stock = total(held.map(({ quantity }) => quantity));
  if (sold.gt(stock))
    throw new InputError("sale_qty", `must be at most the ${stock.toString()} held`, saleQty);
  const order = takingOrder(method);
  const sequence = lots
    .map(({ date, unitCost }, place) => ({ date, unitCost, place }))
    .sort(order)
    .map(({ place }) => place);
  const pool = method === "average" ? pooled(held) : undefined;
  const parts = takeInTurn(held, sequence, holding(sold, salePrice ?? 0), pool);
  const hasPrice = salePrice !== undefined;
  return {
    lots: parts.map((part) => disposalOf(part, hasPrice)),
    total: disposalOf(sumOf(parts), hasPrice),
  };
}

/** Fills the sale from the lots in turn; the parts come back in the order of the lots. */
function takeInTurn(
  held: readonly Holding[],
  sequence: readonly number[],
  sale: Holding,
  pool?: Holding,
): Part[] {
  const parts = held.map(({ quantity }) => ({
    used: zero,
    basis: zero,
    proceeds: zero,
    remaining: quantity,
  }));
  let open = sale;
  let stock = pool;
  for (const place of sequence) {
    const lot = held[place];
    if (lot === undefined || open.quantity.isZero()) continue;
    const used = Decimal.min(lot.quantity, open.quantity);
    const { taken: basis, left } = takePart(stock ?? lot, used);
    if (stock !== undefined) stock = left;
    const { taken: proceeds, left: stillOpen } = takePart(open, used);
    open = stillOpen;
    parts[place] = { used, basis, proceeds, remaining: lot.quantity.minus(used) };
  }
  return parts;
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
});
