import { embedded } from "../data/embedded/embedded";
import { GATEWAY_FORMAT, KEPT_ROUTE } from "../data/gatewayDocument";
import type { Kept, Received } from "../data/market";
import { seriesFacts, topics, type Topic } from "../data/series";
import { MarketStore } from "../data/store";
import type { Collector } from "./collector";
import { csvText } from "./csvText";
import type { MarketHistory, OwnFacts, Point } from "./history";
import { etagOf, packedPage, type Page } from "./page";
import { within } from "./within";

// The market as it is now: composed, written and compressed once a change, and not once a request.

/** A value as readers get it; moments are ISO 8601 in UTC. */
export interface MarketValue {
  readonly series: string;
  readonly label: string;
  readonly unit: string;
  readonly value: number;
  readonly asOf: string;
  readonly fetchedAt?: string;
  readonly source: string;
  readonly quality: string;
  readonly warning?: string;
}

interface OwnSeries extends OwnFacts {
  readonly latest?: Point;
}

const DATABASE_PATIENCE_MS = 2_000;

const HEADINGS = ["series", "label", "value", "unit", "as of", "fetched at", "source", "quality", "warning"];
/** Of the choices of topics that panes ask for. */
const MOST_CHOICES = 64;

export const iso = (moment: number) => new Date(moment).toISOString();

export class MarketPages {
  private readonly store: MarketStore;
  private own: readonly OwnSeries[] = [];
  private made: { readonly json: Page; readonly csv: Page } | undefined;
  private readonly reportPages = new Map<string, Promise<Page>>();
  private readonly texts = new WeakMap<Received, string>();

  constructor(
    private readonly parts: {
      readonly collector: Collector;
      readonly history: Pick<MarketHistory, "own" | "latest">;
      readonly clock: () => number;
      readonly version: string;
    },
  ) {
    this.store = new MarketStore(embedded, parts.clock);
  }

  /** Composes the market again. Where the database does not answer at once, the own series stay as they were. */
  async refresh(): Promise<void> {
    const { collector, clock } = this.parts;
    await within(this.readOwn(), DATABASE_PATIENCE_MS);
    this.store.show({ kind: "live" }, collector.content);
    const values = this.values;
    const problems = collector.problems;
    // The moment says when the text was written; it is no change by itself.
    const etag = etagOf([JSON.stringify([values, problems])]);
    const text = JSON.stringify({ version: this.parts.version, at: iso(clock()), values, problems });
    const csv = csvText(HEADINGS, values.map(csvRow));
    this.made = {
      json: await pageOf("application/json; charset=utf-8", text, etag),
      csv: await pageOf("text/csv; charset=utf-8", csv, etagOf([csv])),
    };
    this.reportPages.clear();
  }

  private async readOwn(): Promise<void> {
    const { history } = this.parts;
    const facts = await history.own();
    const latest = await history.latest(facts.map(({ name }) => name));
    this.own = facts.map((own) => ({ ...own, latest: latest.get(own.name) }));
  }

  get json(): Promise<Page> {
    return this.ready().then(({ json }) => json);
  }

  get csv(): Promise<Page> {
    return this.ready().then(({ csv }) => csv);
  }

  /** The market's values by the store, then the team's own that have one. */
  get values(): MarketValue[] {
    const market = this.store.quotes.map(({ series, value, asOf, fetchedAt, source, quality, warning }) => ({
      series,
      label: seriesFacts[series].label,
      unit: seriesFacts[series].unit,
      value,
      asOf: iso(asOf),
      ...(fetchedAt === undefined ? {} : { fetchedAt: iso(fetchedAt) }),
      source,
      quality,
      ...(warning === undefined ? {} : { warning }),
    }));
    const own = this.own.flatMap(({ name, label, unit, latest }) =>
      latest === undefined
        ? []
        : {
            series: name,
            label,
            unit,
            value: latest.value,
            asOf: iso(latest.asOf),
            fetchedAt: iso(latest.fetchedAt),
            source: latest.source,
            quality: latest.quality,
          },
    );
    return [...market, ...own];
  }

  /** The moment of each series' value, for the ages. */
  get moments(): readonly (readonly [series: string, asOf: number])[] {
    return [
      ...this.store.quotes.map(({ series, asOf }) => [series, asOf] as const),
      ...this.own.flatMap(({ name, latest }) => (latest === undefined ? [] : [[name, latest.asOf] as const])),
    ];
  }

  /** What a pane that looks at topics reads: reports as it would have got them itself, and the own series. */
  reports(wanted: ReadonlySet<Topic>): Promise<Page> {
    const key = topics.filter((topic) => wanted.has(topic)).join();
    const known = this.reportPages.get(key);
    if (known !== undefined) return known;
    if (this.reportPages.size >= MOST_CHOICES) this.reportPages.clear();
    const page = this.reportPage(wanted);
    this.reportPages.set(key, page);
    page.catch(() => this.reportPages.delete(key));
    return page;
  }

  private async reportPage(wanted: ReadonlySet<Topic>): Promise<Page> {
    const { collector, clock, version } = this.parts;
    const asked = collector.reportsFor(wanted);
    const routes = new Set(collector.routesFor(wanted));
    const problems = collector.problems.filter(({ route }) => routes.has(route));
    const kept: Readonly<Record<string, Kept>> = Object.fromEntries(
      this.own.map(({ name, label, unit, numberFormat, latest }) => [
        name,
        { label, unit, numberFormat, ...(latest === undefined ? {} : { quote: quoteOf(latest) }) },
      ]),
    );
    const texts = asked.map((report) => this.textOf(report));
    const last = JSON.stringify({ kept });
    const etag = etagOf([...texts, last, JSON.stringify(problems)]);
    const at = clock();
    const own = `{"route":"${KEPT_ROUTE}","report":${last},"fetchedAt":${at},"source":"Hashcell gateway"}`;
    const head = JSON.stringify({ format: GATEWAY_FORMAT, version, at, problems });
    return pageOf(
      "application/json; charset=utf-8",
      `${head.slice(0, -1)},"reports":[${[...texts, own].join(",")}]}`,
      etag,
    );
  }

  private textOf(report: Received): string {
    const known = this.texts.get(report) ?? JSON.stringify(report);
    this.texts.set(report, known);
    return known;
  }

  private async ready() {
    if (this.made === undefined) await this.refresh();
    if (this.made === undefined) throw new Error("the market could not be composed");
    return this.made;
  }
}

const quoteOf = ({ value, asOf, fetchedAt, source }: Point) => ({ value, asOf, fetchedAt, source });

const csvRow = ({ series, label, value, unit, asOf, fetchedAt, source, quality, warning }: MarketValue) => [
  series,
  label,
  value,
  unit,
  asOf,
  fetchedAt,
  source,
  quality,
  warning,
];

const pageOf = (type: string, text: string, etag: string) => packedPage(type, Buffer.from(text), etag);
