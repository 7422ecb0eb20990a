import type { Command, Model } from "@odoo/o-spreadsheet";

const BATCH = "HASHCELL_BATCH";

interface BatchCommand {
  type: typeof BATCH;
  work: () => void;
}

const isBatch = (command: { type: string }): command is BatchCommand => command.type === BATCH;

/** Teaches the spreadsheet the command behind `inOneStep`; call it once, before the first model. */
export function installBatchCommand(): void {
  class BatchPlugin extends o_spreadsheet.UIPlugin {
    override handle(command: Command | BatchCommand) {
      if (isBatch(command)) command.work();
    }
  }
  o_spreadsheet.registries.featurePluginRegistry.add("hashcell_batch", BatchPlugin);
}

/**
 * Runs `work` so that all it dispatches is one step of undo and one evaluation.
 *
 * Commands dispatched while another is being handled belong to it. Cell values seen inside are those from before.
 * While a locked sheet is in front the spreadsheet refuses the command that holds the others: then each is a step.
 */
export function inOneStep(model: Model, work: () => void): void {
  const outcome: { hasRun: boolean; failure?: { error: unknown } } = { hasRun: false };
  const guarded = () => {
    outcome.hasRun = true;
    try {
      work();
    } catch (error) {
      outcome.failure = { error };
    }
  };
  const dispatch = model.dispatch as unknown as (
    type: typeof BATCH,
    command: Omit<BatchCommand, "type">,
  ) => void;
  dispatch(BATCH, { work: guarded });
  if (!outcome.hasRun) guarded();
  if (outcome.failure !== undefined) throw outcome.failure.error;
}
