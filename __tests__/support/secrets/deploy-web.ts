import {
  CreateClusterCommand,
  CreateServiceCommand,
  RegisterTaskDefinitionCommand,
  UpdateServiceCommand,
  type ContainerDefinition,
} from '@aws-sdk/client-ecs';
import { awsClients } from '../../../commands/aws/aws-clients';
import { declareTask } from '../../../commands/ecs/declared-task';
import { connect, type Session } from '../../../commands/stores/session';
import type { Environment } from '../../../lib/environment/environment';
import { serviceWorkloads } from '../../../lib/environment/workloads';
import { namePrefix, workloadNames } from '../../../lib/naming/names';

export interface DeployedWeb {
  /** Registers a task definition, which differs from the declared one by a change, and has the service run it. */
  replace(change?: (application: ContainerDefinition) => void): Promise<void>;
}

/** Creates the service `web` as it is declared. */
export async function deployWeb(environment: Environment): Promise<DeployedWeb> {
  const session = await connect(environment, awsClients({ region: environment.region }));
  const { ecs } = session.clients;
  const cluster = namePrefix(environment);
  const { name } = workloadNames(environment, 'web');
  await ecs.send(new CreateClusterCommand({ clusterName: cluster }));
  await register(session);
  await ecs.send(
    new CreateServiceCommand({
      ...{ cluster, serviceName: name, taskDefinition: name, desiredCount: 1, launchType: 'FARGATE' },
    }),
  );
  return {
    replace: async (change) => {
      await register(session, change);
      await ecs.send(new UpdateServiceCommand({ cluster, service: name, taskDefinition: name }));
    },
  };
}

async function register(session: Session, change?: (application: ContainerDefinition) => void): Promise<void> {
  const web = serviceWorkloads(session.environment).find(({ name }) => name === 'web');
  if (web === undefined) {
    throw new Error('the environment has no service web');
  }
  const { containers, executionRoleArn, taskRoleArn } = await declareTask(session, web);
  const [application, ...others] = JSON.parse(JSON.stringify(containers)) as [ContainerDefinition];
  change?.(application);
  await session.clients.ecs.send(
    new RegisterTaskDefinitionCommand({
      family: workloadNames(session.environment, 'web').name,
      ...{ executionRoleArn, taskRoleArn, cpu: '256', memory: '512', requiresCompatibilities: ['FARGATE'] },
      networkMode: 'awsvpc',
      volumes: [{ name: 'secret-files' }],
      containerDefinitions: [application, ...others],
    }),
  );
}
