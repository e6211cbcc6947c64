import { z } from 'zod';
import { CommandFailure, EXIT } from '../cli/command-failure';

const stateSchema = z.object({
  version: z.literal(4),
  serial: z.number(),
  lineage: z.string(),
  resources: z.array(z.unknown()),
});

/** A state as Terraform stores it, wherever that is. */
export interface StoredState {
  /** As it is stored. */
  readonly text: string;
  /** Made at random with the first state, and kept by all that follow it. */
  readonly lineage: string;
  /** Increases with each change. */
  readonly serial: number;
  /** Nothing is deployed. */
  readonly isEmpty: boolean;
}

/**
 * @param place - where the text is, for the message
 * @throws CommandFailure if it is no state
 */
export function parseStoredState(text: string, place: string): StoredState {
  try {
    const { lineage, serial, resources } = stateSchema.parse(JSON.parse(text));
    return { text, lineage, serial, isEmpty: resources.length === 0 };
  } catch {
    throw new CommandFailure(`${place} is not a state of Terraform: it may have been cut off.`, {
      exitCode: EXIT.findings,
      remedy:
        'Restore an earlier version of it (docs/operations.md, "A state is lost or damaged"). Nothing was changed.',
    });
  }
}
