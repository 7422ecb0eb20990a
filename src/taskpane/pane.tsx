import {
  FluentProvider,
  makeStaticStyles,
  makeStyles,
  mergeClasses,
  Tab,
  TabList,
  tokens,
  typographyStyles,
} from "@fluentui/react-components";
import { useState, type ReactNode } from "react";
import type { MarketStore } from "../data/store";
import type { Definition } from "../functions/define";
import { FunctionsView } from "./functionsView";
import type { Host } from "./host";
import { useLayoutStyles } from "./layout";
import { MarketView } from "./marketView";
import type { HostColours } from "./theme";
import { useSelectedCell } from "./useSelectedCell";
import { useTheme } from "./useTheme";

const usePageStyles = makeStaticStyles({ body: { margin: 0 } });

const useStyles = makeStyles({
  pane: {
    ...typographyStyles.body1,
    display: "flex",
    flexDirection: "column",
    height: "100vh",
    overflow: "hidden",
    backgroundColor: tokens.colorNeutralBackground1,
    "@media (max-height: 480px)": { height: "auto", minHeight: "100vh", overflow: "visible" },
  },
  tabs: {
    flexShrink: 0,
    padding: `${tokens.spacingVerticalXXS} ${tokens.spacingHorizontalXS}`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  panel: { flexGrow: 1, minHeight: 0 },
  away: { display: "none" },
});

type View = "market" | "functions";

interface Props {
  readonly host: Host;
  readonly market: MarketStore;
  readonly catalogue: readonly Definition[];
  readonly now: () => number;
  readonly hostColours: () => HostColours | undefined;
}

/** The whole pane. */
export function Pane({ host, market, catalogue, now, hostColours }: Props) {
  usePageStyles();
  const styles = useStyles();
  const layout = useLayoutStyles();
  const theme = useTheme(hostColours);
  const selected = useSelectedCell(host);
  const [view, setView] = useState<View>("market");
  const panel = (name: View, content: ReactNode) => (
    <div
      role="tabpanel"
      id={`panel-${name}`}
      aria-labelledby={`tab-${name}`}
      className={view === name ? mergeClasses(layout.column, styles.panel) : styles.away}
    >
      {content}
    </div>
  );
  return (
    <FluentProvider theme={theme}>
      <main className={styles.pane}>
        <h1 className={layout.hidden}>Hashcell</h1>
        <TabList
          className={styles.tabs}
          selectedValue={view}
          onTabSelect={(_event, { value }) => setView(value === "functions" ? "functions" : "market")}
        >
          <Tab id="tab-market" value="market" aria-controls="panel-market">
            Market
          </Tab>
          <Tab id="tab-functions" value="functions" aria-controls="panel-functions">
            Functions
          </Tab>
        </TabList>
        {panel("market", <MarketView host={host} selected={selected} market={market} now={now} />)}
        {panel("functions", <FunctionsView host={host} selected={selected} catalogue={catalogue} />)}
      </main>
    </FluentProvider>
  );
}
