import { textOf } from '../../../lib/validation/harmless-text';
import { describeContainer, type DeclaredSecret } from '../../../lib/environment/secret-inventory';
import { declaredContainers, type SecretUse } from '../../../lib/tasks/workload';
import { findingFor, type Finding } from './findings';

/**
 * With 31 variables of 4 KB a container starts on Fargate, and with 32 it does not.
 *
 * @see https://github.com/aws/containers-roadmap/issues/1336
 */
export const MAXIMUM_VARIABLES_BYTES = 31 * 4096;

interface Injected {
  readonly secret: DeclaredSecret;
  readonly use: SecretUse;
  readonly value: string;
}

/**
 * Finds the containers of a service or task that get more than Fargate passes on. Secret files reach the container that
 * writes them as variables, too.
 *
 * @param injected - all secrets of one service or task
 */
export function variablesSizeFindings(injected: readonly Injected[]): Finding[] {
  const workload = injected[0]?.use.workload;
  return (workload === undefined ? [] : declaredContainers(workload)).flatMap(({ name: container, config }) => {
    const delivered = (delivery: SecretUse['delivery']) =>
      injected.filter(({ use }) => use.container === container && use.delivery === delivery);
    const variables = Object.entries(config.environmentVariables ?? {});
    const plain = variables.map(([name, value]) => [name, textOf(value)] as const);
    return [
      ...sizeFinding(delivered('variable'), 'the variables', sumOf(plain)),
      ...sizeFinding(delivered('file'), 'the secret files', 0),
    ];
  });
}

function sizeFinding(injected: readonly Injected[], what: string, plainBytes: number): Finding[] {
  const bytes = plainBytes + sumOf(injected.map(({ use, value }) => [use.variable, value]));
  const [largest] = [...injected].sort((a, b) => Buffer.byteLength(b.value) - Buffer.byteLength(a.value));
  if (largest === undefined || bytes <= MAXIMUM_VARIABLES_BYTES) {
    return [];
  }
  return [
    findingFor(largest.secret)(
      'value',
      `is the largest of ${what} of ${describeContainer(largest.use.workload, largest.use.container)}, which have ${bytes} bytes together with their names; ` +
        `a task on Fargate starts with about ${MAXIMUM_VARIABLES_BYTES}`,
      'Shorten the values, or have the application read them at run time.',
    ),
  ];
}

function sumOf(variables: readonly (readonly [string, string])[]): number {
  return variables.reduce((sum, [name, value]) => sum + Buffer.byteLength(`${name}=${value}`), 0);
}
