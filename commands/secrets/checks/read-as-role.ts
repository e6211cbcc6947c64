import { paginateGetParametersByPath } from '@aws-sdk/client-ssm';
import { parameterPath } from '../../../lib/secrets/secret-names';
import { RUNTIME_READ_ACTION } from '../../../lib/secrets/secret-stores';
import type { SecretUse } from '../../../lib/tasks/workload';
import type { AwsClients } from '../../aws/aws-clients';
import { listAll } from '../../aws/pages';
import { readFailure } from '../../ecs/agent/read-as-ecs';
import { resolveAsEcs } from '../../ecs/agent/resolve-as-ecs';
import type { ReadFailure } from '../../ecs/agent/select-value';
import type { Session } from '../../stores/session';
import type { KnownSecret } from './fetch-metadata';
import type { Finding } from './findings';
import { failureFinding, resolutionFindings, valueFindings } from './value-findings';
import { variablesSizeFindings } from './variables-size';

export interface KnownUse {
  readonly known: KnownSecret;
  readonly use: SecretUse;
}

/**
 * Reads what a container needs, and finds what is wrong with it.
 *
 * @param reader - who reads, if that is the role that will
 */
export type ReadAs = (
  session: Session,
  clients: AwsClients,
  uses: readonly KnownUse[],
  reader?: string,
) => Promise<Finding[]>;

/** The secrets that ECS injects. */
export async function readInjected(
  { environment }: Session,
  clients: AwsClients,
  uses: readonly KnownUse[],
  reader?: string,
): Promise<Finding[]> {
  const knownBy = new Map(uses.map(({ known, use }) => [use, known]));
  const arns = new Map(uses.map(({ known: { stored }, use }) => [use.source, stored?.arn ?? '']));
  const resolutions = await resolveAsEcs(clients, [...knownBy.keys()], (source) => arns.get(source) ?? '');
  const found = resolutions.flatMap((resolution) => {
    const known = knownBy.get(resolution.use);
    return known === undefined ? [] : resolutionFindings(environment, known.declared, resolution, reader);
  });
  const injected = resolutions.flatMap((resolution) => {
    const known = knownBy.get(resolution.use);
    return known === undefined || 'problem' in resolution ? [] : [{ ...resolution, secret: known.declared }];
  });
  return [...found, ...variablesSizeFindings(injected)];
}

/** The parameters that an application reads itself. */
export async function readBelowPath(
  { environment }: Session,
  clients: AwsClients,
  uses: readonly KnownUse[],
  reader?: string,
): Promise<Finding[]> {
  const path = parameterPath(environment, uses[0]?.use.workload.config.runtimeParameters ?? '');
  const absent: ReadFailure = { problem: 'unreadable', message: `it is not among the parameters below ${path}` };
  try {
    const values = await readPath(clients, path);
    return uses.flatMap(({ known, use }) => {
      const value = values.get(known.declared.storedName);
      return value === undefined
        ? [failureFinding(environment, known.declared, use, absent, reader)]
        : valueFindings(environment, known.declared, value);
    });
  } catch (error) {
    const failure = readFailure(error);
    return uses.map(({ known, use }) => failureFinding(environment, known.declared, use, failure, reader));
  }
}

async function readPath({ ssm }: AwsClients, path: string): Promise<Map<string, string>> {
  const pages = paginateGetParametersByPath({ client: ssm }, { Path: path, Recursive: true, WithDecryption: true });
  const found = await listAll(RUNTIME_READ_ACTION, pages, ({ Parameters }) => Parameters);
  return new Map(found.map(({ Name = '', Value = '' }) => [Name, Value]));
}
