import { CommandFailure, EXIT } from './output/command-failure';

/** Something went wrong that the operator can put right. Printed without a stack trace. */
export class Failure extends CommandFailure {
  override readonly name = 'Failure';

  constructor(
    message: string,
    /** What to do about it. */
    readonly remedy: string,
  ) {
    super(message, EXIT.findings);
  }
}

/** The text of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
