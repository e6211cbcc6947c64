import { DescribeServicesCommand, DescribeTaskDefinitionCommand } from '@aws-sdk/client-ecs';
import { GetParameterCommand, ListTagsForResourceCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import { environments, type EnvironmentName } from '../../../environments';
import { readState, removePlugins, startEmbeddedEnvironment, type EmbeddedEnvironment } from './embedded-environment';
import { remainingResources } from './remaining-resources';
import { filesHolding } from './search-files';

/** The value of a parameter when it is created. */
export const CANARY = 'canary-3f9c1e7a55d2';
/** The value that it gets later. */
export const OPERATORS_VALUE = 'canary-operator-b71d20c4';

/**
 * The life of one environment in an embedded AWS, from the first deployment to the last.
 *
 * @param meanwhile - further tests of what is deployed, which leave nothing that a destroy would not remove
 */
export function describeLifecycle(
  name: EnvironmentName,
  meanwhile: (deployed: () => EmbeddedEnvironment) => void = () => undefined,
): void {
  const config = environments[name];
  const parameterName = `/${config.application}/${name}/MY_PARAM_1`;
  let environment: EmbeddedEnvironment;

  beforeAll(async () => {
    environment = await startEmbeddedEnvironment(name, config);
    await environment.synthProject();
    await environment.deploy({ TF_VAR_parameter_MY_PARAM_1: CANARY });
  });
  afterAll(() => environment.stop());

  const readParameter = async () => {
    const command = new GetParameterCommand({ Name: parameterName, WithDecryption: true });
    return (await environment.clients.ssm.send(command)).Parameter;
  };

  test('is deployed as its configuration says', async () => {
    const cluster = `${config.application}-${name}`;
    const described = await environment.clients.ecs.send(
      new DescribeServicesCommand({ cluster, services: [`${cluster}-web`] }),
    );
    const [service] = described.services ?? [];
    expect(service).toMatchObject({
      status: 'ACTIVE',
      desiredCount: config.services.web?.desiredCount,
      runningCount: config.services.web?.desiredCount,
      propagateTags: 'SERVICE',
      deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } },
      networkConfiguration: { awsvpcConfiguration: { assignPublicIp: 'ENABLED' } },
    });

    expect(service?.enableExecuteCommand ?? false).toBe(config.executeCommand);

    const { taskDefinition } = await environment.clients.ecs.send(
      new DescribeTaskDefinitionCommand({ taskDefinition: service?.taskDefinition }),
    );
    expect(taskDefinition).toMatchObject({
      cpu: String(config.services.web?.size.cpu),
      memory: String(config.services.web?.size.memoryMiB),
    });
    expect(taskDefinition?.containerDefinitions?.[0]?.secrets).toEqual(
      expect.arrayContaining([
        { name: 'MY_PARAM_1', valueFrom: (await readParameter())?.ARN },
        { name: 'MY_PARAM_2', valueFrom: expect.any(String) as string },
      ]),
    );
  });

  test('has its parameters encrypted, tagged, and with the value that came in at deployment', async () => {
    expect(await readParameter()).toMatchObject({ Type: 'SecureString', Value: CANARY });
    const { TagList } = await environment.clients.ssm.send(
      new ListTagsForResourceCommand({ ResourceType: 'Parameter', ResourceId: parameterName }),
    );
    expect(TagList).toEqual(
      expect.arrayContaining([
        { Key: 'application', Value: config.application },
        { Key: 'environment', Value: name },
        { Key: 'managed-by', Value: 'cdktf' },
      ]),
    );
  });

  test('shows no changes when nothing changed, nor when an operator has set a value', async () => {
    await environment.clients.ssm.send(
      new PutParameterCommand({
        ...{ Name: parameterName, Value: OPERATORS_VALUE, Type: 'SecureString', Overwrite: true },
        // Terraform could change it only together with the value, of which it knows nothing.
        AllowedPattern: '^canary',
      }),
    );
    expect(await environment.diff()).toEqual([]);
  });

  meanwhile(() => environment);

  test('has left no value in what was synthesized, planned, logged or kept as state', async () => {
    await removePlugins(environment);
    expect(await readState(environment)).toContain(parameterName);
    expect(await filesHolding(environment.workspace.directory, parameterName)).not.toEqual([]);
    for (const value of [CANARY, OPERATORS_VALUE]) {
      expect(await filesHolding(environment.workspace.directory, value)).toEqual([]);
    }
  });

  test('is destroyed without a trace, once it is not protected', async () => {
    if (config.deletionProtection) {
      await environment.synthInstead(config);
      await expect(environment.destroy()).rejects.toThrow('Instance cannot be destroyed');
    }
    await environment.synthInstead({ ...config, deletionProtection: false });
    await environment.destroy();
    expect(await remainingResources(environment.aws)).toEqual([]);
  });
}
