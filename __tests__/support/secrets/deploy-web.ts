import { CreateClusterCommand, CreateServiceCommand, RegisterTaskDefinitionCommand } from '@aws-sdk/client-ecs';
import { awsClients } from '../../../commands/aws/aws-clients';
import type { Environment } from '../../../lib/environment/environment';
import { namePrefix, workloadNames } from '../../../lib/naming/names';

/** The end of a value with which the container that writes the file fails. */
export const REFUSED = '-refused';

/** Writes its file, and the value to its output as well, as no container should. */
const WRITE_FILE = `printf %s "$TLS_KEY" | tee "$DIRECTORY/tls.pem"; case "$TLS_KEY" in *${REFUSED}) exit 3; esac`;

/** Creates the service `web`, with a variable, a part of a secret, and a file. */
export async function deployWeb(environment: Environment): Promise<void> {
  const { ecs } = awsClients({ region: environment.region });
  const cluster = namePrefix(environment);
  const { name } = workloadNames(environment, 'web');
  const mountPoints = [{ sourceVolume: 'files', containerPath: '/run/secrets' }];
  const parameterArn = `arn:aws:ssm:${environment.region}:123456789012:parameter/shop/${environment.name}`;
  const secretArn = `arn:aws:secretsmanager:${environment.region}:123456789012:secret:shop/${environment.name}`;
  await ecs.send(new CreateClusterCommand({ clusterName: cluster }));
  await ecs.send(
    new RegisterTaskDefinitionCommand({
      family: name,
      volumes: [{ name: 'files' }],
      containerDefinitions: [
        {
          ...{ name: 'files', image: 'shop:1.0.0', memory: 128, essential: false, mountPoints },
          entryPoint: ['sh', '-c'],
          command: [WRITE_FILE],
          environment: [{ name: 'DIRECTORY', value: '/run/secrets' }],
          secrets: [{ name: 'TLS_KEY', valueFrom: `${parameterArn}/tls/key` }],
        },
        {
          ...{ name: 'web', image: 'shop:1.0.0', memory: 128, essential: true, mountPoints },
          dependsOn: [{ containerName: 'files', condition: 'SUCCESS' }],
          environment: [{ name: 'TLS_KEY_FILE', value: '/run/secrets/tls.pem' }],
          secrets: [
            { name: 'API_TOKEN', valueFrom: `${parameterArn}/api-token` },
            { name: 'DATABASE_PASSWORD', valueFrom: `${secretArn}/database:password::` },
          ],
        },
      ],
    }),
  );
  await ecs.send(
    new CreateServiceCommand({
      ...{ cluster, serviceName: name, taskDefinition: name, desiredCount: 1, launchType: 'FARGATE' },
    }),
  );
}
