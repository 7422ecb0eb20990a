/** @jest-environment jsdom */
import { screen } from "@testing-library/react";
import { run } from "axe-core";
import { insertButton, openPane, showFunctions } from "./openPane";

test("the checker finds nothing in any view", async () => {
  const { user, fake, container } = await openPane();
  const check = async () => {
    document.querySelectorAll("[data-tabster-dummy]").forEach((dummy) => dummy.remove());
    expect((await run(container)).violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
  };
  fake.state.isOccupied = true;
  await user.click(insertButton());
  await check();
  await showFunctions(user);
  await check();
  await user.click(screen.getByRole("button", { name: /^MINER_NPV/ }));
  await check();
});
