import {
  Button,
  Field,
  makeStyles,
  MessageBar,
  MessageBarBody,
  Select,
  tokens,
} from "@fluentui/react-components";
import { currencies, currencyFacts } from "../../data/series";
import { refreshIntervals, type Settings, settingsProblem } from "../../data/settings";
import type { Desk } from "../desk/desk";
import { counted } from "../format";
import { ImportResponse } from "./importResponse";
import { useLayoutStyles } from "../layout";
import { GatewaySettings } from "./gatewaySettings";
import { SecretSetting } from "./secretSetting";
import { SourceSettings } from "./sourceSettings";
import { TextSetting } from "./textSetting";
import { useDesk } from "../desk/useDesk";

const useStyles = makeStyles({
  fields: {
    display: "flex",
    flexDirection: "column",
    gap: tokens.spacingVerticalM,
    overflowWrap: "anywhere",
    "& select, & input": { width: "100%", minWidth: 0 },
  },
  note: { flexShrink: 0 },
  noteText: {
    display: "flex",
    flexWrap: "wrap",
    alignItems: "center",
    gap: tokens.spacingHorizontalS,
    whiteSpace: "normal",
    paddingBlock: tokens.spacingVerticalXS,
  },
});

/** What the user of this machine has chosen. */
export function SettingsView({ desk }: { readonly desk: Desk }) {
  const layout = useLayoutStyles();
  const styles = useStyles();
  const { settings, needsReload } = useDesk(desk);
  const { gateway } = desk;
  const change = (part: Partial<Settings>) => desk.changeSettings(part);
  return (
    <div className={layout.scroll} role="region" aria-label="Settings" tabIndex={0}>
      {needsReload ? (
        <MessageBar intent="warning" layout="multiline" className={styles.note}>
          <MessageBarBody className={styles.noteText}>
            Reload the pane to use the new address.
            <Button size="small" onClick={() => desk.reload()}>
              Reload
            </Button>
          </MessageBarBody>
        </MessageBar>
      ) : null}
      <p className={layout.soft}>These choices stay on this machine: they are not saved in the workbook.</p>
      <div className={styles.fields}>
        {gateway === undefined ? (
          <SourceSettings desk={desk} />
        ) : (
          <GatewaySettings desk={desk} gateway={gateway} />
        )}
        <h2 className={layout.heading}>Refreshing</h2>
        <Field label={`Ask the ${gateway === undefined ? "sources" : "gateway"} automatically`}>
          <Select
            value={String(settings.refreshMinutes)}
            onChange={(_event, { value }) => change({ refreshMinutes: intervalNamed(value) })}
          >
            {refreshIntervals.map((minutes) => (
              <option key={minutes} value={minutes}>
                {minutes === 0
                  ? "Never: only when I refresh"
                  : `Every ${counted(minutes, "minute").replace(/^1 /, "")}`}
              </option>
            ))}
          </Select>
        </Field>
        <Field label="Currency of price and hashprice">
          <Select
            value={settings.currency}
            onChange={(_event, { value }) => change({ currency: currencyNamed(value) })}
          >
            {currencies.map((currency) => (
              <option key={currency} value={currency}>
                {currencyFacts[currency].label}
              </option>
            ))}
          </Select>
        </Field>
        {gateway === undefined ? <OwnWays desk={desk} /> : null}
      </div>
    </div>
  );
}

/** Other ways to the sources than by their own addresses. */
function OwnWays({ desk }: { readonly desk: Desk }) {
  const layout = useLayoutStyles();
  const { settings } = useDesk(desk);
  const change = (part: Partial<Settings>) => desk.changeSettings(part);
  const { coingecko, ...others } = settings.keys;
  const keysWith = (key: string) => (key === "" ? others : { ...others, coingecko: key });
  return (
    <>
      <h2 className={layout.heading}>Your own servers</h2>
      <TextSetting
        label="Own mempool instance"
        hint="Asked instead of mempool.space. Leave empty for mempool.space."
        placeholder="https://mempool.example"
        value={settings.mempoolUrl}
        problem={(mempoolUrl) => settingsProblem("mempoolUrl", mempoolUrl)}
        onSave={(mempoolUrl) => change({ mempoolUrl })}
      />
      <TextSetting
        label="Proxy"
        hint={
          "For firewalls: requests go to <proxy>/<host>/<path>, such as " +
          "https://proxy.example/api.kraken.com/0/public/Ticker. Leave empty to ask the sources directly."
        }
        placeholder="https://proxy.example"
        value={settings.proxyUrl}
        problem={(proxyUrl) => settingsProblem("proxyUrl", proxyUrl)}
        onSave={(proxyUrl) => change({ proxyUrl })}
      />
      <h2 className={layout.heading}>Key</h2>
      <SecretSetting
        label="CoinGecko key (optional)"
        thing="key"
        receiver="CoinGecko"
        hint="Without one, CoinGecko answers less often."
        isKept={coingecko !== undefined}
        problem={(key) => settingsProblem("keys", keysWith(key))}
        onSave={(key) => change({ keys: keysWith(key) })}
      />
      <ImportResponse desk={desk} />
    </>
  );
}

const intervalNamed = (text: string) => refreshIntervals.find((minutes) => String(minutes) === text) ?? 10;
const currencyNamed = (text: string) => currencies.find((currency) => currency === text) ?? "usd";
