import type { Kept } from "../data/market";
import { isOwnName, type OwnName } from "../data/series";
import type { MarketStore } from "../data/store";

/** The series of the team's own that the market holds, in the order of their names. */
export const ownSeries = ({ kept }: Pick<MarketStore, "kept">): readonly (readonly [OwnName, Kept])[] =>
  Object.entries(kept ?? {})
    .flatMap(([name, series]) => (isOwnName(name) ? [[name, series] as const] : []))
    .sort(([one], [other]) => (one < other ? -1 : 1));
