import { STYLE } from '../../../commands/adopt/print-declaration';
import { environments } from '../../../environments';
import { examples } from '../../../examples';
import style from '../../../.prettierrc.json';
import type { EnvironmentConfig } from '../../../lib/environment/environment-config';
import { runtimeSecrets, secretInventory } from '../../../lib/environment/secret-inventory';
import { validateEnvironments } from '../../../lib/environment/validate-environments';
import { workloads } from '../../../lib/environment/workloads';
import { imageWithRegistry } from '../../../lib/tasks/image';
import { renderValueFrom, secretArn, storedName } from '../../../lib/secrets/secret-names';
import { renderContainerDefinitions } from '../../../lib/tasks/task-containers';
import type { Workload } from '../../../lib/tasks/workload';
import { maximalEnvironment } from '../../support/maximal-environment';
import { synthesize } from '../../support/synthesized-stack';
import { adopted, load } from './adopted';

const everything: readonly (readonly [string, string, EnvironmentConfig])[] = [
  ...Object.entries(environments).map(([name, config]) => [`environment ${name}`, name, config] as const),
  ...Object.entries(examples).map(([name, config]) => [`example ${name}`, 'dev', config] as const),
  ['maximal environment', 'dev', maximalEnvironment('aws-managed')],
];

const ACCOUNT = '123456789012';

/** The containers of a workload, with ARNs in which only what AWS adds is not known. */
function containersOf(name: string, config: EnvironmentConfig, workload: Workload) {
  const environment = { ...config, name };
  const location = { partition: 'aws', region: config.region, accountId: ACCOUNT };
  return renderContainerDefinitions(environment, workload, runtimeSecrets(secretInventory(environment), workload), {
    image: (reference) => imageWithRegistry(reference, 'registry'),
    valueFrom: (source) =>
      renderValueFrom(secretArn(location, { source, storedName: storedName(environment, source) }), source),
  });
}

/** With a service in the place of a task, since what is printed is one. */
function withService(config: EnvironmentConfig, { name, config: { image, size } }: Workload): EnvironmentConfig {
  const { scheduledTasks = {}, tasks = {}, services, ...environment } = config;
  const without = <T>(all: Readonly<Record<string, T>>) =>
    Object.fromEntries(Object.entries(all).filter(([other]) => other !== name));
  return {
    ...environment,
    beforeDeployment: undefined,
    scheduledTasks: without(scheduledTasks),
    tasks: without(tasks),
    services: { [name]: { image, size, desiredCount: 1 }, ...services },
  };
}

describe.each(everything)('%s', (_title, name, config) => {
  const [stack] = synthesize({ [name]: config }).filter((one) => one.name === name);

  test.each(workloads(config).map((workload) => [workload.name, workload] as const))(
    'gives the declaration of %s back from its task definition',
    async (workloadName, workload) => {
      const resource = stack
        ?.resources('aws_ecs_task_definition')
        .find(({ attributes }) => attributes.family === `${config.application}-${name}-${workloadName}`);
      if (resource === undefined) {
        throw new Error(`there is no task definition of ${workloadName}`);
      }
      const definition = {
        family: resource.text('family'),
        cpu: resource.text('cpu'),
        memory: resource.text('memory'),
        networkMode: resource.text('network_mode'),
        requiresCompatibilities: ['FARGATE'],
        executionRoleArn: resource.text('execution_role_arn'),
        taskRoleArn: resource.text('task_role_arn'),
        volumes: resource.attributes.volume,
        containerDefinitions: resource.json('container_definitions'),
      };
      const environment = withService(config, workload);
      const answer = await adopted({ [name]: environment }, definition, ['--name', workloadName]);
      const service = load(answer.declaration);
      validateEnvironments({
        [name]: { ...environment, services: { ...environment.services, [workloadName]: service } },
      });
      expect({ name: answer.name, leftOut: answer.leftOut }).toEqual({ name: workloadName, leftOut: [] });
      const again = { ...workload, config: { ...workload.config, ...service } } as Workload;
      expect(containersOf(name, config, again)).toEqual(containersOf(name, config, workload));
    },
  );
});

test('formats as the project is formatted', () => {
  expect(STYLE).toEqual(style);
});
