import { Checkbox, makeStyles, mergeClasses, Switch, tokens } from "@fluentui/react-components";
import { type Provider, providerFacts, providers, type Route } from "../../data/providers/provider";
import { topics, topicWords } from "../../data/series";
import type { Desk } from "../desk/desk";
import { listText } from "../format";
import { useLayoutStyles } from "../layout";
import { providerHost } from "../sourceHosts";
import { useDesk } from "../desk/useDesk";

const useStyles = makeStyles({
  item: { display: "flex", flexDirection: "column" },
  facts: {
    marginInlineStart: tokens.spacingHorizontalXXXL,
    marginTop: `calc(-1 * ${tokens.spacingVerticalXS})`,
  },
});

/** Whether the sources are asked at all, and which. */
export function SourceSettings({ desk }: { readonly desk: Desk }) {
  const layout = useLayoutStyles();
  const styles = useStyles();
  const { settings } = useDesk(desk);
  const turn = (provider: Provider, isOn: boolean) => {
    const others = settings.off.filter((name) => name !== provider);
    desk.changeSettings({ off: isOn ? others : [...others, provider] });
  };
  const known = providers.filter((name) => desk.routes.some(({ provider }) => provider === name));
  return (
    <section>
      <h2 className={layout.heading}>Sources</h2>
      <Switch
        label="Ask the sources over the internet"
        checked={settings.isOnline}
        onChange={(_event, { checked }) => desk.changeSettings({ isOnline: checked })}
      />
      <ul className={layout.plainList}>
        {known.map((provider) => (
          <li key={provider} className={styles.item}>
            <Checkbox
              label={providerFacts[provider].label}
              checked={!settings.off.includes(provider)}
              onChange={(_event, { checked }) => turn(provider, checked === true)}
            />
            <p className={mergeClasses(layout.soft, styles.facts)}>
              {providerHost(provider, settings)}: {gives(provider, desk.routes)}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

function gives(provider: Provider, routes: readonly Route[]): string {
  const own = routes.filter((route) => route.provider === provider);
  return listText(
    topics
      .filter((topic) => own.some((route) => route.topics.includes(topic)))
      .map((topic) => topicWords[topic]),
  );
}
