import { explainStoppedTask, wordsOfEcs } from '../stopped-tasks/explain-stopped-task';
import type { Explanation, TaskContext } from '../stopped-tasks/reason';
import type { StoppedTask } from '../stopped-tasks/stopped-task';

/** A task that was started by itself, and how it ended. */
export interface EndedTask extends StoppedTask {
  /** Why it failed. @default - it succeeded */
  readonly failure?: Explanation;
  /** In the words of ECS. */
  readonly original: string;
}

export function endedTask(task: StoppedTask, context: TaskContext): EndedTask {
  const failure = hasSucceeded(task, context) ? undefined : explainStoppedTask(task, context);
  return { ...task, failure, original: wordsOfEcs(task) };
}

/** The others are stopped when the application ends, and one that it waited for has succeeded if it was started at all. */
function hasSucceeded({ containers }: StoppedTask, { workload: { name } }: TaskContext): boolean {
  return containers.some((container) => container.name === name && container.exitCode === 0);
}

/** In words. */
export function endedText(name: string, { failure, original }: EndedTask): string {
  return failure === undefined
    ? `${name} succeeded.`
    : [
        `${name} failed: ${failure.what}.`,
        `  → ${failure.remedy}`,
        ...(original === '' ? [] : [`  ECS says: ${original}`]),
      ].join('\n');
}
