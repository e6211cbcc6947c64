import { select } from '@inquirer/prompts';
import type { ECSClient } from '@aws-sdk/client-ecs';
import { AwsFailure } from '../aws/aws-failure';
import type { Output } from '../cli/output';
import type { ServiceInEcs } from '../ecs/deployments/deployed-service';
import { rollBack } from '../ecs/deployments/service-deployments';

/** For so long ECS may take to begin going back. */
const ROLLBACK_MILLISECONDS = 60_000;

/** What is being deployed, which an interruption is about. */
export interface Interruptible {
  readonly ecs: ECSClient;
  readonly services: readonly ServiceInEcs[];
}

/** Messages that do not disturb a question. */
export interface Reporter {
  readonly report: (line: string) => void;
  whileAsking<T>(ask: () => Promise<T>): Promise<T>;
}

export function createReporter(output: Output): Reporter {
  let held: string[] | undefined;
  return {
    report: (line) => (held === undefined ? output.note(line) : void held.push(line)),
    whileAsking: async (ask) => {
      held = [];
      try {
        return await ask();
      } finally {
        const lines = held;
        held = undefined;
        lines.forEach((line) => output.note(line));
      }
    },
  };
}

/** What somebody at a terminal decides after Ctrl-C. */
export type Decision = 'go on' | 'roll back';

export type AskDecision = () => Promise<Decision>;

/** Ctrl-C again, at the question, means it. */
export const askDecision: AskDecision = async () => {
  try {
    return await select<Decision>(
      {
        message: 'Terraform and ECS are at work.',
        choices: [
          { name: 'Let the deployment finish', value: 'go on' },
          {
            name: 'Stop it: ECS goes back to the previous release, Terraform ends what it has begun',
            value: 'roll back',
          },
        ],
      },
      { output: process.stderr },
    );
  } catch {
    return 'roll back';
  }
};

/**
 * Stops the deployments that ECS is at, and has it go back.
 *
 * @returns for how many milliseconds to see what comes of it
 */
export async function rollBackServices({ ecs, services }: Interruptible, { report }: Reporter): Promise<number> {
  let isStopped = false;
  for (const service of services) {
    const { name } = service.workload;
    try {
      if (await rollBack(ecs, service)) {
        isStopped = true;
        report(`${name}: ECS goes back to the previous release.`);
      }
    } catch (error) {
      if (!(error instanceof AwsFailure)) {
        throw error;
      }
      report(`${name}: could not be stopped. ${error.message}`);
    }
  }
  return isStopped ? ROLLBACK_MILLISECONDS : 0;
}
