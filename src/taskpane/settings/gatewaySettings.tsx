import { Switch } from "@fluentui/react-components";
import { settingsProblem } from "../../data/settings";
import type { Desk } from "../desk/desk";
import { useDesk } from "../desk/useDesk";
import { useLayoutStyles } from "../layout";
import { SecretSetting } from "./secretSetting";

interface Props {
  readonly desk: Desk;
  /** Address of the gateway. */
  readonly gateway: string;
}

/** Whether the team's gateway is asked, and the token that it may want. */
export function GatewaySettings({ desk, gateway }: Props) {
  const layout = useLayoutStyles();
  const { settings } = useDesk(desk);
  const { host } = new URL(gateway);
  return (
    <>
      <section>
        <h2 className={layout.heading}>Gateway</h2>
        <Switch
          label={`Ask ${host}`}
          checked={settings.isOnline}
          onChange={(_event, { checked }) => desk.changeSettings({ isOnline: checked })}
        />
        <p className={layout.soft}>
          Your team&apos;s gateway asks the sources for everybody, keeps their history, and has the
          team&apos;s own series. This pane asks nobody else.
        </p>
      </section>
      <SecretSetting
        label="Token (where the gateway asks for one)"
        thing="token"
        receiver="the gateway"
        hint="Whoever runs the gateway gives you one."
        isKept={settings.gatewayToken !== ""}
        problem={(gatewayToken) => settingsProblem("gatewayToken", gatewayToken)}
        onSave={(gatewayToken) => desk.changeSettings({ gatewayToken })}
      />
    </>
  );
}
