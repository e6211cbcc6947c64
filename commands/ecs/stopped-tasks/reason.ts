import type { Environment } from '../../../lib/environment/environment';
import { workloadNames } from '../../../lib/naming/names';
import { operatorCommands } from '../../../lib/naming/operator-commands';
import { isInEcr, parseImage } from '../../../lib/tasks/image';
import type { Workload } from '../../../lib/tasks/workload';

/** Why a task stopped, in words, and what to do about it. */
export interface Explanation {
  readonly what: string;
  readonly remedy: string;
}

/** What an explanation is about. */
export interface TaskContext {
  readonly environment: Environment;
  readonly workload: Workload;
}

/** Something that ECS says, and how to explain it. */
export interface Reason {
  readonly pattern: RegExp;
  readonly explain: (match: RegExpExecArray, context: TaskContext) => Explanation;
}

/** The commands that explanations recommend. */
export function remedies({ environment, workload }: TaskContext) {
  const commands = operatorCommands(environment);
  const image = parseImage(workload.config.image);
  return {
    ...commands,
    log: commands.recentLog(workloadNames(environment, workload.name).logGroup),
    images: isInEcr(image)
      ? commands.listImages(image.repository, image.ecr)
      : commands.inspectImage(workload.config.image),
  };
}

/**
 * The parameter or secret that a text names by its ARN, by its name in the store.
 *
 * @param unknown - what stands for it if the text names none
 */
export function secretNamed(text: string, unknown = 'A secret'): string {
  const parameter = /:ssm:[\w-]*:\d*:parameter(\/[^\s'",;]+)/.exec(text)?.[1];
  const secret = /:secretsmanager:[\w-]*:\d*:secret:([^\s'",;:]+)/.exec(text)?.[1]?.replace(/-[A-Za-z0-9]{6}$/, '');
  return trimmed(parameter ?? secret ?? unknown);
}

/** Without the punctuation of its sentence. */
export function trimmed(word: string): string {
  return word.replace(/[.,;:]+$/, '');
}
