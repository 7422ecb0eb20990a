import type { RouteOutcome } from "../../data/feed/feed";
import { providerFacts, providers } from "../../data/providers/provider";
import type { Problem } from "./desk";

/** What the sources did when they were last asked. */
export class Answers {
  private last: ReadonlyMap<string, RouteOutcome> = new Map();

  /** Takes in a round: all that is asked for, or a part of it. */
  add(outcomes: readonly RouteOutcome[], isPart: boolean): void {
    const before = isPart ? [...this.last.values()] : [];
    this.last = new Map([...before, ...outcomes].map((outcome) => [outcome.route.id, outcome]));
  }

  forget(routeId: string): void {
    this.last = new Map([...this.last].filter(([id]) => id !== routeId));
  }

  /** Those that failed, by provider; a provider of which all was in vain for one reason is named once. */
  get problems(): Problem[] {
    return providers.flatMap((provider) => {
      const asked = [...this.last.values()].filter(({ route }) => route.provider === provider);
      const failed = asked.flatMap((outcome) => (outcome.kind === "failed" ? [outcome] : []));
      const [first] = failed;
      const isOne = failed.length > 1 && failed.length === asked.length;
      if (first !== undefined && isOne && failed.every(({ message }) => message === first.message))
        return [{ label: providerFacts[provider].label, message: sentence(first.message) }];
      return failed.map(({ route, message }) => ({ label: route.label, message: sentence(message) }));
    });
  }
}

/** With its stop. */
export const sentence = (text: string) => (/[.!?]$/.test(text) ? text : `${text}.`);
