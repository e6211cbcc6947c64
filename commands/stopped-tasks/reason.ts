import { workloadNames, type Environment } from '../../lib/environment/names';
import type { Workload } from '../../lib/environment/workloads';
import { parseImage } from '../../lib/tasks/image';

/** Why a task stopped, in words, and what to do about it. */
export interface Explanation {
  readonly what: string;
  readonly remedy: string;
}

/** What the words are about. */
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
  const { name, region } = environment;
  return {
    check: `npm run secrets -- check ${name} --deep`,
    deploy: `npx cdktf deploy ${name}`,
    log: `aws logs tail ${workloadNames(environment, workload.name).logGroup} --since 1h --region ${region}`,
    images: listImages(workload, region),
  };
}

function listImages({ config }: Workload, region: string): string {
  const { registry, repository } = parseImage(config.image);
  return registry === undefined
    ? `aws ecr describe-images --repository-name ${repository} --region ${region}`
    : `docker manifest inspect ${config.image}`;
}

/** The parameter or secret that a text names by its ARN, as its store calls it. */
export function secretNamed(text: string): string {
  const parameter = /:ssm:[\w-]*:\d*:parameter(\/[^\s'",;]+)/.exec(text)?.[1];
  const secret = /:secretsmanager:[\w-]*:\d*:secret:([^\s'",;:]+)/.exec(text)?.[1]?.replace(/-[A-Za-z0-9]{6}$/, '');
  return trimmed(parameter ?? secret ?? 'A secret');
}

/** Without the punctuation of the sentence that it was in. */
export function trimmed(word: string): string {
  return word.replace(/[.,;:]+$/, '');
}
