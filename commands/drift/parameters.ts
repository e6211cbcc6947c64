import { paginateDescribeParameters, type ParameterMetadata } from '@aws-sdk/client-ssm';
import type { DeclaredSecret } from '../../lib/environment/secret-inventory';
import { retainedNames } from '../../lib/environment/protected-resources';
import { workloads } from '../../lib/environment/workloads';
import { operatorCommands } from '../../lib/naming/operator-commands';
import { parameterPath } from '../../lib/secrets/secret-names';
import { SECRET_STORES } from '../../lib/secrets/secret-stores';
import { secretHierarchy } from '../../lib/naming/names';
import { shown } from '../../lib/validation/messages';
import { mapConcurrently } from '../aws/batches';
import { listAll } from '../aws/pages';
import type { Session } from '../stores/session';
import { remedyForUndeclared, type Drift } from './drift';

const STORE = 'parameter-store';

/** Parameters below the environment's path that are neither declared nor retained, and what Terraform ignores of the declared ones. */
export async function parameterDrift(session: Session): Promise<Drift[]> {
  const { environment, inventory, clients } = session;
  const path = `${SECRET_STORES[STORE].nameStart}${secretHierarchy(environment)}`;
  const parameters = await listAll(
    'ssm:DescribeParameters',
    paginateDescribeParameters(
      { client: clients.ssm, pageSize: 50 },
      { ParameterFilters: [{ Key: 'Path', Option: 'Recursive', Values: [path] }] },
    ),
    ({ Parameters }) => Parameters,
  );
  const declared = new Map(
    inventory
      .filter(({ source }) => source.store === STORE && source.ownership === 'managed')
      .map((secret) => [secret.storedName, secret]),
  );
  const retained = retainedNames(environment, STORE);
  const others = parameters.filter(({ Name = '' }) => !retained.includes(Name));
  const found = await mapConcurrently(others, async (parameter) => {
    const declaration = declared.get(parameter.Name ?? '');
    return declaration === undefined
      ? [undeclared(session, parameter)]
      : settingsDrift(session, parameter, declaration);
  });
  return found.flat();
}

function undeclared({ environment }: Session, { Name = '' }: ParameterMetadata): Drift {
  const readers = workloads(environment)
    .filter(({ config: { runtimeParameters: prefix } }) =>
      prefix === undefined ? false : Name.startsWith(`${parameterPath(environment, prefix)}/`),
    )
    .map(({ name }) => name);
  return {
    resource: `parameter ${Name}`,
    found: `exists${readers.length === 0 ? '' : `, and is read at run time by ${readers.join(', ')}`}`,
    declared: 'no parameter of this name',
    remedy: remedyForUndeclared(operatorCommands(environment).deleteParameter(Name)),
  };
}

/** What can differ without Terraform's diff: it would change it only together with the value, which it does not have. */
async function settingsDrift(
  { environment, keys }: Session,
  parameter: ParameterMetadata,
  { source }: DeclaredSecret,
): Promise<Drift[]> {
  if (source.store !== STORE || source.ownership === 'existing') {
    return [];
  }
  const {
    Name = '',
    KeyId,
    Description = '',
    Tier = 'Standard',
    AllowedPattern,
    DataType = 'text',
    Policies,
  } = parameter;
  const { description = '', tier = 'Standard' } = source;
  const commands = operatorCommands(environment);
  const set = `Write the value again, which also changes this: ${commands.set(source.name)}`;
  const recreate = `Delete it, and its history with it, deploy and set it: ${commands.deleteParameter(Name)}; ${commands.deploy}; ${commands.set(source.name)}`;
  const differs: readonly (readonly [differs: boolean, found: string, declared: string, remedy: string])[] = [
    [Description !== description, `has the description ${shown(Description)}`, shown(description), set],
    [
      Tier !== tier,
      `has the tier ${Tier}`,
      tier,
      tier === 'Advanced'
        ? set
        : `Declare tier: 'Advanced', as AWS turns no advanced parameter into a standard one. Or: ${recreate}`,
    ],
    [
      (await keys.actual(source, KeyId)) !== 'declared',
      `is encrypted with ${KeyId ?? 'the AWS-managed key'}`,
      keys.environmentKeyAlias ?? 'the AWS-managed key',
      set,
    ],
    [AllowedPattern !== undefined, `allows only values like ${shown(AllowedPattern)}`, 'any value', recreate],
    [DataType !== 'text', `has the data type ${DataType}`, 'text', recreate],
    [
      (Policies ?? []).length > 0,
      `has policies, which may delete it: ${(Policies ?? []).map(({ PolicyType }) => PolicyType).join(', ')}`,
      'no policies',
      recreate,
    ],
  ];
  return differs
    .filter(([isDrift]) => isDrift)
    .map(([, found, declared, remedy]) => ({ resource: `parameter ${Name}`, found, declared, remedy }));
}
